"""Read the words of a template: one Markdown file for each language.

Source: docs/spec/accord-templates.md, "The folder".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect

_HEADING = "## "
_PREFIX = "text."
_SUFFIX = ".md"


class TemplateError(InvalidInputError):
    """A template cannot be resolved; the message names the field, or the line of the text."""

    code: ClassVar[str] = "template"


class TextFault(NamedTuple):
    """Where a text does not fit the commitments.

    Attributes:
        line: From 1.
        fault: What should stand there.
    """

    line: int
    fault: Fault


def is_text_file(name: str) -> bool:
    """Say whether a file of a template holds words."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def text_file(language: str) -> str:
    """Return the name of the file with the words in `language`."""
    return f"{_PREFIX}{language}{_SUFFIX}"


def language_of(file_name: str) -> str:
    """Return the language of a file with words."""
    return file_name.removeprefix(_PREFIX).removesuffix(_SUFFIX)


def read_commitment_texts(text: bytes, *, ids: Sequence[str], file_name: str) -> Mapping[str, str]:
    """Return the words of each commitment, by its id.

    What stands before the first heading introduces the text to its reader and is left out.

    Args:
        text: Markdown in UTF-8.
        ids: Of the commitments, in order; the headings must be these, in this order.
        file_name: For the messages.

    Raises:
        TemplateError: A heading is missing, unknown or in another place, or has no words.
    """
    for line, fault in find_text_faults(text, ids=ids):
        raise TemplateError(fault._replace(path=f"{file_name}, line {line}"))
    return {name: words for _, name, words in _sections(text.decode())}


def find_text_faults(text: bytes, *, ids: Sequence[str]) -> Iterator[TextFault]:
    """Yield each heading that is missing, unknown, in another place or without words."""
    try:
        written = text.decode()
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        yield TextFault(line, Fault("", expect(Expected.UTF8), error.reason))
        return
    number = 0
    for number, (line, name, words) in enumerate(_sections(written), start=1):
        if number > len(ids):
            yield TextFault(line, Fault("", expect(Expected.NO_HEADING), name))
        elif name != ids[number - 1]:
            expected = expect(Expected.HEADING, name=ids[number - 1])
            yield TextFault(line, Fault("", expected, name))
        elif not words:
            expected = expect(Expected.WORDS_UNDER, name=name)
            yield TextFault(line, Fault("", expected, Found.NOTHING))
    for name in ids[number:]:
        expected = expect(Expected.HEADING, name=name)
        yield TextFault(written.count("\n") + 1, Fault("", expected, Found.NOTHING))


def _sections(written: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and words of each heading."""
    lines = written.splitlines()
    starts = [index for index, line in enumerate(lines) if line.startswith(_HEADING)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name = lines[start].removeprefix(_HEADING).strip()
        yield start + 1, name, "\n".join(lines[start + 1 : end]).strip()

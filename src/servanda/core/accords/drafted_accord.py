"""Read an accord that a person has edited: any spelling of its JSON, back to the bytes that count.

A drafted accord is written out for people, with line breaks and indents. What is proposed, signed
for and hashed is its one canonical form.

Source: docs/spec/names-and-layouts.md, "Accord".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from servanda.core import canonical
from servanda.core.accords.accord import ACCORD, parse_accord
from servanda.core.accords.key_lines import line_of, lines_in_json
from servanda.core.accords.lint import find_term_faults
from servanda.core.accords.terms_form import InvalidTermsError
from servanda.core.accords.toml_text import LintFault
from servanda.core.canonical import JsonObject, UnencodableValueError
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.every_fault import find_faults

_INDENT = 1  # cards have long lines, and every level costs a sign on each


class DraftedAccordError(InvalidInputError):
    """A drafted accord cannot be read as JSON with a canonical form.

    Attributes:
        line: Where, from 1; 1 also where no line can be named.
    """

    code: ClassVar[str] = "drafted-accord"

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


def write_drafted_accord(document: bytes) -> bytes:
    """Return the canonical bytes of an accord as a text that a person can read and edit."""
    value = canonical.parse_object(document)
    return (json.dumps(value, ensure_ascii=False, indent=_INDENT) + "\n").encode()


def read_drafted_accord(text: bytes) -> bytes:
    """Return the canonical bytes that an edited accord means.

    Raises:
        DraftedAccordError: It is no JSON object, names a member twice, or holds what has no
            canonical form, such as a fraction.
    """
    value, _ = _parse(text)
    return canonical.encode(value)


def lint_accord(text: bytes, *, file: str) -> Sequence[LintFault]:
    """Return what is wrong with an edited accord, by line; nothing if it can be proposed.

    Args:
        text: JSON in any spelling; from anybody.
        file: What the faults name.
    """
    try:
        value, lines = _parse(text)
    except DraftedAccordError as error:
        return [LintFault(file, error.line, Fault("", expect(Expected.JSON), str(error)))]
    faults = [
        LintFault(file, line_of(fault.path.removeprefix("."), lines), fault)
        for fault in _find_faults(value)
    ]
    return sorted(faults, key=lambda fault: fault.line)


def _find_faults(value: JsonObject) -> Iterator[Fault]:
    found = list(find_faults(ACCORD, value))
    if "terms" in value:
        terms = find_term_faults(value["terms"])
        found += [fault._replace(path=f".terms{fault.path}") for fault in terms]
    yield from found
    if not found:
        yield from _refused(canonical.encode(value))


def _refused(document: bytes) -> Iterator[Fault]:
    """Yield why the accord as a whole is refused, though each member fits."""
    try:
        parse_accord(document)
    except InvalidTermsError as error:
        fault = error.fault or Fault("", expect(Expected.ACCORD), str(error))
        yield fault._replace(path=f"terms.{fault.path}")
    except CounterpartError as error:
        yield error.fault or Fault("", expect(Expected.ACCORD), str(error))


def _parse(text: bytes) -> tuple[JsonObject, Mapping[str, int]]:
    """Return the value and the lines of its members."""
    try:
        written = text.decode()
        value = json.loads(written)
        canonical.encode(value)
    except json.JSONDecodeError as error:
        raise DraftedAccordError(
            f"{error.msg} in line {error.lineno}", line=error.lineno
        ) from error
    except (UnencodableValueError, ValueError, RecursionError) as error:
        raise DraftedAccordError(f"expected JSON with a canonical form: {error}", line=1) from error
    if not isinstance(value, dict):
        raise DraftedAccordError(f"expected an object, found {type(value).__name__}", line=1)
    # Only now, for here the depth is bounded.
    lines, repeated = lines_in_json(written)
    for path, line in repeated:
        raise DraftedAccordError(f"expected {path} once, found again in line {line}", line=line)
    return value, lines

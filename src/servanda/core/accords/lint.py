"""Say everything that is wrong with an accord template, or with the terms of a drafted accord.

Resolving a template stops at the first thing that does not fit. Whoever writes one wants all of it,
each with its line; `servanda accord lint` shows what is found here.

Source: docs/spec/accord-templates.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from servanda.core.accords.key_lines import line_of
from servanda.core.accords.template import (
    TABLES,
    TEMPLATE,
    TEMPLATE_FILE,
    commitment_ids,
    with_sorted_codes,
    written_terms,
)
from servanda.core.accords.template_texts import (
    find_text_faults,
    language_of,
    read_commitment_texts,
    text_file,
)
from servanda.core.accords.terms_form import LISTS_OF_CODES, OPTIONAL_MEMBERS, read_terms
from servanda.core.accords.terms_rules import find_contradictions
from servanda.core.accords.terms_schema import LANGUAGES, TERMS
from servanda.core.accords.toml_text import LintFault, read_toml
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.every_fault import find_faults

_MEMBERS: Final = {member: table for table, member in TABLES.items()} | {
    "commitments": "commitment"
}


def lint_template(content: Mapping[str, bytes]) -> Sequence[LintFault]:
    """Return what is wrong with a template, by file and line; nothing if it resolves.

    Args:
        content: `template.toml` and each `text.<language>.md`, by file name; from anybody.
    """
    return sorted(_in_template(content), key=lambda fault: (fault.file, fault.line))


def find_term_faults(value: JsonValue) -> Iterator[Fault]:
    """Yield what is wrong with terms in their written form, whose lists may be in any order.

    Contradictions between members are looked for once each member fits by itself.
    """
    faults = [*find_faults(TERMS, value), *_repeated_codes(value)]
    yield from faults
    if not faults:
        full = {**OPTIONAL_MEMBERS, **cast("JsonObject", value)}
        for fault in find_contradictions(read_terms(with_sorted_codes(full))):
            yield fault._replace(path=f".{fault.path}")


def _in_template(content: Mapping[str, bytes]) -> Iterator[LintFault]:
    read = read_toml(content[TEMPLATE_FILE], file=TEMPLATE_FILE)
    if isinstance(read, LintFault):
        yield read
        return
    data, lines = read
    texts = {language_of(name): text for name, text in content.items() if name != TEMPLATE_FILE}
    for language in sorted(texts.keys() - LANGUAGES):
        expected = expect(Expected.CODE, words=tuple(sorted(LANGUAGES)))
        yield LintFault(text_file(language), 1, Fault("", expected, language))
        del texts[language]
    faults = list(find_faults(TEMPLATE, data))
    for fault in faults:
        yield LintFault(TEMPLATE_FILE, line_of(fault.path.removeprefix("."), lines), fault)
    if not texts:
        fault = Fault("", expect(Expected.ANY_WORDS), Found.NOTHING)
        yield LintFault(text_file("en"), 1, fault)
    if faults or not texts:
        return
    text_faults = list(_in_texts(texts, ids=commitment_ids(data)))
    yield from text_faults
    words = {language: _any_words(data) for language in texts} if text_faults else None
    yield from _in_terms(data, texts=texts, words=words, lines=lines)


def _in_texts(texts: Mapping[str, bytes], *, ids: Sequence[str]) -> Iterator[LintFault]:
    for language, text in texts.items():
        for line, fault in find_text_faults(text, ids=ids):
            yield LintFault(text_file(language), line, fault)


def _in_terms(
    data: JsonObject,
    *,
    texts: Mapping[str, bytes],
    words: Mapping[str, Mapping[str, str]] | None,
    lines: Mapping[str, int],
) -> Iterator[LintFault]:
    """Yield what is wrong with the terms that the template makes.

    With `words` that stand in for texts which cannot be read, nothing is said about passages.
    """
    ids = commitment_ids(data)
    held = words or {
        language: read_commitment_texts(text, ids=ids, file_name=text_file(language))
        for language, text in texts.items()
    }
    for fault in find_term_faults(written_terms(data, words=held)):
        if words is None or fault.expected.kind is not Expected.ONE_TEXT:
            name = _in_the_template(fault.path.removeprefix("."))
            yield LintFault(TEMPLATE_FILE, line_of(name, lines), fault._replace(path=name))


def _any_words(data: JsonObject) -> Mapping[str, str]:
    """Return words for each commitment, where those of a text cannot be read."""
    return {name: name for name in commitment_ids(data)}


def _in_the_template(path: str) -> str:
    """Return how the template names a member of the terms."""
    for member, table in _MEMBERS.items():
        if path == member or path.startswith((f"{member}[", f"{member}.")):
            return f"{table}{path.removeprefix(member)}"
    return f"terms.{path}" if path else "terms"


def _repeated_codes(value: JsonValue) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        return
    for name in LISTS_OF_CODES:
        listed = value.get(name)
        codes = listed if isinstance(listed, list) else []
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield Fault(f".{name}[{index}]", expect(Expected.EACH_ONCE), code)

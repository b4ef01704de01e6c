"""Put the register of commitments into lines for people, in the language of this process."""

import json
from collections.abc import Iterator, Mapping, Sequence

from servanda.core.accords.register import Entry
from servanda.core.accords.terms import ClockRule, Commitment
from servanda.core.canonical import JsonValue
from servanda.interfaces.accord_words import (
    change_words,
    clock_key_words,
    term_word,
    time_words,
    version_words,
)
from servanda.interfaces.language import current_language, text
from servanda.usecases.accords.show_register import RegisterResult


def register_lines(shown: RegisterResult) -> Iterator[str]:
    """Yield what a person reads: versions, then the drift of each commitment, clock and term."""
    own, language = shown.pair.own, current_language()
    yield text("Accord {name} with {counterpart}").format(
        name=own.accord_name, counterpart=own.to_party
    )
    for number, accord in enumerate(shown.versions, start=1):
        yield f"  {version_words(number, language=language)}: {accord}"
    for entries in shown.register.commitments.values():
        yield from _commitment_lines(entries)
    yield text("Clocks")
    for key, rules in shown.register.clocks.items():
        yield f"  {clock_key_words(key, language=language)}"
        yield from (f"    {_clock_line(entry)}" for entry in rules)
    if shown.register.members:
        yield text("Other terms that changed")
    for name, values in shown.register.members.items():
        yield f"  {name}"
        yield from (f"    {_member_line(entry)}" for entry in values)


def _commitment_lines(entries: Sequence[Entry[Commitment]]) -> Iterator[str]:
    language, before = current_language(), dict[str, str]()
    for entry in entries:
        if entry.item is None:
            yield f"  {_heading(entry)}"
            before = {}
            continue
        if entry is entries[0]:
            yield f"{entry.item.id} ({term_word(entry.item.nature, language=language)})"
        yield f"  {_heading(entry)}"
        if "nature" in entry.changes:
            yield f"    {term_word(entry.item.nature, language=language)}"
        yield from _text_lines(before, entry.item.text)
        before = dict(entry.item.text)
        for tongue, passage in entry.item.only.items():
            alone = text("Only in the text in {language}: {passage}")
            yield f"    {alone.format(language=tongue, passage=_plain(passage))}"


def _text_lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Yield the words before and after: in the reader's language, or in those that changed.

    Each language is an authentic text of its own: one may drift while the reader's stays.
    """
    language = current_language()
    own = language if language in after else next(iter(after))
    if not before or before.get(own) != after[own]:
        yield from ([f"    - {_plain(before[own])}"] if own in before else [])
        yield f"    + {_plain(after[own])}"
    if not before:
        return
    for tongue in sorted({*before, *after} - {own}):
        if before.get(tongue) == after.get(tongue):
            continue
        yield from ([f"    - [{tongue}] {_plain(before[tongue])}"] if tongue in before else [])
        yield from ([f"    + [{tongue}] {_plain(after[tongue])}"] if tongue in after else [])


def _clock_line(entry: Entry[ClockRule]) -> str:
    if entry.item is None:
        return _heading(entry)
    rule = entry.item
    time = time_words(rule.unit, rule.amount, language=current_language())
    return f"{_heading(entry)}: {time}{f' ({_plain(text(rule.source))})' if rule.source else ''}"


def _member_line(entry: Entry[JsonValue]) -> str:
    if entry.item is None and "removed" in entry.changes:
        return _heading(entry)
    return f"{_heading(entry)}: {_plain(json.dumps(entry.item, ensure_ascii=False))}"


def _heading(entry: Entry[object]) -> str:
    language = current_language()
    names = change_words(language=language)
    changes = ", ".join(names[change] for change in entry.changes)
    return f"{version_words(entry.version, language=language)}: {changes}"


def _plain(words: str) -> str:
    """Return words in one line; what a counterpart wrote must not move our terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "?" for sign in words)

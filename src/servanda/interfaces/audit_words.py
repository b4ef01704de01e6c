"""Words about entries of the audit log, for command line and page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import DIGEST_PREFIX, format_instant
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word
from servanda.usecases.people.audit_log import NumberedEntry

_SHOWN_DIGITS = 23  # of a digest, as in other tables


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry as people see it.

    Attributes:
        number: In the log.
        at: By the node's clock.
        who: The person, and in whose place.
        verb: As typed.
        access: Kind of access, in words.
        outcome: In words, with the code of an error.
        about: What it was about, shortened.
    """

    number: int
    at: str
    who: str
    verb: str
    access: str
    outcome: str
    about: str


def entry_rows(
    entries: Iterable[NumberedEntry], *, language: str | None = None
) -> Sequence[EntryRow]:
    """Return rows in the order given, in `language`."""
    shown = current_language() if language is None else language
    return [_row(one, language=shown) for one in entries]


def _row(one: NumberedEntry, *, language: str) -> EntryRow:
    entry, actor = one.entry, one.entry.actor
    who = actor.name if actor.is_person else word(actor.name, language=language)
    if actor.cover:
        who = text("{name} for {absent}", language=language).format(name=who, absent=actor.cover)
    outcome = word(entry.outcome, language=language)
    return EntryRow(
        number=one.number,
        at=format_instant(entry.at),
        who=who,
        verb=entry.verb,
        access=word(entry.access, language=language),
        outcome=f"{outcome} ({entry.code})" if entry.code else outcome,
        about=", ".join(_shortened(name) for name in entry.about),
    )


def _shortened(name: str) -> str:
    return name[:_SHOWN_DIGITS] if name.startswith(DIGEST_PREFIX) else name

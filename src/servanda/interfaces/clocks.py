"""The answer clock of each request, computed and put into words for people.

Before a cut this is provisional: what one side has not receipted yet may still change it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from servanda.core.accords.accord import Accord
from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.clocks import Verdict, describe_margin
from servanda.core.casework.fold import fold_casework, terms_of
from servanda.core.casework.verdicts import ClockState
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, format_instant
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.ports.casework import DeadlineRecord


def answer_clocks(
    counted: Iterable[Counted],
    *,
    accords: Mapping[Digest, Accord],
    parties: Sequence[PartyId],
    at: datetime,
) -> Mapping[Digest, ClockState]:
    """Return the answer clock of every request, as of `at`.

    Args:
        counted: In the order of their effect.
        accords: Every version in force for one of them: the terms of the one that a request
            names say when its answer is due.
        parties: Both, in the order of the accord.
        at: The moment of the verdicts.
    """
    casework = fold_casework(counted, terms=terms_of(accords), parties=parties)
    return {
        leaf: answer_state(case, case.generations[-1], casework=casework, at=at)
        for leaf, case in casework.cases.items()
    }


def clock_words(state: ClockState | None, *, language: str | None = None) -> str:
    """Return what a person reads for a clock; empty for a statement that has none."""
    if state is None:
        return ""
    if state.verdict is None:
        return text("no deadline", language=language)
    words = _verdict_words(state.verdict, language=language)
    if state.is_held:
        return text("postponed; {verdict}", language=language).format(verdict=words)
    return words


def due_words(deadline: DeadlineRecord, *, now: datetime, language: str | None = None) -> str:
    """Return what a person reads for a clock that runs, such as "answer: due in 3 h, at …"."""
    margin = int((deadline.due_at - now).total_seconds())
    number, unit = _margin(margin, language=language)
    english = (
        text("running: due in {number} {unit}, at {due}", language=language)
        if margin >= 0
        else text("overdue by {number} {unit}; was due at {due}", language=language)
    )
    words = english.format(number=number, unit=unit, due=shown_due(deadline.due_at))
    return f"{word(deadline.clock, language=language)}: {words}"


def shown_due(instant: datetime, *, zone: tzinfo | None = None) -> str:
    """Return a due time in UTC, and in the desk's local time where that is another.

    Args:
        instant: UTC.
        zone: The desk's; None for that of the machine.
    """
    written, local = format_instant(instant), instant.astimezone(zone)
    if not local.utcoffset():
        return written
    return f"{written} ({local:%Y-%m-%d %H:%M %z})"


def _verdict_words(verdict: Verdict, *, language: str | None) -> str:
    number, unit = _margin(verdict.margin_seconds, language=language)
    places = {"number": number, "unit": unit, "due": shown_due(verdict.due.at)}
    if verdict.stop is None:
        if verdict.is_in_time:
            return text("running: due in {number} {unit}, at {due}", language=language).format(
                **places
            )
        return text("overdue by {number} {unit}; was due at {due}", language=language).format(
            **places
        )
    if verdict.is_in_time:
        return text("in time, {number} {unit} early; was due at {due}", language=language).format(
            **places
        )
    return text("late by {number} {unit}; was due at {due}", language=language).format(**places)


def _margin(seconds: int, *, language: str | None) -> tuple[int, str]:
    """Return the size of a margin, and its unit as it is written in the language."""
    number, unit = describe_margin(seconds)
    written = {
        "s": text("s", language=language),
        "min": text("min", language=language),
        "h": text("h", language=language),
        "d": text("d", language=language),
    }
    return number, written[unit]

"""The queue in words: clocks, filters, orders.

Source: docs/spec/desk.md, "Queue".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from servanda.core.casework.clocks import describe_margin
from servanda.core.casework.transitions import State
from servanda.core.desk.case_filters import (
    CLOSED,
    OPEN,
    OVERDUE,
    PAUSED,
    THEM,
    US,
    CaseFilter,
    Field,
)
from servanda.core.desk.case_order import CaseOrder
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.ports.case_lists import ListedCase, NextClock

_WHOLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWords:
    """The clocks of one request for a reader.

    Attributes:
        running: The clock that runs out next, in words; empty where none runs.
        due_at: When it runs out.
        percent: How much of its time is gone, 0 to 100; None where none runs.
        is_overdue: Whether it has run out.
        is_ours: Whether we have to act.
        stopped: How the answer clock ended, such as "answered 2 h early"; empty while it has not.
        paused: Why the answer clock stands still; empty where it does not.
    """

    running: str = ""
    due_at: datetime | None = None
    percent: int | None = None
    is_overdue: bool = False
    is_ours: bool = False
    stopped: str = ""
    paused: str = ""


def clock_words_of(row: ListedCase, *, now: datetime, language: str | None = None) -> ClockWords:
    """Return the clocks of a row of the queue in words."""
    clock = row.next_clock
    stopped, paused = _stopped(row, language), _paused(row, language)
    if clock is None:
        return ClockWords(stopped=stopped, paused=paused, due_at=row.case.due_at)
    return ClockWords(
        running=_running(clock, now=now, language=language),
        due_at=clock.due_at,
        percent=_percent(clock, now=now),
        is_overdue=clock.due_at < now,
        is_ours=clock.is_ours,
        stopped=stopped,
        paused=paused,
    )


def filter_words(one: CaseFilter, *, language: str | None = None) -> str:
    """Return a filter as a person reads it, such as "not: state: postponed"."""
    words = _filter_name(one, language)
    if one.is_not:
        return text("not: {filter}", language=language).format(filter=words)
    return words


def order_words(order: CaseOrder, *, language: str | None = None) -> str:
    """Return an order as a person reads it."""
    match order:
        case CaseOrder.DUE:
            return text("what runs out first", language=language)
        case CaseOrder.NEWEST:
            return text("newest request first", language=language)
        case CaseOrder.OLDEST:
            return text("oldest request first", language=language)
        case CaseOrder.CHANGED:
            return text("last statement first", language=language)


def _running(clock: NextClock, *, now: datetime, language: str | None) -> str:
    margin = int((clock.due_at - now).total_seconds())
    english = (
        text("{clock}: due in {size}", language=language)
        if margin >= 0
        else text("{clock}: overdue by {size}", language=language)
    )
    return english.format(
        clock=word(clock.clock, language=language), size=_size(margin, language=language)
    )


def _stopped(row: ListedCase, language: str | None) -> str:
    case = row.case
    if case.answered_at is None:
        return ""
    if case.due_at is None:
        return text("answered; it had no deadline", language=language)
    margin = int((case.due_at - case.answered_at).total_seconds())
    if margin == 0:
        return text("answered on the deadline", language=language)
    english = (
        text("answered {size} early", language=language)
        if margin > 0
        else text("answered {size} late", language=language)
    )
    return english.format(size=_size(margin, language=language))


def _paused(row: ListedCase, language: str | None) -> str:
    if not row.case.is_held or not row.case.is_open:
        return ""
    if row.case.state == State.POSTPONED:
        return text("the answer clock is paused: postponed", language=language)
    return text("the answer clock is paused: a question waits for its answer", language=language)


def _size(margin: int, *, language: str | None) -> str:
    number, unit = describe_margin(margin)
    sizes: Mapping[str, str] = {
        "s": text("{number} s", language=language),
        "min": text("{number} min", language=language),
        "h": text("{number} h", language=language),
        "d": text("{number} d", language=language),
    }
    return sizes[unit].format(number=number)


def _percent(clock: NextClock, *, now: datetime) -> int:
    whole = (clock.due_at - clock.started_at).total_seconds()
    gone = (now - clock.started_at).total_seconds()
    return _WHOLE if whole <= 0 else max(0, min(_WHOLE, int(gone * _WHOLE / whole)))


def _filter_name(one: CaseFilter, language: str | None) -> str:
    fixed = {
        (Field.IS, OPEN): text("open", language=language),
        (Field.IS, CLOSED): text("not open any more", language=language),
        (Field.IS, OVERDUE): text("a clock has run out", language=language),
        (Field.IS, PAUSED): text("the answer clock is paused", language=language),
        (Field.ASKED, US): text("asked by us", language=language),
        (Field.ASKED, THEM): text("asked by them", language=language),
        (Field.TURN, US): text("we have to act", language=language),
        (Field.TURN, THEM): text("they have to act", language=language),
    }
    if (one.field, one.value) in fixed:
        return fixed[one.field, one.value]
    english = {
        Field.WITH: text("with {value}", language=language),
        Field.STATE: text("state: {value}", language=language),
        Field.KIND: text("kind: {value}", language=language),
        Field.URGENCY: text("urgency: {value}", language=language),
    }[one.field]
    value = one.value if one.field is Field.WITH else word(one.value, language=language)
    return english.format(value=value)

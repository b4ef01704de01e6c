"""What an expression means on one day of publication, and what it means on any of several.

Source: docs/spec/evidence/times.md, "An open day of publication".
"""

import re
from dataclasses import dataclass, field
from datetime import date

from servanda.evidence.intervals import ANY_DAY, Interval, one_day
from servanda.evidence.times.readings import Unit
from servanda.evidence.times.time import TimeType


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A value with its days; `length` cuts the span where less was meant, 0 otherwise."""

    type: TimeType
    value: str
    days: Interval
    length: int = 0


@dataclass(slots=True, kw_only=True)
class Narrative:
    """What the text told last; owned by one run over one document.

    Attributes:
        today: The day of publication that this run assumes.
        day: The last day named.
        period: The last quarter, half or year named: its unit and its first day.
        anchor: The day of the last event from outside the text.
    """

    today: date
    day: date | None = None
    period: tuple[Unit, date] | None = None
    anchor: date | None = None
    months: dict[tuple[int, int], Interval] = field(default_factory=dict)


def day_value(days: Interval) -> str:
    """Return the value of a day or a range of days."""
    first, last = days.earliest, days.latest
    if first is None or last is None:
        return (first or last or "XXXX-XX-XX").__str__()
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def on_day(day: date) -> Resolved:
    """Return the meaning of a single day."""
    return Resolved(type=TimeType.DATE, value=day.isoformat(), days=one_day(day))


def merged(one: Resolved, other: Resolved, *, is_bounded: bool) -> Resolved:
    """Return what holds whether `one` or `other` is meant, or something between.

    Args:
        one: On the first day of publication.
        other: On the last.
        is_bounded: Whether both are real ends; if not, only what is equal is known.
    """
    if one == other:
        return one
    days = ANY_DAY
    if is_bounded:
        starts = [d.earliest for d in (one.days, other.days)]
        ends = [d.latest for d in (one.days, other.days)]
        days = Interval(
            earliest=None if None in starts else min(s for s in starts if s),
            latest=None if None in ends else max(e for e in ends if e),
        )
    return Resolved(
        type=one.type, value=_common(one.value, other.value), days=days, length=one.length
    )


def _common(one: str, other: str) -> str:
    """Return the value with X where the two differ: `XXXX-11-12`, `2015-WXX`."""
    if one == other:
        return one
    left, right = re.split(r"([-/T])", one), re.split(r"([-/T])", other)
    if len(left) != len(right):
        return "XXXX"
    return "".join(a if a == b else re.sub(r"\d", "X", a) for a, b in zip(left, right, strict=True))

"""Stretches before and after a known event: "within hours of the September meeting".

The event is a fact from outside the texts, by one of its forms; where none fits, the stretch is
a mere duration.

Source: docs/spec/evidence/times.md, "Events as anchors".
"""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.times.days import add_days, moved, unit_of
from servanda.evidence.times.readings import Anchored, Unit
from servanda.evidence.times.resolved import Resolved, day_value
from servanda.evidence.times.time import TimeType

_A_FEW = 14  # days: "days before" reaches at least so far where the month ends sooner
_LARGER = {
    Unit.SECOND: Unit.DAY,
    Unit.MINUTE: Unit.DAY,
    Unit.HOUR: Unit.DAY,
    Unit.DAY: Unit.MONTH,
    Unit.WEEK: Unit.QUARTER,
    Unit.MONTH: Unit.YEAR,
}


def anchor_fact(reading: Anchored, facts: Sequence[Fact]) -> tuple[Fact, str] | None:
    """Return the fact that the anchor's words name, with the form that names it."""
    words = reading.anchor.split()
    for skip in range(1, min(4, len(words))):
        for length in range(min(4, len(words) - skip), 0, -1):
            form = " ".join(words[skip : skip + length])
            for fact in facts:
                day = fact.days.earliest
                if form not in fact.forms or day is None:
                    continue
                if reading.month in {0, day.month}:
                    return fact, form
    return None


def resolve_anchored(reading: Anchored, facts: Sequence[Fact]) -> tuple[Resolved, date] | None:
    """Return the stretch as days, with the event's first day; None where the event is unknown."""
    found = anchor_fact(reading, facts)
    if found is None:
        return None
    fact, form = found
    first, last = fact.days.earliest, fact.days.latest or fact.days.earliest
    if first is None or last is None:
        return None
    length = reading.anchor_start + reading.anchor.index(form) + len(form)
    value, days = _stretch(reading, first, last)
    return Resolved(type=TimeType.DATE, value=value, days=days, length=length), first


def _stretch(reading: Anchored, first: date, last: date) -> tuple[str, Interval]:
    count, unit = reading.count, reading.unit
    if reading.is_within and count is None:
        end = add_days(last, 1) if unit in {Unit.HOUR, Unit.MINUTE} else add_days(last, _A_FEW)
        return first.isoformat(), Interval(earliest=first, latest=end)
    if count is None:
        return _open_stretch(reading, first, last)
    far = moved(last, unit, count) if reading.is_after else moved(first, unit, -count)
    if not (reading.is_stretch or reading.is_within):
        days = one_day(far)
        return day_value(days), days
    if reading.is_after:
        days = Interval(earliest=first, latest=far)
    else:
        days = Interval(earliest=far, latest=add_days(first, -1))
    return day_value(days), days


def _open_stretch(reading: Anchored, first: date, last: date) -> tuple[str, Interval]:
    """Return the rest of the larger unit beside the event: "days before" is within its month."""
    near = add_days(last, 1) if reading.is_after else add_days(first, -1)
    value, larger = unit_of(near, _LARGER.get(reading.unit, Unit.YEAR))
    start, end = larger.earliest or near, larger.latest or near
    if reading.is_after:
        return value, Interval(earliest=near, latest=max(end, add_days(near, _A_FEW)))
    return value, Interval(earliest=min(start, add_days(near, -_A_FEW)), latest=near)

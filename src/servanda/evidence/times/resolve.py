"""Turn expressions into values and days, from the solved day of publication.

Every expression is resolved on the first and on the last day that publication may have; what
differs stays open.

Source: docs/spec/evidence/times.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import ANY_DAY, Interval, one_day
from servanda.evidence.times.calendar_readings import meant_days
from servanda.evidence.times.days import third_of
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.meaning import meaning
from servanda.evidence.times.readings import (
    Clock,
    Days,
    Fixed,
    Part,
    Period,
    Reading,
    Shift,
    Told,
    Unit,
    Weekdays,
)
from servanda.evidence.times.resolved import Narrative, Resolved, merged
from servanda.evidence.times.time import Time, TimeType

# Two days that share neither year, month nor weekday: what is equal on both hangs on neither.
_UNKNOWN = (date(1903, 2, 3), date(2087, 10, 17))
_PARTS = {Part.START: 0, Part.MID: 1, Part.END: 2}


def resolve_times(
    expressions: Sequence[Expression], *, published: Interval, facts: Sequence[Fact]
) -> tuple[Time, ...]:
    """Return what each expression means, in order.

    Args:
        expressions: Of one document, in order.
        published: The days on which it may have been published; open ends for an unknown day.
        facts: Those that the document tells of (`relevant_facts`).
    """
    first, last = published.earliest, published.latest
    is_bounded = first is not None and last is not None
    if first is None or last is None:
        first, last = _UNKNOWN
    runs = [_run(expressions, first, facts)]
    if last != first:
        runs.append(_run(expressions, last, facts))
    times = []
    for number, expression in enumerate(expressions):
        resolved = runs[0][number]
        if len(runs) > 1:
            resolved = merged(resolved, runs[1][number], is_bounded=is_bounded)
        times.append(_time(expression, resolved))
    return tuple(times)


def _time(expression: Expression, resolved: Resolved) -> Time:
    span = expression.span
    if resolved.length:
        span = replace(span, end=expression.core.start + resolved.length)
    return Time(
        span=span,
        type=resolved.type,
        value=resolved.value,
        days=resolved.days if expression.is_evidence else ANY_DAY,
        is_evidence=expression.is_evidence,
        how=expression.how,
    )


def _run(expressions: Sequence[Expression], today: date, facts: Sequence[Fact]) -> list[Resolved]:
    told = Narrative(today=today)
    for expression in expressions:  # days of a month, for events named by the month alone
        if isinstance(expression.reading, Days) and expression.is_evidence:
            days = meant_days(expression.reading, today, expression.tense)
            if days.earliest:
                told.months.setdefault((days.earliest.year, days.earliest.month), days)
    results = []
    for expression in expressions:
        resolved = meaning(expression, told, facts)
        if expression.is_evidence:
            _remember(expression.reading, resolved, told)
        results.append(_narrowed(expression, resolved, told))
    return results


def _remember(reading: Reading, resolved: Resolved, told: Narrative) -> None:
    """Note what later expressions can lean on."""
    first, last = resolved.days.earliest, resolved.days.latest
    if first is None:
        return
    if isinstance(reading, Days | Weekdays | Fixed | Clock) or (first == last):
        told.day = first
    if isinstance(reading, Period) and reading.unit is not Unit.SEASON and reading.number:
        # A comparison with an earlier year does not move the text there.
        if first <= told.today and (told.period is None or first.year >= told.period[1].year):
            told.period = (reading.unit, first)
    elif isinstance(reading, Told | Shift) and reading.unit in {Unit.QUARTER, Unit.HALF}:
        told.period = (reading.unit, first)
    elif isinstance(reading, Told) and reading.unit is Unit.YEAR:
        told.period = (Unit.YEAR, first)


def _narrowed(expression: Expression, resolved: Resolved, told: Narrative) -> Resolved:
    """Apply what the words around say: a part, an event of the same month, an open end."""
    days, value = resolved.days, resolved.value
    first = days.earliest
    if expression.names_event and first:
        days = told.months.get((first.year, first.month), days)
    if expression.part in _PARTS and first != days.latest:
        days = third_of(days, _PARTS[expression.part])
    if expression.is_since and days.earliest and resolved.type is TimeType.DATE:
        if expression.part in _PARTS and told.anchor and days.meets(one_day(told.anchor)):
            value, days = told.anchor.isoformat(), one_day(told.anchor)
        days = Interval(earliest=days.earliest, latest=None)
    return replace(resolved, value=value, days=days)

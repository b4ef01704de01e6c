"""What one expression means, on an assumed day of publication.

Calendar readings need that day and a direction; narrative readings also what the text told
before them. `resolve` calls this once for each expression and assumed day.

Source: docs/spec/evidence/times.md, "What was told before".
"""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import ANY_DAY, Interval, one_day
from servanda.evidence.times.anchors import resolve_anchored
from servanda.evidence.times.calendar_readings import (
    meant_days,
    meant_month,
    meant_period,
    meant_weekdays,
    period_days,
    the_year,
)
from servanda.evidence.times.days import add_days, moved, quarter_of, unit_of, year_days
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.grammar.durations import duration_value
from servanda.evidence.times.readings import (
    Anchored,
    CalendarReading,
    Clock,
    Days,
    Decade,
    Fixed,
    Length,
    Month,
    Period,
    Repeated,
    Shift,
    Tense,
    Told,
    Toward,
    Unit,
    Vague,
    Weekdays,
    YearBefore,
    Years,
)
from servanda.evidence.times.resolved import Narrative, Resolved, day_value
from servanda.evidence.times.time import TimeType

_CLOCK_UNITS = frozenset({Unit.SECOND, Unit.MINUTE, Unit.HOUR})


def meaning(expression: Expression, told: Narrative, facts: Sequence[Fact]) -> Resolved:
    """Return what `expression` means.

    Args:
        expression: As found.
        told: The assumed day, and what was told before; an event used as anchor is noted in it.
        facts: Those that the document tells of.
    """
    reading, tense = expression.reading, expression.tense
    value, days = "", ANY_DAY  # the match below leaves nothing out
    match reading:
        case Days() | Weekdays() | Month() | Fixed() | Years() | Decade():
            value, days = _calendar(reading, told.today, tense)
        case Period():
            value, days = _period(reading, told, tense)
        case Shift():
            value, days = _shift(reading, told.today)
        case Told():
            value, days = _told(reading, told, tense)
        case YearBefore():
            value, days = _year_before(reading, told)
        case Length():
            value, days = reading.value, _length(reading, told.today)
        case Clock():
            value, days = _clock(reading, told, tense)
        case Repeated() | Vague():
            value = reading.value
        case Anchored():
            return _anchored(reading, told, facts)
    return Resolved(type=expression.type, value=value, days=days)


def _calendar(reading: CalendarReading, today: date, tense: Tense) -> tuple[str, Interval]:
    value, days = "", ANY_DAY  # the match below leaves nothing out
    match reading:
        case Days():
            days = meant_days(reading, today, tense)
            value = day_value(days)
        case Weekdays():
            days = meant_weekdays(reading, today, tense)
            value = day_value(days)
        case Month():
            days = meant_month(reading, today, tense)
            value = (days.earliest or today).isoformat()[: len("2015-11")]
        case Fixed():
            days = one_day(reading.day)
            value = day_value(days)
        case Years():
            days = year_days(reading.first, reading.last)
            value = f"{reading.first:04d}"
            if reading.last != reading.first:
                value += f"/{reading.last:04d}"
        case Decade():
            span = 10 ** (len("1990") - len(reading.digits))
            first = int(reading.digits) * span
            value, days = reading.digits, year_days(first, first + span - 1)
    return value, days


def _period(reading: Period, told: Narrative, tense: Tense) -> tuple[str, Interval]:
    if reading.number:
        return meant_period(reading, told.today, tense)
    year = the_year(reading.year, told.today) or told.today.year
    if told.period and told.period[0] is Unit.QUARTER:
        return period_days(Unit.QUARTER, quarter_of(told.period[1]), year)
    return f"{year:04d}", year_days(year, year)


def _shift(reading: Shift, today: date) -> tuple[str, Interval]:
    if reading.unit in _CLOCK_UNITS:
        return today.isoformat(), one_day(today)
    return unit_of(moved(today, reading.unit, reading.amount), reading.unit)


def _told(reading: Told, told: Narrative, tense: Tense) -> tuple[str, Interval]:
    base = told.day or told.today
    if reading.unit in _CLOCK_UNITS:
        return base.isoformat(), one_day(base)
    if reading.unit is Unit.QUARTER:
        if told.period and told.period[0] is Unit.QUARTER:
            base = told.period[1]
        else:
            base = moved(told.today, Unit.QUARTER, -1)
    elif reading.unit is Unit.WEEKEND and not reading.amount:
        # A weekend that is over until Saturday comes again.
        base = told.today if tense is Tense.FUTURE else add_days(told.today, -5)
    elif not reading.amount and reading.unit is not Unit.DAY:
        base = told.today
    return unit_of(moved(base, reading.unit, reading.amount), reading.unit)


def _year_before(reading: YearBefore, told: Narrative) -> tuple[str, Interval]:
    if reading.number:
        year = (told.period[1] if told.period else told.today).year - 1
        return period_days(Unit.QUARTER, reading.number, year)
    unit, base = told.period or (reading.unit or Unit.YEAR, told.today)
    if reading.unit in {Unit.MONTH, Unit.WEEK, Unit.DAY}:
        unit, base = reading.unit or unit, told.today
    return unit_of(moved(base, Unit.YEAR, -1), unit)


def _length(reading: Length, today: date) -> Interval:
    if reading.count is None or reading.unit in _CLOCK_UNITS:
        return ANY_DAY
    if reading.toward is Toward.LAST:
        return Interval(earliest=moved(today, reading.unit, -reading.count), latest=today)
    if reading.toward is Toward.NEXT:
        return Interval(earliest=today, latest=moved(today, reading.unit, reading.count))
    return ANY_DAY


def _clock(reading: Clock, told: Narrative, tense: Tense) -> tuple[str, Interval]:
    day = told.day or told.today
    match reading.day:
        case None:
            pass
        case Days():
            day = meant_days(reading.day, told.today, tense).earliest or told.today
        case Weekdays():
            day = meant_weekdays(reading.day, told.today, tense).earliest or told.today
        case Shift():
            day = moved(told.today, reading.day.unit, reading.day.amount)
    return f"{day.isoformat()}T{reading.time}", one_day(day)


def _anchored(reading: Anchored, told: Narrative, facts: Sequence[Fact]) -> Resolved:
    found = resolve_anchored(reading, facts)
    if found is not None:
        told.anchor = found[1]
        return found[0]
    count = None if reading.count is None else float(reading.count)
    return Resolved(
        type=TimeType.DURATION,
        value=duration_value(count, reading.unit),
        days=ANY_DAY,
        length=reading.length,
    )

"""When an expression would mean which days: pairs of event and days of publication.

"on Nov. 12 and 13 … will" means 12 and 13 November 2031 for whoever publishes in the year before
12 November 2031. Each such pair is an occurrence; a relation between two expressions is a match of
their occurrences.

Source: docs/spec/evidence/publication.md, "Relations".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from servanda.evidence.intervals import Interval
from servanda.evidence.publication.domain import Days, Stretch, earliest_of, latest_of, stretch
from servanda.evidence.times import readings
from servanda.evidence.times.days import add_days, moved, safe_day, unit_of
from servanda.evidence.times.readings import Reading, Shift, Tense, Toward, Unit, Weekdays

_SHIFTS = frozenset({Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR})
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One way to understand an expression.

    Attributes:
        event: The days that it then means, closed.
        published: The days of publication on which it means them.
    """

    event: Interval
    published: Stretch


def occurrences(reading: Reading, tense: Tense, within: Days) -> tuple[Occurrence, ...]:
    """Return the occurrences of `reading`, by event; none where it is of no such kind.

    Args:
        reading: What the expression says.
        tense: Before or after publication.
        within: The days that publication can have; not empty.
    """
    start, end = earliest_of(within), latest_of(within)
    match reading:
        case readings.Days():
            found = _of_days(reading, tense, start, end)
        case Weekdays():
            found = _of_weekdays(reading, tense, start, end)
        case Shift() if reading.unit in _SHIFTS and not reading.is_counted:
            found = _of_shift(reading, start, end)
        case _:
            return ()
    return tuple(one for one in found if one.published.meets(within))


def _of_days(reading: readings.Days, tense: Tense, start: date, end: date) -> Iterator[Occurrence]:
    years = range(start.year - 1, end.year + 2)
    number = reading.year.number
    for year in years if number is None else [number]:
        first, last = safe_day(year, *reading.first), safe_day(year, *reading.last)
        if first is None or last is None:
            continue
        if reading.weekday is not None and first.isoweekday() != reading.weekday:
            continue
        published = _published(reading, first, tense)
        if published:
            yield Occurrence(event=Interval(earliest=first, latest=last), published=published)


def _published(reading: readings.Days, first: date, tense: Tense) -> Stretch | None:
    """Return when one writes of `first` in the way of `reading`."""
    before, after = add_days(first, -1), first
    earliest: date | None = None
    latest: date | None = None
    if reading.year.shift is not None:
        year = first.year - reading.year.shift
        earliest, latest = date(year, 1, 1), date(year, 12, 31)
    elif reading.year.number is None:
        # Without a year the next such day is meant, or the last.
        earliest, latest = moved(first, Unit.YEAR, -1), add_days(moved(first, Unit.YEAR, 1), -1)
    match tense:
        case Tense.FUTURE:
            latest = min(latest, before) if latest else before
        case Tense.PAST:
            earliest = max(earliest, after) if earliest else after
        case Tense.OPEN:
            pass
    return stretch(earliest, latest)


def _of_weekdays(reading: Weekdays, tense: Tense, start: date, end: date) -> Iterator[Occurrence]:
    length = (reading.last - reading.first) % _WEEK
    day = add_days(start, -3 * _WEEK)
    day = add_days(day, (reading.first - day.isoweekday()) % _WEEK)
    while day <= add_days(end, 3 * _WEEK):
        event = Interval(earliest=day, latest=add_days(day, length))
        if reading.week is not None:
            monday = add_days(day, 1 - reading.first - _WEEK * reading.week)
            published = stretch(monday, add_days(monday, _WEEK - 1))
        elif reading.toward is Toward.LAST:
            published = stretch(add_days(day, 1), add_days(day, 2 * _WEEK - 1))
        elif reading.toward is Toward.NEXT:
            published = stretch(add_days(day, 1 - 2 * _WEEK), add_days(day, -1))
        elif tense is Tense.FUTURE or reading.toward is Toward.THIS:
            published = stretch(add_days(day, -_WEEK), add_days(day, -1))
        else:
            published = stretch(day, add_days(day, _WEEK - 1))
        if published:
            yield Occurrence(event=event, published=published)
        day = add_days(day, _WEEK)


def _of_shift(reading: Shift, start: date, end: date) -> Iterator[Occurrence]:
    day = start
    while day <= end:
        _, here = unit_of(day, reading.unit)
        _, event = unit_of(moved(day, reading.unit, reading.amount), reading.unit)
        published = stretch(here.earliest, here.latest)
        if published:
            yield Occurrence(event=event, published=published)
        day = add_days(here.latest or day, 1)

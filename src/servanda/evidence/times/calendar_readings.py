"""Which day, month, quarter or year is meant, given a day of publication and a direction.

Source: docs/spec/evidence/times.md, "Direction".
"""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.intervals import Interval
from servanda.evidence.times.days import (
    SEASONS,
    add_days,
    clamp_year,
    month_days,
    safe_day,
    season_days,
    week_start,
)
from servanda.evidence.times.readings import (
    Days,
    Month,
    Period,
    Tense,
    Toward,
    Unit,
    Weekdays,
    Year,
)

# Days: beyond, a month or day without a year more likely lies on the other side. A month is
# seldom named without its year from so far, a day of a month less still.
FAR_MONTH = 310
FAR_DAY = 270


def the_year(year: Year, today: date) -> int | None:
    """Return the year that is given, or None."""
    if year.number is not None:
        return clamp_year(year.number)
    return None if year.shift is None else clamp_year(today.year + year.shift)


def chosen(
    options: Sequence[Interval], today: date, tense: Tense, toward: Toward, *, far: int = FAR_MONTH
) -> Interval:
    """Return the one of `options` that is meant.

    Args:
        options: The same period in several years, in order, each closed.
        today: The day of publication.
        tense: What the verbs say.
        toward: What the word before it says; it outweighs the verbs.
        far: Days beyond which the nearest is taken, whatever the verbs say.
    """
    past = [days for days in options if days.earliest and days.earliest <= today]
    ahead = [days for days in options if days.latest and days.latest >= today]
    ended = [days for days in options if days.latest and days.latest < today]
    begun = [days for days in options if days.earliest and days.earliest > today]
    nearest = min(options, key=lambda days: (_distance(days, today), days.earliest or today))
    match toward:
        case Toward.LAST if ended:
            return ended[-1]
        case Toward.NEXT if begun:
            return begun[0]
        case Toward.THIS:
            same = [d for d in options if d.earliest and d.earliest.year == today.year]
            return same[0] if same else nearest
        case Toward.LAST | Toward.NEXT | Toward.BARE:
            pass
    if tense is Tense.PAST and past and _distance(past[-1], today) <= far:
        return past[-1]
    if tense is Tense.FUTURE and ahead and _distance(ahead[0], today) <= far:
        return ahead[0]
    return nearest


def _distance(days: Interval, today: date) -> int:
    if days.earliest and days.earliest > today:
        return (days.earliest - today).days
    if days.latest and days.latest < today:
        return (today - days.latest).days
    return 0


def meant_days(reading: Days, today: date, tense: Tense) -> Interval:
    """Return the days that `reading` means."""
    year = the_year(reading.year, today)
    years = range(today.year - 1, today.year + 2) if year is None else (year,)
    options = []
    for one in years:
        last = safe_day(one, *reading.last)
        crosses = reading.first > reading.last
        first = safe_day(one - 1 if crosses else one, *reading.first)
        if first and last:
            options.append(Interval(earliest=first, latest=last))
    if not options:  # 29 February, and no leap year near
        return month_days(today.year, reading.first[0])
    fitting = [
        days
        for days in options
        if reading.weekday and days.earliest and days.earliest.isoweekday() == reading.weekday
    ]
    return chosen(fitting or options, today, tense, reading.toward, far=FAR_DAY)


def meant_month(reading: Month, today: date, tense: Tense) -> Interval:
    """Return the days of the month that `reading` means."""
    year = the_year(reading.year, today)
    if year is not None:
        return month_days(year, reading.number)
    options = [month_days(today.year + shift, reading.number) for shift in (-1, 0, 1)]
    return chosen(options, today, tense, reading.toward)


def meant_weekdays(reading: Weekdays, today: date, tense: Tense) -> Interval:
    """Return the day or days of the week that `reading` means."""
    back = add_days(today, -((today.isoweekday() - reading.first) % 7))
    ahead = add_days(today, (reading.first - today.isoweekday()) % 7)
    if reading.week is not None:
        first = add_days(week_start(today), 7 * reading.week + reading.first - 1)
    elif reading.toward is Toward.LAST:
        first = back if back < today else add_days(back, -7)
    elif reading.toward is Toward.NEXT:
        first = ahead if ahead > today else add_days(ahead, 7)
    elif reading.toward is Toward.THIS or tense is Tense.FUTURE:
        first = ahead
    else:
        first = back
    return Interval(earliest=first, latest=add_days(first, (reading.last - reading.first) % 7))


def period_days(unit: Unit, number: int, year: int) -> tuple[str, Interval]:
    """Return value and days of quarter, half or season `number` of `year`."""
    if unit is Unit.SEASON:
        return f"{year:04d}-{SEASONS[number - 1]}", season_days(year, number)
    letter, months = ("H", 6) if unit is Unit.HALF else ("Q", 3)
    return f"{year:04d}-{letter}{number}", month_days(year, (number - 1) * months + 1, months)


def meant_period(reading: Period, today: date, tense: Tense) -> tuple[str, Interval]:
    """Return value and days of the quarter, half or season that `reading` means."""
    number = reading.number or 1
    year = the_year(reading.year, today)
    if year is None:
        years = [clamp_year(today.year + shift) for shift in (-1, 0, 1)]
        options = [period_days(reading.unit, number, one)[1] for one in years]
        if reading.unit is not Unit.SEASON and tense is Tense.FUTURE:
            tense = Tense.OPEN  # results of a past quarter are expected as well
        days = chosen(options, today, tense, reading.toward)
        year = years[options.index(days)]
    return period_days(reading.unit, number, year)

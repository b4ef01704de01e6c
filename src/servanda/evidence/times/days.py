"""Arithmetic on days, months, quarters, seasons and ISO weeks, and their TIMEX3 values.

Source: ISO 8601 for weeks; docs/spec/evidence/times.md, "Values".
"""

from calendar import monthrange
from datetime import date, timedelta

from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.times.readings import Unit

FIRST_YEAR = 1000  # earlier years are numbers of something else
LAST_YEAR = 2999
SEASONS = ("SP", "SU", "FA", "WI")
_SEASON_MONTHS = (3, 6, 9, 12)
MONTHS_OF = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12, Unit.DECADE: 120}
DAYS_OF = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}


def clamp_year(year: int) -> int:
    """Return `year` within what a date can hold here."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def safe_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none (29 February 2015)."""
    year = clamp_year(year)
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def add_days(day: date, count: int) -> date:
    """Return `day` moved by `count`, held within the years."""
    moved = day.toordinal() + count
    bounded = min(
        max(moved, date(FIRST_YEAR, 1, 1).toordinal()), date(LAST_YEAR, 12, 31).toordinal()
    )
    return date.fromordinal(bounded)


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months on, or the last of that month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = clamp_year(months // 12), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_days(year: int, month: int, count: int = 1) -> Interval:
    """Return `count` months from `month`, which may lie outside 1 to 12."""
    first = add_months(date(clamp_year(year), 1, 1), month - 1)
    return Interval(earliest=first, latest=add_days(add_months(first, count), -1))


def year_days(first: int, last: int) -> Interval:
    """Return the days of the years from `first` to `last`."""
    first, last = clamp_year(first), clamp_year(last)
    return Interval(earliest=date(first, 1, 1), latest=date(max(first, last), 12, 31))


def week_start(day: date) -> date:
    """Return the Monday of its ISO week."""
    return add_days(day, 1 - day.isoweekday())


def week_value(day: date) -> str:
    """Return "2015-W46", the ISO week that holds `day`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def season_days(year: int, number: int) -> Interval:
    """Return the three months of season `number` (1 spring) that begins in `year`."""
    return month_days(year, _SEASON_MONTHS[number - 1], 3)


def quarter_of(day: date) -> int:
    """Return 1 to 4."""
    return (day.month - 1) // 3 + 1


def unit_of(day: date, unit: Unit) -> tuple[str, Interval]:
    """Return the value and the days of the calendar's `unit` that holds `day`."""
    match unit:
        case Unit.WEEK | Unit.WEEKEND:
            return _week_of(day, unit)
        case Unit.MONTH:
            return f"{day.year:04d}-{day.month:02d}", month_days(day.year, day.month)
        case Unit.QUARTER | Unit.HALF:
            letter, months = ("Q", 3) if unit is Unit.QUARTER else ("H", 6)
            number = (day.month - 1) // months + 1
            days = month_days(day.year, (number - 1) * months + 1, months)
            return f"{day.year:04d}-{letter}{number}", days
        case Unit.YEAR | Unit.DECADE | Unit.CENTURY:
            return _years_of(day.year, {Unit.YEAR: 1, Unit.DECADE: 10}.get(unit, 100))
        case Unit.SEASON:
            return _season_of(day)
        case Unit.DAY | Unit.HOUR | Unit.MINUTE | Unit.SECOND:
            return day.isoformat(), Interval(earliest=day, latest=day)


def _week_of(day: date, unit: Unit) -> tuple[str, Interval]:
    start = week_start(day)
    if unit is Unit.WEEK:
        return week_value(day), Interval(earliest=start, latest=add_days(start, 6))
    days = Interval(earliest=add_days(start, 5), latest=add_days(start, 6))
    return f"{week_value(day)}-WE", days


def _years_of(year: int, count: int) -> tuple[str, Interval]:
    """Return the stretch of `count` years that holds `year`: its value loses a digit for ten."""
    first = year // count * count
    return f"{year:04d}"[: 5 - len(str(count))], year_days(first, first + count - 1)


def _season_of(day: date) -> tuple[str, Interval]:
    shifted = add_months(day, -2)
    number = (shifted.month - 1) // 3 + 1
    return f"{shifted.year:04d}-{SEASONS[number - 1]}", season_days(shifted.year, number)


def moved(day: date, unit: Unit, amount: int) -> date:
    """Return `day` moved by `amount` of `unit`; units of the clock leave the day as it is."""
    if unit in DAYS_OF:
        return add_days(day, amount * DAYS_OF[unit])
    if unit is Unit.SEASON:
        return add_months(day, amount * 3)
    if unit is Unit.CENTURY:
        return add_months(day, amount * 1200)
    if unit in MONTHS_OF:
        return add_months(day, amount * MONTHS_OF[unit])
    return day


def third_of(days: Interval, part: int) -> Interval:
    """Return the first (0), middle (1) or last (2) third of `days`, which are closed."""
    if days.earliest is None or days.latest is None:
        return ANY_DAY
    length = (days.latest - days.earliest).days + 1
    cuts = [days.earliest + timedelta(days=length * step // 3) for step in range(4)]
    return Interval(earliest=cuts[part], latest=cuts[part + 1] - timedelta(days=1))

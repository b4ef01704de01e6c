"""Make the facts of a `calendar` statement from what others know of a country's days.

A draft, to be corrected by hand and then said: what is signed is the party's own word, and no
list of holidays binds anybody. Pure: the days and the offsets come from outside.

Source: docs/spec/statements/calendar.md; docs/how-to/calendar.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import format_instant
from servanda.core.statements.calendar import TYPE

OffsetAt: TypeAlias = Callable[[datetime], timedelta]

FIRST_YEAR, LAST_YEAR = 1970, 2100
MOST_YEARS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryDays:
    """What is known of the days of one country.

    Attributes:
        weekend: Days of the week without work, Monday being 0.
        closed: Days without work, with a name each; those of a weekend may be among them.
        opened: Days of a weekend on which there is work: make-up days.
    """

    weekend: frozenset[int]
    closed: Mapping[date, str]
    opened: frozenset[date]


def draft_calendar(days: CountryDays, *, years: Sequence[int], offset_at: OffsetAt) -> JsonObject:
    """Return the facts of a calendar for whole years, complete to the end of the last.

    Args:
        days: Of the country, for all of `years`.
        years: First and last.
        offset_at: Local time less UTC at an instant.

    Raises:
        InvalidInputError: The years are none, or the facts would not fit a statement.
    """
    first, last = require_years(years)
    begin, end = date(first, 1, 1), date(last, 12, 31)
    opened = {day for day in days.opened if begin <= day <= end and day.weekday() in days.weekend}
    closed = {
        day for day in days.closed if begin <= day <= end and day.weekday() not in days.weekend
    }
    facts: JsonObject = {
        "weekend": sorted(days.weekend),
        "closed": [day.isoformat() for day in sorted(closed)],
        "opened": [day.isoformat() for day in sorted(opened - days.closed.keys())],
        "offsets": [
            {"from": format_instant(at), "minutes": minutes}
            for at, minutes in _offsets(first, last, offset_at)
        ],
        "complete_until": end.isoformat(),
    }
    try:
        TYPE.facts.validate(facts)
    except CounterpartError as error:
        raise InvalidInputError(error.problem) from error
    return facts


def require_years(years: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last of `years`.

    Raises:
        InvalidInputError: They do not lie in order between `FIRST_YEAR` and `LAST_YEAR`.
    """
    first, last = years[0], years[-1]
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first >= MOST_YEARS:
        raise InvalidInputError(
            f"expected the first and the last of at most {MOST_YEARS} years between {FIRST_YEAR} "
            f"and {LAST_YEAR}, found {first} and {last}"
        )
    return first, last


def _offsets(first: int, last: int, offset_at: OffsetAt) -> list[tuple[datetime, int]]:
    """Return each offset that begins, with the instant; the first at the first year's start."""
    at = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(last + 1, 1, 2, tzinfo=UTC)  # a day more: the last local day may end later
    found = [(at, _minutes(offset_at(at)))]
    while at < end:
        after = at + timedelta(days=1)
        if offset_at(after) != offset_at(at):
            found.append((_change(at, after, offset_at), _minutes(offset_at(after))))
        at = after
    return found


def _change(before: datetime, after: datetime, offset_at: OffsetAt) -> datetime:
    """Return the second from which the offset of `after` holds; one change lies between."""
    wanted = offset_at(after)
    low, high = 0, round((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if offset_at(before + timedelta(seconds=middle)) == wanted:
            high = middle
        else:
            low = middle + 1
    return before + timedelta(seconds=low)


def _minutes(offset: timedelta) -> int:
    return round(offset / timedelta(minutes=1))

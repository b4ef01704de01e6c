"""Sets of days as whole numbers: bit n stands for the nth day of the horizon.

An unknown day of publication has such a set as its domain; filters are a few operations on it.

Source: docs/spec/evidence/publication.md, "Domains".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NewType

from servanda.evidence.intervals import Interval

Days = NewType("Days", int)

# Documents on the net begin in the nineties; the end is fixed so that no clock is asked.
FIRST = date(1990, 1, 1).toordinal()
LAST = date(2059, 12, 31).toordinal()
_EVERY_WEEK = sum(1 << shift for shift in range(0, LAST - FIRST + 1, 7))
NO_DAY = Days(0)
ALL_DAYS = Days((1 << (LAST - FIRST + 1)) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days in a row; much smaller than a set of days far from the horizon's first.

    Attributes:
        first: Ordinal of the first day, not before the horizon.
        last: Ordinal of the last day, not after the horizon.
    """

    first: int
    last: int

    @property
    def days(self) -> Days:
        """The same as a set."""
        return Days(((1 << (self.last - self.first + 1)) - 1) << (self.first - FIRST))

    def within(self, days: Days) -> Days:
        """Return those of its days that are in `days`."""
        offset = self.first - FIRST
        return Days(((days >> offset) & ((1 << (self.last - self.first + 1)) - 1)) << offset)

    def meets(self, days: Days) -> bool:
        """Tell whether one of its days is in `days`."""
        return (days >> (self.first - FIRST)) & ((1 << (self.last - self.first + 1)) - 1) != 0


def stretch(earliest: date | None, latest: date | None) -> Stretch | None:
    """Return the days from `earliest` to `latest` within the horizon; None if there are none."""
    first = max(earliest.toordinal() if earliest else FIRST, FIRST)
    last = min(latest.toordinal() if latest else LAST, LAST)
    return None if last < first else Stretch(first=first, last=last)


def between(earliest: date | None, latest: date | None) -> Days:
    """Return the days from `earliest` to `latest`, both included; None is the horizon's end."""
    found = stretch(earliest, latest)
    return NO_DAY if found is None else found.days


def union(sets: Iterable[Days]) -> Days:
    """Return the days of any of `sets`."""
    result = 0
    for days in sets:
        result |= days
    return Days(result)


def both(one: Days, other: Days) -> Days:
    """Return the days that are in both."""
    return Days(one & other)


def earliest_of(days: Days) -> date:
    """Return the first of `days`, which must not be empty."""
    return date.fromordinal(FIRST + (days & -days).bit_length() - 1)


def latest_of(days: Days) -> date:
    """Return the last of `days`, which must not be empty."""
    return date.fromordinal(FIRST + days.bit_length() - 1)


def count(days: Days) -> int:
    """Return how many days there are."""
    return days.bit_count()


def each(days: Days) -> Iterator[date]:
    """Yield the days in order."""
    rest = int(days)
    while rest:
        low = rest & -rest
        yield date.fromordinal(FIRST + low.bit_length() - 1)
        rest ^= low


def weekdays(days: Days, weekday: int) -> Days:
    """Return those of `days` that are `weekday` (1 Monday … 7 Sunday)."""
    offset = (weekday - date.fromordinal(FIRST).isoweekday()) % 7
    return Days(days & (_EVERY_WEEK << offset))


def interval(days: Days) -> Interval:
    """Return from the first to the last of `days`; an end that is the horizon's own is open."""
    if not days:
        return Interval()
    first, last = earliest_of(days), latest_of(days)
    return Interval(
        earliest=None if first.toordinal() == FIRST else first,
        latest=None if last.toordinal() == LAST else last,
    )

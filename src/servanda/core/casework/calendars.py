"""A party's calendar: its working days and its offset from UTC, as it has signed them itself.

Two parties compute the same due time only if they ask the same source which day it is where.
That source is the responder's own `calendar` statements; no time-zone database is consulted.

Source: docs/spec/deadlines.md, "The calendar".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import parse_instant

ONE_DAY = timedelta(days=1)

# A claim may state any instant a `datetime` can write; reckoning stays inside these, so that
# 10,000 months, the most an accord can grant, never leave what a `datetime` can write.
EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(8000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """One offset from UTC and when it begins.

    Attributes:
        start: First instant it holds; the first of a calendar holds before it, too.
        offset: Local time less UTC.
    """

    start: datetime
    offset: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What one `calendar` statement says.

    Attributes:
        weekend: Days of the week that are not worked, Monday being 0.
        closed: Dates that are not worked, whatever the day of the week.
        opened: Dates that are worked although they fall on a weekend.
        offsets: By `start`, rising; never empty.
        complete_until: The last date it speaks for; None if it speaks for none.
    """

    weekend: frozenset[int]
    closed: frozenset[date]
    opened: frozenset[date]
    offsets: tuple[Offset, ...]
    complete_until: date | None

    def covers(self, day: date) -> bool:
        """Return whether it speaks for `day`."""
        return self.complete_until is not None and day <= self.complete_until

    def is_working(self, day: date) -> bool:
        """Return whether `day`, one it speaks for, is a working day."""
        return day in self.opened or (day not in self.closed and day.weekday() not in self.weekend)


# What holds for a party that has signed no calendar; every date of it is provisional.
NO_CALENDAR = Calendar(
    weekend=frozenset({5, 6}),
    closed=frozenset(),
    opened=frozenset(),
    offsets=(Offset(start=EARLIEST, offset=timedelta()),),
    complete_until=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion:
    """One `calendar` statement that counts.

    Attributes:
        received_at: Its time of receipt: from then on it applies to what starts.
        calendar: What it says.
    """

    received_at: datetime
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Dates as one clock reckons them: by the version at its start, then by those that extend it.

    Attributes:
        versions: The version that applied at the start of the clock; then later ones, in the
            order received, each for the dates that none before it speaks for.
    """

    versions: tuple[Calendar, ...]
    _offsets: tuple[Offset, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_offsets", tuple(_join_offsets(self.versions)))

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day.

        Past what any version speaks for, the weekly rule of the first version goes on.
        """
        for version in self.versions:
            if version.covers(day):
                return version.is_working(day)
        return day.weekday() not in self.versions[0].weekend

    def is_provisional(self, day: date) -> bool:
        """Return whether no version speaks for `day`, so that a later one still may."""
        return not any(version.covers(day) for version in self.versions)

    def local_date(self, instant: datetime) -> date:
        """Return the party's date at `instant`."""
        found = self._offsets[0]
        for entry in self._offsets:
            if entry.start > instant:
                break
            found = entry
        return (instant + found.offset).date()

    def end_of(self, day: date) -> datetime:
        """Return the instant, in UTC, at which `day` is over for the party."""
        return _end_of(day, self._offsets)

    def extended_by(self, later: Calendar) -> "Reckoning":
        """Return this reckoning with `later` for the dates that no version here speaks for."""
        return Reckoning(versions=(*self.versions, later))


def read_calendar(facts: JsonObject) -> Calendar:
    """Return the calendar that the facts of a valid `calendar` statement describe."""
    return Calendar(
        weekend=frozenset(day for day in _items(facts["weekend"]) if isinstance(day, int)),
        closed=frozenset(_days(facts["closed"])),
        opened=frozenset(_days(facts["opened"])),
        offsets=tuple(_read_offsets(facts["offsets"])),
        complete_until=min(date.fromisoformat(str(facts["complete_until"])), LATEST.date()),
    )


def _end_of(day: date, offsets: Sequence[Offset]) -> datetime:
    """Return when `day` is over: when its date holds for the last time.

    A change of offset may put midnight where it occurs twice, or not at all.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + ONE_DAY
    end = midnight - offsets[0].offset
    for before, entry in pairwise(offsets):
        if midnight - before.offset > entry.start:
            end = entry.start
        if midnight - entry.offset > entry.start:
            end = midnight - entry.offset
    return end


def _join_offsets(versions: Sequence[Calendar]) -> list[Offset]:
    """Return the offsets of each version for the stretch it speaks for; the last one goes on."""
    joined: list[Offset] = []
    border = EARLIEST
    for version in versions:
        if version.complete_until is None:
            continue
        end = _end_of(version.complete_until, version.offsets)
        if joined and end <= border:
            continue
        # The offset that holds at the border holds from there; the first one holds before, too.
        held = max(
            (entry for entry in version.offsets if entry.start <= border),
            key=lambda entry: entry.start,
            default=version.offsets[0],
        )
        joined.append(Offset(start=border, offset=held.offset))
        joined.extend(entry for entry in version.offsets if border < entry.start < end)
        border = end
    return joined or list(versions[0].offsets)


def _read_offsets(value: JsonValue) -> Iterator[Offset]:
    for entry in _items(value):
        if isinstance(entry, dict):
            yield Offset(
                start=parse_instant(str(entry["from"])),
                offset=timedelta(minutes=int(str(entry["minutes"]))),
            )


def _days(value: JsonValue) -> Iterator[date]:
    return (date.fromisoformat(str(day)) for day in _items(value))


def _items(value: JsonValue) -> Iterator[JsonValue]:
    return iter(value if isinstance(value, list | tuple) else ())

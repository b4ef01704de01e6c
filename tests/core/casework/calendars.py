"""The calendars of the worked examples on docs/spec/deadlines.md."""

from datetime import date, datetime, timedelta

from servanda.core.casework.calendars import Calendar, CalendarVersion, Offset

WEEKEND = frozenset({5, 6})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def offsets(*entries: tuple[str, float]) -> tuple[Offset, ...]:
    return tuple(
        Offset(start=utc(start), offset=timedelta(hours=hours)) for start, hours in entries
    )


US = Calendar(
    weekend=WEEKEND,
    closed=frozenset({date(2016, 11, 11), date(2016, 11, 24)}),
    opened=frozenset(),
    offsets=offsets(
        ("2015-11-01T06:00:00Z", -5), ("2016-03-13T07:00:00Z", -4), ("2016-11-06T06:00:00Z", -5)
    ),
    complete_until=date(2016, 12, 31),
)
CHINA = Calendar(
    weekend=WEEKEND,
    closed=frozenset(date(2016, 10, day) for day in range(1, 8)),
    opened=frozenset({date(2016, 10, 8), date(2016, 10, 9)}),
    offsets=offsets(("2015-01-01T00:00:00Z", 8)),
    complete_until=date(2016, 12, 31),
)
CE = Calendar(
    weekend=WEEKEND,
    closed=frozenset(),
    opened=frozenset(),
    offsets=offsets(("2025-10-26T01:00:00Z", 1), ("2026-03-29T01:00:00Z", 2)),
    complete_until=date(2026, 12, 31),
)


def received(calendar: Calendar, at: str = "2015-12-01T00:00:00Z") -> tuple[CalendarVersion, ...]:
    return (CalendarVersion(received_at=utc(at), calendar=calendar),)

"""What libraries know of a country: its holidays and weekends, and its offsets from UTC.

Both are loaded only here and only when a draft is asked for: holidays from the package
`holidays`, offsets from the time-zone data of the machine.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from servanda.core.errors import InvalidInputError
from servanda.usecases.accords.draft_calendar import CountryDays, OffsetAt, require_years

_DAYS_AT_LEAST = 365  # of every year
_ZONES = "zone.tab"  # which zones there are in which country, beside the zones themselves


class _Known(Protocol):
    """What the package knows of a country in one year."""

    weekend_workdays: Collection[date]

    def items(self) -> Collection[tuple[date, str]]: ...

    def is_weekend(self, key: date) -> bool: ...


class _Holidays(Protocol):
    """What is used of the package `holidays`."""

    def country_holidays(self, country: str, *, years: int, language: str) -> _Known: ...


def country_days(country: str, *, years: Sequence[int]) -> CountryDays:
    """Return the days of a country, named by its two letters of ISO 3166.

    Raises:
        InvalidInputError: Nothing is known of it, or its weekend changed within the years.
    """
    holidays = cast("_Holidays", import_module("holidays"))  # a second's work, for this alone
    first, last = require_years(years)
    closed: dict[date, str] = {}
    opened: set[date] = set()
    weekends: dict[int, set[bool]] = {}
    for year in range(first, last + 1):
        try:
            known = holidays.country_holidays(country, years=year, language="en_US")
        except NotImplementedError as error:
            raise InvalidInputError(
                f"expected a country by its two letters, such as CN or US, found {country!r:.40}"
            ) from error
        closed.update((day, name) for day, name in known.items() if day.year == year)
        opened.update(day for day in known.weekend_workdays if day.year == year)
        # A country may move its weekend; the class names only the one of today.
        begin = date(year, 1, 1)
        for day in (begin + timedelta(days=number) for number in range(_DAYS_AT_LEAST)):
            weekends.setdefault(day.weekday(), set()).add(known.is_weekend(day))
    if any(len(answers) > 1 for answers in weekends.values()):
        raise InvalidInputError(
            f"expected one weekend from {first} to {last}, found that it changed; "
            f"draft the years before and after the change apart"
        )
    weekend = frozenset(day for day, answers in weekends.items() if answers == {True})
    return CountryDays(weekend=weekend, closed=closed, opened=frozenset(opened))


def zone_offsets(country: str, zone: str | None) -> OffsetAt:
    """Return the offsets of a time zone; without one named, of the only one of the country.

    Raises:
        InvalidInputError: There is no such zone, or the country has none or several.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - for a draft alone

    name = zone or _only_zone(country)
    try:
        info = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInputError(
            f"expected a time zone such as Asia/Shanghai, found {name!r:.80}; where the machine "
            f"has no time zones at all, `pip install tzdata` brings them"
        ) from error

    def offset_at(instant: datetime) -> timedelta:
        return instant.astimezone(info).utcoffset() or timedelta()

    return offset_at


def _only_zone(country: str) -> str:
    zones = _zones_of(country)
    if len(zones) != 1:
        known = ", ".join(zones) or "none that is known here"
        raise InvalidInputError(
            f"expected one time zone in {country!r:.40}, found {known}; name one with --zone"
        )
    return zones[0]


def _zones_of(country: str) -> list[str]:
    from zoneinfo import TZPATH  # noqa: PLC0415 - for a draft alone

    for folder in TZPATH:
        table = Path(folder, _ZONES)
        if table.is_file():
            text = table.read_text(encoding="utf-8")
            rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
            return sorted(name for code, _, name, *_ in rows if code == country)
    return []

"""The weekly calendar that a newcomer named, kept until an accord is in force to say it under.

Written by `servanda node`; read by the running node. What was said lies in the log: this file is
a wish, and may be removed.

Source: docs/spec/names-and-layouts.md, Home.
"""

from datetime import date
from pathlib import Path
from typing import ClassVar, cast

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.statements.calendar import TYPE
from servanda.store.home.whole_file import write_whole
from servanda.usecases.accords.offer_calendar import WeeklyCalendar

_VERSION = "servanda-calendar/1"


class BrokenCalendarFileError(MisconfiguredError):
    """The calendar file is there and cannot be read."""

    code: ClassVar[str] = "broken-calendar-file"


def read_calendar_file(file: Path) -> WeeklyCalendar | None:
    """Return the calendar in `file`; None without a file.

    Raises:
        BrokenCalendarFileError: The file is damaged.
    """
    try:
        members = canonical.parse_object(file.read_bytes())
        calendar = WeeklyCalendar(
            weekend=tuple(cast("list[int]", members["weekend"])),
            offset_minutes=cast("int", members["offset_minutes"]),
            stated_on=date.fromisoformat(cast("str", members["stated_on"])),
        )
        TYPE.facts.validate(calendar.facts())
    except FileNotFoundError:
        return None
    except (OSError, KeyError, TypeError, ValueError, ServandaError) as error:
        raise BrokenCalendarFileError(
            f"{file} cannot be read ({error}); `servanda node` with --weekend makes it anew"
        ) from error
    return calendar


def write_calendar_file(file: Path, calendar: WeeklyCalendar) -> None:
    """Replace the calendar in `file`."""
    weekend: list[JsonValue] = list(calendar.weekend)
    members: dict[str, JsonValue] = {
        "offset_minutes": calendar.offset_minutes,
        "stated_on": calendar.stated_on.isoformat(),
        "v": _VERSION,
        "weekend": weekend,
    }
    write_whole(file, canonical.encode(members))

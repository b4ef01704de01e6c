"""Read what a newcomer says about the week: days that are closed, local time less UTC."""

import re
from datetime import datetime, timedelta

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.language import text
from servanda.usecases.accords.offer_calendar import WeeklyCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_DAY = "none"
USUAL_WEEKEND = "sat,sun"
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_MOST_MINUTES = 14 * 60
_MINUTES = 60


def parse_weekend(written: str) -> tuple[int, ...]:
    """Return the days of `sat,sun` and its like, Monday being 0; of `none`, no day.

    Raises:
        InvalidInputError: A day is none, or all are named.
    """
    if written.strip().lower() == NO_DAY:
        return ()
    named = [day.strip().lower() for day in written.split(",")]
    unknown = [day for day in named if day not in DAYS]
    if unknown:
        raise InvalidInputError(
            f"expected days such as {USUAL_WEEKEND}, or {NO_DAY}; found {unknown[0]!r:.40}"
        )
    found = tuple(sorted({DAYS.index(day) for day in named}))
    if len(found) == len(DAYS):
        raise InvalidInputError("expected a day of the week that is worked, found none")
    return found


def parse_offset(written: str) -> int:
    """Return the minutes of an offset such as `+08:00` or `-03:30`.

    Raises:
        InvalidInputError: It is none, or wider than any in civil use.
    """
    found = _OFFSET.fullmatch(written.strip())
    minutes = 0 if found is None else int(found[2]) * _MINUTES + int(found[3])
    if found is None or int(found[3]) >= _MINUTES or minutes > _MOST_MINUTES:
        raise InvalidInputError(
            f"expected an offset from UTC such as +08:00, at most 14 hours, found {written!r:.40}"
        )
    return -minutes if found[1] == "-" else minutes


def build_calendar(*, weekend: str, utc_offset: str, now: datetime) -> WeeklyCalendar:
    """Return the calendar that the two options describe, stated on the local day of `now`."""
    offset = parse_offset(utc_offset)
    return WeeklyCalendar(
        weekend=parse_weekend(weekend),
        offset_minutes=offset,
        stated_on=(now + timedelta(minutes=offset)).date(),
    )


def ask_weekend() -> str:
    """Ask which days of the week are closed, until the answer can be read."""
    question = text("Days closed each week (mon,tue,wed,thu,fri,sat,sun, or none)")
    while True:
        answer = str(typer.prompt(question, default=USUAL_WEEKEND))
        try:
            parse_weekend(answer)
        except InvalidInputError as error:
            typer.echo(str(error), err=True)
        else:
            return answer


def ask_offset(now: datetime) -> str:
    """Ask how far local time is from UTC; the machine's own offset is proposed."""
    question = text("Local time less UTC")
    while True:
        answer = str(typer.prompt(question, default=machine_offset(now)))
        try:
            parse_offset(answer)
        except InvalidInputError as error:
            typer.echo(str(error), err=True)
        else:
            return answer


def machine_offset(now: datetime) -> str:
    """Return this machine's offset from UTC, as it is written."""
    offset = now.astimezone().utcoffset() or timedelta()
    minutes = round(offset / timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

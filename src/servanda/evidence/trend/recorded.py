"""Incidents as a compilation records them: read from a CSV file, row errors and all.

A compilation is somebody's list, with somebody's rules of what to count. So rows carry its name,
two compilations are never added up, and a day that is only known as a year stays a year.

Source: docs/spec/evidence/trend.md, "The file".
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.evidence.intervals import Interval

COLUMNS = ("compilation", "role", "started", "reported")
MAX_ROWS = 200_000  # of one file; the largest public compilation has some thousands
MAX_SHOWN_PROBLEMS = 20
_YEAR, _MONTH, _DAY = 4, 7, 10  # characters of YYYY, YYYY-MM, YYYY-MM-DD
_DECEMBER = 12


class InvalidTrendFileError(InvalidInputError):
    """A file of recorded incidents has rows that cannot be read; the message names each."""

    code: ClassVar[str] = "invalid-trend-file"


class Role(StrEnum):
    """What a row is for."""

    SUBJECT = "subject"  # what the question is about
    CONTROL = "control"  # of other states, to see what changed for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One recorded incident.

    Attributes:
        compilation: Whose list it stands on.
        role: Subject or control.
        started: The days on which it can have begun.
        reported: The day it became public; None where the list does not say.
    """

    compilation: str
    role: Role
    started: Interval
    reported: date | None


def read_recorded(lines: Iterable[str]) -> tuple[Recorded, ...]:
    """Return the incidents of a CSV file, in its order.

    Raises:
        InvalidTrendFileError: The header or a row does not fit; every such row is named.
    """
    reader = csv.reader(lines, strict=True)
    rows: list[Recorded] = []
    problems: list[str] = []
    try:
        header = tuple(name.strip() for name in next(reader, []))
        if header != COLUMNS:
            raise InvalidTrendFileError(
                f"line 1: expected the columns {','.join(COLUMNS)}, found {','.join(header)!r:.200}"
            )
        for row in reader:
            if len(rows) + len(problems) >= MAX_ROWS:
                raise InvalidTrendFileError(f"expected at most {MAX_ROWS} rows")
            try:
                rows.append(_recorded(row))
            except InvalidInputError as error:
                problems.append(f"line {reader.line_num}: {error}")
    except csv.Error as error:
        raise InvalidTrendFileError(f"line {reader.line_num}: expected CSV: {error}") from error
    if problems:
        more = len(problems) - MAX_SHOWN_PROBLEMS
        shown = problems[:MAX_SHOWN_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
        raise InvalidTrendFileError("; ".join(shown))
    return tuple(rows)


def _recorded(row: list[str]) -> Recorded:
    if len(row) != len(COLUMNS):
        raise InvalidInputError(f"expected {len(COLUMNS)} columns, found {len(row)}")
    compilation, role, started, reported = (cell.strip() for cell in row)
    if not compilation:
        raise InvalidInputError("compilation: expected a name, found none")
    if role not in set(Role):
        raise InvalidInputError(f"role: expected one of {', '.join(Role)}, found {role!r:.40}")
    days = parse_days(started)
    told = parse_days(reported).latest if reported else None
    if told and days.earliest and told < days.earliest:
        raise InvalidInputError(f"reported: expected a day not before {started}, found {reported}")
    return Recorded(compilation=compilation, role=Role(role), started=days, reported=told)


def parse_days(text: str) -> Interval:
    """Return the days that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean.

    Raises:
        InvalidInputError: It is none of them.
    """
    try:
        if len(text) == _YEAR:
            first = date.fromisoformat(f"{text}-01-01")
            return Interval(earliest=first, latest=date(first.year, 12, 31))
        if len(text) == _MONTH:
            first = date.fromisoformat(f"{text}-01")
            return Interval(earliest=first, latest=_last_of_month(first))
        if len(text) == _DAY:
            day = date.fromisoformat(text)
            return Interval(earliest=day, latest=day)
    except ValueError as error:
        raise InvalidInputError(f"expected a day, month or year, found {text!r:.40}") from error
    raise InvalidInputError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, found {text!r:.40}")


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from `first` to `last`."""
    day = date(first.year, first.month, 1)
    if day < first:
        day = _last_of_month(day) + timedelta(days=1)
    while day <= last:
        yield day
        day = _last_of_month(day) + timedelta(days=1)


def _last_of_month(first: date) -> date:
    if first.month == _DECEMBER:
        return date(first.year, 12, 31)
    return date(first.year, first.month + 1, 1) - timedelta(days=1)

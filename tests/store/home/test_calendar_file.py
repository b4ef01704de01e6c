"""The calendar that was named at set-up is what the running node says, or a clear error."""

from datetime import date
from pathlib import Path

import pytest

from servanda.store.home.calendar_file import (
    BrokenCalendarFileError,
    read_calendar_file,
    write_calendar_file,
)
from servanda.usecases.accords.offer_calendar import WeeklyCalendar

WEEKLY = WeeklyCalendar(weekend=(5, 6), offset_minutes=-300, stated_on=date(2026, 1, 9))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_calendar_file(tmp_path / "calendar.json", WEEKLY)

    assert read_calendar_file(tmp_path / "calendar.json") == WEEKLY


def test_without_a_file_there_is_no_calendar(tmp_path: Path) -> None:
    assert read_calendar_file(tmp_path / "calendar.json") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"offset_minutes":0,"stated_on":"2026-13-01","v":"servanda-calendar/1","weekend":[]}',
        b'{"offset_minutes":0,"stated_on":"2026-01-01","v":"servanda-calendar/1","weekend":[7]}',
        b'{"offset_minutes":0,"stated_on":"2026-01-01","v":"servanda-calendar/1","weekend":5}',
        b'{"offset_minutes":"0","stated_on":"2026-01-01","v":"servanda-calendar/1","weekend":[]}',
        b'{"offset_minutes":0,"stated_on":5,"v":"servanda-calendar/1","weekend":[5]}',
    ],
)
def test_a_damaged_file_says_how_to_make_it_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "calendar.json"
    file.write_bytes(content)

    with pytest.raises(BrokenCalendarFileError, match="--weekend"):
        read_calendar_file(file)

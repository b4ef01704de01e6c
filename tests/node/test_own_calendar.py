"""What a newcomer says about the week is read, or refused with what was expected."""

from datetime import UTC, date, datetime

import pytest

from servanda.core.errors import InvalidInputError
from servanda.node.own_calendar import (
    build_calendar,
    machine_offset,
    parse_offset,
    parse_weekend,
)

NOW = datetime(2026, 1, 9, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "days"),
    [("sat,sun", (5, 6)), ("Sun, Sat", (5, 6)), ("fri,fri", (4,)), ("none", ())],
)
def test_days_are_read_in_any_order_and_case(written: str, days: tuple[int, ...]) -> None:
    assert parse_weekend(written) == days


@pytest.mark.parametrize("written", ["", "saturday", "5,6", "mon,tue,wed,thu,fri,sat,sun"])
def test_what_is_no_weekend_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError, match="expected"):
        parse_weekend(written)


@pytest.mark.parametrize(
    ("written", "minutes"), [("+08:00", 480), ("-03:30", -210), ("+00:00", 0), ("-14:00", -840)]
)
def test_an_offset_is_read(written: str, minutes: int) -> None:
    assert parse_offset(written) == minutes


@pytest.mark.parametrize("written", ["", "8", "+8:00", "+08:60", "+14:01", "UTC", "+08:00:00"])
def test_what_is_no_offset_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError, match="offset"):
        parse_offset(written)


def test_a_calendar_speaks_for_the_local_day_it_was_stated_on() -> None:
    calendar = build_calendar(weekend="sat,sun", utc_offset="+08:00", now=NOW)

    assert calendar.stated_on == date(2026, 1, 10)


def test_the_offset_of_the_machine_is_one_that_can_be_read() -> None:
    assert -840 <= parse_offset(machine_offset(NOW)) <= 840

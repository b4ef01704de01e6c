from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.casework.calendars import (
    NO_CALENDAR,
    Calendar,
    Offset,
    Reckoning,
    read_calendar,
)
from tests.core.casework.calendars import CHINA, US, WEEKEND, offsets, utc

FIRST = datetime(2012, 1, 1, tzinfo=UTC)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 1, 1))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    starts = draw(
        st.lists(
            st.integers(0, 10_000_000).map(lambda minute: FIRST + timedelta(minutes=minute)),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    return Calendar(
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=6)),
        closed=draw(st.frozensets(days, max_size=5)),
        opened=frozenset(),
        offsets=tuple(
            Offset(
                start=start,
                offset=timedelta(minutes=draw(st.integers(-840, 840))),
            )
            for start in sorted(starts)
        ),
        complete_until=draw(days),
    )


@given(calendars(), days)
def test_a_day_is_over_when_its_date_holds_for_the_last_time(calendar: Calendar, day: date) -> None:
    reckoning = Reckoning(versions=(calendar,))

    end = reckoning.end_of(day)

    assert reckoning.local_date(end) > day
    # Whole minutes, so a minute before is the last that may bear the date.
    assert reckoning.local_date(end - timedelta(seconds=1)) <= day
    for later in range(1, 60):
        assert reckoning.local_date(end + timedelta(hours=later)) > day


@given(calendars(), days)
def test_days_end_in_their_order(calendar: Calendar, day: date) -> None:
    reckoning = Reckoning(versions=(calendar,))

    assert reckoning.end_of(day) <= reckoning.end_of(day + timedelta(days=1))


def test_a_make_up_working_day_is_worked_and_a_closed_day_is_not() -> None:
    china = Reckoning(versions=(CHINA,))

    assert china.is_working(date(2016, 10, 8))
    assert not china.is_working(date(2016, 10, 7))
    assert not china.is_working(date(2016, 10, 15))


def test_past_its_end_the_weekly_rule_goes_on_and_the_date_is_provisional() -> None:
    us = Reckoning(versions=(replace(US, complete_until=date(2016, 11, 10)),))

    assert us.is_working(date(2016, 11, 24))
    assert us.is_provisional(date(2016, 11, 24))
    assert not us.is_provisional(date(2016, 11, 10))


def test_a_later_version_speaks_only_for_dates_that_the_first_does_not() -> None:
    first = replace(US, closed=frozenset({date(2016, 11, 24)}), complete_until=date(2016, 11, 24))
    later = replace(US, closed=frozenset({date(2016, 11, 28)}))

    both = Reckoning(versions=(first,)).extended_by(later)

    assert not both.is_working(date(2016, 11, 24))
    assert not both.is_working(date(2016, 11, 28))
    assert not both.is_provisional(date(2016, 11, 28))


def test_offsets_of_a_later_version_hold_from_where_the_first_ends() -> None:
    first = replace(CHINA, complete_until=date(2016, 6, 30))
    later = replace(CHINA, offsets=offsets(("2015-01-01T00:00:00Z", 9)))

    both = Reckoning(versions=(first,)).extended_by(later)

    assert both.end_of(date(2016, 6, 29)) == utc("2016-06-29T16:00:00Z")
    assert both.end_of(date(2016, 7, 2)) == utc("2016-07-02T15:00:00Z")


def test_without_any_calendar_it_is_utc_and_saturday_and_sunday_and_provisional() -> None:
    reckoning = Reckoning(versions=(NO_CALENDAR,))

    assert reckoning.end_of(date(2016, 6, 18)) == utc("2016-06-19T00:00:00Z")
    assert not reckoning.is_working(date(2016, 6, 18))
    assert reckoning.is_provisional(date(2016, 6, 17))


@pytest.mark.parametrize("complete_until", ["2016-12-31", "9999-12-31"])
def test_facts_of_a_calendar_statement_are_read(complete_until: str) -> None:
    calendar = read_calendar(
        {
            "weekend": [5, 6],
            "closed": ["2016-11-24"],
            "opened": ["2016-10-08"],
            "offsets": [{"from": "2016-03-13T07:00:00Z", "minutes": -240}],
            "complete_until": complete_until,
        }
    )

    assert calendar.weekend == WEEKEND
    assert calendar.closed == {date(2016, 11, 24)}
    assert calendar.opened == {date(2016, 10, 8)}
    assert calendar.offsets == offsets(("2016-03-13T07:00:00Z", -4))
    assert Reckoning(versions=(calendar,)).end_of(date(2016, 6, 14)) == utc("2016-06-15T04:00:00Z")

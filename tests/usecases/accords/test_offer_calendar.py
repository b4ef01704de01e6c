"""The weekly calendar is said under each accord, once, when there is one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from servanda.core.casework.calendars import Reckoning, read_calendar
from servanda.core.statements.calendar import TYPE
from servanda.usecases.accords.offer_calendar import WeeklyCalendar, offer_calendar
from tests.usecases.nodes import agreed_cast, make_cast

WEEKLY = WeeklyCalendar(weekend=(4, 5), offset_minutes=210, stated_on=date(2026, 1, 9))


def test_it_is_said_once_when_an_accord_is_in_force() -> None:
    cast = agreed_cast()

    first = offer_calendar(WEEKLY, services=cast.alice.services)
    again = offer_calendar(WEEKLY, services=cast.alice.services)
    (said,) = cast.alice.step().appended
    later = offer_calendar(WEEKLY, services=cast.alice.services)

    assert (len(first), len(again), len(later)) == (1, 0, 0)
    assert said.ticket == first[0].ticket


def test_nothing_is_said_while_no_accord_is_in_force() -> None:
    assert list(offer_calendar(WEEKLY, services=make_cast().alice.services)) == []


def test_a_changed_calendar_is_said_again() -> None:
    cast = agreed_cast()
    offer_calendar(WEEKLY, services=cast.alice.services)

    changed = offer_calendar(replace(WEEKLY, weekend=(5, 6)), services=cast.alice.services)

    assert len(changed) == 1


def test_it_is_a_calendar_whose_week_goes_on_though_its_holidays_are_not_known() -> None:
    TYPE.facts.validate(WEEKLY.facts())
    reckoning = Reckoning(versions=(read_calendar(WEEKLY.facts()),))

    assert not reckoning.is_working(date(2026, 6, 5))  # a Friday
    assert reckoning.is_working(date(2026, 6, 7))  # a Sunday
    assert reckoning.is_provisional(date(2026, 6, 7))
    assert reckoning.end_of(date(2026, 6, 7)) == datetime(2026, 6, 7, 20, 30, tzinfo=UTC)

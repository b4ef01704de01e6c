from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.dialogue.cadence import Interval, drifts, next_due

TWICE = Interval(since=date(2015, 9, 25), months=6, first_by=date(2015, 12, 31))
YEARLY = Interval(since=date(2016, 12, 7), months=12)
HELD = [date(2015, 12, 1), date(2016, 6, 14), date(2016, 12, 7), date(2017, 10, 4)]
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def test_the_drifts_of_the_historical_rounds_are_those_of_the_rule() -> None:
    found = [[(one.due, one.days) for one in of] for of in drifts(HELD, [YEARLY, TWICE])]

    assert found == [
        [(date(2015, 12, 31), -30)],
        [(date(2016, 6, 1), 13)],
        [(date(2016, 12, 14), -7)],
        [(date(2017, 6, 7), 119), (date(2017, 12, 7), -64)],
    ]


def test_what_a_round_itself_agrees_binds_only_the_rounds_after_it() -> None:
    third, fourth = drifts(HELD, [TWICE, YEARLY])[2:]

    assert [one.is_latest for one in third] == [True]
    assert [one.is_latest for one in fourth] == [False, True]


def test_a_first_round_without_a_last_day_has_no_drift() -> None:
    assert drifts([date(2017, 10, 4)], [Interval(since=date(2017, 4, 7), months=12)]) == [()]


def test_a_month_without_that_day_is_due_on_its_last_day() -> None:
    half = Interval(since=date(2020, 1, 1), months=6)

    assert next_due([date(2021, 8, 31)], [half])[0].due == date(2022, 2, 28)


def test_the_round_that_did_not_come_is_due_by_each_interval() -> None:
    due = next_due(HELD, [TWICE, YEARLY])

    assert [(one.due, one.is_latest) for one in due] == [
        (date(2018, 4, 4), False),
        (date(2018, 10, 4), True),
    ]
    assert due[1].days_past(date(2018, 10, 14)) == 10


@given(held=st.lists(DAYS, unique=True).map(sorted), months=st.integers(1, 120))
def test_every_round_after_the_first_is_due_after_the_one_before(
    held: list[date], months: int
) -> None:
    interval = Interval(since=date(1999, 1, 1), months=months)

    found = drifts(held, [interval])

    assert len(found) == len(held)
    for earlier, of in zip(held, found[1:], strict=False):
        assert [one.due > earlier for one in of] == [True]
        assert of[0].due + timedelta(days=of[0].days) == of[0].held


def test_a_first_day_that_had_passed_when_it_was_agreed_is_owed_by_nobody() -> None:
    later = Interval(since=date(2026, 1, 1), months=6, first_by=date(2015, 12, 31))
    same_day = Interval(since=date(2026, 1, 1), months=6, first_by=date(2026, 1, 1))

    assert drifts([date(2026, 10, 28)], [later]) == [()]
    ((only,),) = drifts([date(2026, 10, 28)], [same_day])
    assert only.days == 300

"""On how many days a series was suspended: the union of both sides' suspensions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.dialogue.standstill import Standstill, days_at_a_standstill
from tests.core.casework.counting import digest
from tests.core.keys.cast import ALICE, BOB

START = date(2026, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def standstill(since: int, until: int | None) -> Standstill:
    return Standstill(
        leaf=digest(f"{since} {until}"),
        by=ALICE if since % 2 else BOB,
        is_of_accord=False,
        has_left=False,
        since=day(since),
        until=None if until is None else day(until),
    )


@given(
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted), max_size=6),
    period=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted),
)
def test_a_day_counts_once_however_many_suspend_and_none_outside_the_period(
    spans: list[list[int]], period: list[int]
) -> None:
    since, until = period
    found = [standstill(first, last) for first, last in spans]
    each = {number for first, last in spans for number in range(first, last)}

    expected = len(each & set(range(since, until)))
    assert days_at_a_standstill(found, since=day(since), until=day(until)) == expected


def test_one_that_stands_counts_to_the_end_of_the_period() -> None:
    assert days_at_a_standstill([standstill(3, None)], since=day(0), until=day(10)) == 7

"""Locked out for longer each time, and never for good."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.people.lock_out import OF_A_PERSON, OF_AN_ADDRESS, LockOut

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RULES = st.builds(
    LockOut,
    free=st.integers(1, 30),
    first=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=1)),
    most=st.timedeltas(min_value=timedelta(hours=1), max_value=timedelta(days=1)),
)


@given(RULES, st.integers(0, 10_000))
def test_each_wrong_attempt_locks_as_long_as_the_one_before_or_longer(
    rule: LockOut, failures: int
) -> None:
    now, after = (rule.until(n, last_at=NOW) for n in (failures, failures + 1))

    if failures < rule.free:
        assert now is None
    else:
        assert now is not None
        assert after is not None
        assert NOW + rule.first <= now <= after <= NOW + rule.most


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, None), (5, 15), (6, 30), (7, 60), (8, 120), (9, 240), (50, 240)]
)
def test_a_person_waits_a_quarter_of_an_hour_and_twice_as_long_each_time(
    failures: int, minutes: int | None
) -> None:
    until = OF_A_PERSON.until(failures, last_at=NOW)

    assert until == (None if minutes is None else NOW + timedelta(minutes=minutes))


def test_an_address_has_more_attempts_than_a_person() -> None:
    assert OF_AN_ADDRESS.free > OF_A_PERSON.free
    assert OF_AN_ADDRESS.until(OF_A_PERSON.free, last_at=NOW) is None


def test_who_never_tried_is_not_locked_out() -> None:
    assert OF_A_PERSON.until(0, last_at=None) is None

"""Carriers rest after failures and return; there is always one to be used."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.carrier_choice import (
    FRESH,
    CarrierPolicy,
    Standing,
    after_failure,
    choose_carrier,
    is_resting,
)

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
KINDS = ("https", "folder", "mail")
standings = st.dictionaries(
    st.sampled_from(KINDS),
    st.builds(
        Standing,
        failures=st.integers(0, 20),
        rests_until=st.none()
        | st.integers(-600, 600).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    ),
)


def failed(times: int, *, failures: int = 1) -> Standing:
    standing = FRESH
    for _ in range(times):
        standing = after_failure(standing, now=NOW, policy=CarrierPolicy(failures=failures))
    return standing


def test_the_first_of_the_order_is_used_while_nothing_failed() -> None:
    for order in permutations(KINDS):
        assert choose_carrier(order, {}, now=NOW) == order[0]


def test_the_preferred_carrier_is_used_again_when_its_rest_is_over() -> None:
    standings_ = {"https": failed(1)}

    assert choose_carrier(KINDS, standings_, now=NOW) == "folder"
    assert choose_carrier(KINDS, standings_, now=NOW + timedelta(minutes=1)) == "https"


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_a_carrier_rests_after_as_many_failures_as_were_said_and_not_before(failures: int) -> None:
    assert not is_resting(failed(failures - 1, failures=failures), now=NOW)
    assert is_resting(failed(failures, failures=failures), now=NOW)


def test_each_further_failure_makes_the_rest_longer_up_to_six_hours() -> None:
    rests = [failed(times).rests_until for times in range(1, 40)]

    assert rests == sorted(rests, key=lambda one: one or NOW)
    assert rests[1] == NOW + timedelta(minutes=2)
    assert rests[-1] == NOW + timedelta(hours=6)


@given(standings=standings, order=st.permutations(KINDS))
def test_there_is_always_a_carrier_in_the_first_try(
    standings: dict[str, Standing], order: list[str]
) -> None:
    chosen = choose_carrier(order, standings, now=NOW)

    assert chosen in order
    awake = [kind for kind in order if not is_resting(standings.get(kind, FRESH), now=NOW)]
    if awake:
        assert chosen == awake[0]


@given(standings=standings, tried=st.sets(st.sampled_from(KINDS), min_size=1))
def test_what_was_tried_or_rests_is_not_tried_again_in_the_same_round(
    standings: dict[str, Standing], tried: set[str]
) -> None:
    chosen = choose_carrier(KINDS, standings, now=NOW, tried=tried)

    if chosen is not None:
        assert chosen not in tried
        assert not is_resting(standings.get(chosen, FRESH), now=NOW)


def test_without_carriers_there_is_none() -> None:
    assert choose_carrier((), {}, now=NOW) is None


@pytest.mark.parametrize(
    ("order", "failures"), [(("mail", "mail"), 1), (("",), 1), ((), 0), ((), 101)]
)
def test_a_policy_that_cannot_be_meant_is_refused(order: tuple[str, ...], failures: int) -> None:
    with pytest.raises(InvalidInputError):
        CarrierPolicy(order=order, failures=failures)

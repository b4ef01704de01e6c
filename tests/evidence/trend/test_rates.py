"""Ratio, interval and power: against published figures, brute force, and what must always hold."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.trend.rates import Counts, exact_ratio, posterior_ratio, power

# Days from 2010-01-01 to 2015-09-25, and from there to 2021-01-01.
BEFORE_DAYS, AFTER_DAYS = 2_093, 1_925
COUNTS = st.builds(
    Counts,
    before=st.integers(0, 60),
    after=st.integers(0, 60),
    days_before=st.integers(1, 4_000),
    days_after=st.integers(1, 4_000),
)


@pytest.mark.parametrize(
    ("before", "after", "value", "low", "high"),
    [
        # Three compilations and a control, China to US, 2010 to 2020: counts and intervals as
        # they were measured when the module was specified.
        (26, 14, 585, 282, 1_165),
        (25, 19, 826, 430, 1_565),
        (43, 19, 480, 264, 843),
        (27, 47, 1_892, 1_154, 3_162),
    ],
)
def test_ratio_and_interval_are_those_of_the_measured_compilations(
    before: int, after: int, value: int, low: int, high: int
) -> None:
    counts = Counts(before=before, after=after, days_before=BEFORE_DAYS, days_after=AFTER_DAYS)

    ratio = exact_ratio(counts)

    assert ratio.value == pytest.approx(value, abs=3)
    assert ratio.low == pytest.approx(low, abs=3)
    assert ratio.high == pytest.approx(high, abs=8)


@pytest.mark.parametrize(
    ("years_after", "seen"),
    [(2, {750: 97, 500: 385, 250: 855}), (5, {750: 178, 500: 671, 250: 987})],
)
def test_power_is_that_of_summing_over_all_counts(years_after: int, seen: dict[int, int]) -> None:
    # 7.5 a year over five years before: 37 or 38 incidents, so both are allowed for.
    days = {"days_before": 5 * 365, "days_after": years_after * 365}
    fewer, more = (Counts(before=count, after=0, **days) for count in (37, 38))

    for ratio, expected in seen.items():
        assert power(fewer, ratio=ratio) - 12 <= expected <= power(more, ratio=ratio) + 12


@given(COUNTS)
def test_the_ratio_lies_within_its_interval(counts: Counts) -> None:
    ratio = exact_ratio(counts)

    assert ratio.low >= 0
    if ratio.value is not None:
        assert ratio.low <= ratio.value
        assert ratio.high is None or ratio.value <= ratio.high
    if counts.before == 0:
        assert ratio.high is None


@given(COUNTS)
def test_to_look_back_from_the_other_side_turns_the_ratio_around(counts: Counts) -> None:
    other = Counts(
        before=counts.after,
        after=counts.before,
        days_before=counts.days_after,
        days_after=counts.days_before,
    )

    ratio, back = exact_ratio(counts), exact_ratio(other)

    assert (ratio.high is not None and ratio.high < 1_000) == (back.low > 1_000)


@given(before=st.integers(0, 12), after=st.integers(0, 12))
def test_the_interval_excludes_one_exactly_when_the_binomial_tail_is_small(
    before: int, after: int
) -> None:
    counts = Counts(before=before, after=after, days_before=100, days_after=100)
    total = before + after
    # Under equal rates each incident falls after the day with probability one half.
    tail = sum(comb(total, k) for k in range(after + 1)) / 2**total

    high = exact_ratio(counts).high

    assert (high is not None and high < 1_000) == (tail < 0.025)


@given(COUNTS)
def test_the_posterior_is_near_the_ratio_and_within_bounds(counts: Counts) -> None:
    posterior = posterior_ratio(counts)

    assert posterior.value is not None
    assert posterior.high is not None
    assert 0 <= posterior.low <= posterior.value <= posterior.high


@given(before=st.integers(0, 40), years=st.integers(1, 8))
def test_more_time_after_never_makes_a_halving_harder_to_see_by_much(
    before: int, years: int
) -> None:
    def seen(years_after: int) -> int:
        counts = Counts(before=before, after=0, days_before=1_825, days_after=365 * years_after)
        return power(counts, ratio=500)

    assert 0 <= seen(years) <= 1_000
    assert seen(years + 4) >= seen(years) - 60  # whole counts make small steps back

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.review.arithmetic import is_few, percentile, rate

HOURS = [2, 3, 3, 5, 7, 8, 9, 12, 20, None]


@pytest.mark.parametrize(
    ("p", "expected"), [(50, 7), (80, 12), (90, 20), (95, "not_reached"), (1, 2)]
)
def test_percentiles_of_the_page(p: int, expected: int | str) -> None:
    assert percentile(HOURS, p) == expected


def test_a_rate_of_nothing_is_no_number() -> None:
    assert rate(0, 0) == "no_items"
    assert percentile([], 50) == "no_items"


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_rate_is_1000_exactly_when_all_are(n: int, extra: int) -> None:
    assert rate(n + extra, n + extra) == 1000
    below = rate(n, n + extra)
    assert isinstance(below, int)
    assert 0 <= below < 1000


@given(st.lists(st.one_of(st.integers(0, 100), st.none()), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_value_at_its_rank_by_definition(
    values: list[int | None], p: int
) -> None:
    found = percentile(values, p)

    large = 10**9
    ranked = sorted(large if value is None else value for value in values)
    # The least value such that at least p per cent are not above it.
    by_definition = next(
        value for place, value in enumerate(ranked, start=1) if 100 * place >= p * len(ranked)
    )
    assert found == ("not_reached" if by_definition == large else by_definition)


def test_fewer_than_five_are_few() -> None:
    assert is_few(4)
    assert not is_few(5)

"""What every spread promises: results in the order of the items, and what the work raised."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from servanda.cluster.dask_spread import NoClusterError, dask_spread
from servanda.core.errors import InvalidInputError
from servanda.evidence.corpus.spread import Here, Spread


def doubled(item: int, shared: int) -> int:
    if item < 0:
        raise InvalidInputError(f"expected no item below 0, found {item}")
    return item * 2 + shared


@pytest.fixture(scope="module", params=["here", "two workers"])
def spread(request: pytest.FixtureRequest) -> Iterator[Spread]:
    if request.param == "here":
        yield Here()
        return
    if find_spec("distributed") is None:
        pytest.skip("the extra `cluster` is not installed")
    with dask_spread("local:2") as cluster:
        yield cluster


def test_results_come_in_the_order_of_the_items(spread: Spread) -> None:
    assert [*spread.each(doubled, range(100), shared=1)] == [n * 2 + 1 for n in range(100)]


def test_equal_items_are_two_pieces_of_work(spread: Spread) -> None:
    assert [*spread.each(doubled, [3, 3, 3], shared=0)] == [6, 6, 6]


def test_no_item_is_no_result(spread: Spread) -> None:
    assert [*spread.each(doubled, [], shared=0)] == []


def test_items_are_read_a_few_ahead_and_not_all_at_once(spread: Spread) -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1_000):
            taken += 1
            yield number

    results = spread.each(doubled, items(), shared=0)
    next(results)

    assert taken < 100


def test_what_the_work_raised_is_raised_here(spread: Spread) -> None:
    with pytest.raises(InvalidInputError, match="found -1"):
        [*spread.each(doubled, [1, -1], shared=0)]


@pytest.mark.parametrize("address", ["", "local:", "local:0", "local:many", "http://a:1", "a:1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InvalidInputError), dask_spread(address):
        pass


def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("distributed") is None:
        pytest.skip("the extra `cluster` is not installed")
    monkeypatch.setattr("servanda.cluster.dask_spread.WAIT_SECONDS", 1)

    with pytest.raises(NoClusterError), dask_spread("tcp://127.0.0.1:9"):
        pass

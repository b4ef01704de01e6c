"""Q10: how many answered requests had to be reopened.

Source: docs/reference/figures.md, "Q10".
"""

from collections.abc import Iterator

from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Key, Population

NAME = "Q10"

_CARRIED_N = "carried_n"


def reopened_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q10: responses of the period, and others reopened in it."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        response = item.generation.response
        if response is None:
            return
        is_reopened = _was_reopened(item) and response.leaf not in judged
        if population.is_new(response.leaf):
            yield Share(leaves=(response.leaf,), counts={"d": 1, "n": int(is_reopened)})
        elif is_reopened:
            yield Share(leaves=(response.leaf,), counts={_CARRIED_N: 1})

    return item_shares(population, measure)


def reopened_responses(population: Population) -> set[Key]:
    """Return the responses whose requests were reopened by the moment of `population`."""
    return {
        item.generation.response.leaf
        for item in population.items
        if item.generation.response is not None and _was_reopened(item)
    }


def _was_reopened(item: Item) -> bool:
    return item.generation is not item.case.current


def _values(tally: Tally) -> Values:
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if counts[_CARRIED_N]:
        values[_CARRIED_N] = counts[_CARRIED_N]
    return values


FIGURE = Figure(
    name=NAME,
    placed=reopened_shares,
    values=_values,
    items=items_named("d"),
    matured=reopened_responses,
)

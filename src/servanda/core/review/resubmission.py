"""Q11: what was asked again after a refusal, and whether that helped.

Source: docs/reference/figures.md, "Q11".
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
from servanda.core.review.population import Item, Population

NAME = "Q11"

_CARRIED_N = "carried_n"
_FULFILLED = frozenset(("fulfilled_full", "fulfilled_part"))


def resubmission_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q11: what asks again what was refused."""

    def measure(item: Item) -> Iterator[Share]:
        response = item.generation.response
        if item.case.resubmits is None or item.is_reopened:
            return
        is_fulfilled = (
            response is not None
            and response.outcome in _FULFILLED
            and population.is_new(response.leaf)
        )
        if item.is_received:
            yield Share(leaves=(item.case.leaf,), counts={"d": 1, "n": int(is_fulfilled)})
        elif is_fulfilled:
            yield Share(leaves=(item.case.leaf,), counts={_CARRIED_N: 1})

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if counts[_CARRIED_N]:
        values[_CARRIED_N] = counts[_CARRIED_N]
    return values


FIGURE = Figure(name=NAME, placed=resubmission_shares, values=_values, items=items_named("d"))

"""Q5: how many requests were right first time: the quality of the requester's own work.

Right first time is a request about which no question was asked that is charged to the requester.

Source: docs/reference/figures.md, "Q5".
"""

from collections.abc import Iterator

from servanda.core.casework.clarifications import Charge, charge_of
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

NAME = "Q5"

_NO_LONGER = "no_longer"
_CHARGED = 1  # beside the leaf: that its charge was known, too


def right_first_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q5: the requests that did not stand acknowledged at the cut before."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        if not _counts(item):
            return
        leaf = item.generation.leaf
        is_charged = _is_charged(item)
        if leaf not in judged:
            yield Share(leaves=(leaf,), counts={"d": 1, "n": int(not is_charged)})
        elif is_charged and (leaf, _CHARGED) not in judged:
            # Judged right first time by a review before; the question came since.
            yield Share(leaves=(leaf,), counts={_NO_LONGER: 1})

    return item_shares(population, measure)


def judged_requests(population: Population) -> set[Key]:
    """Return the requests that are acknowledged at the moment, and which of them are charged."""
    keys: set[Key] = set()
    for item in filter(_counts, population.items):
        keys.add(item.generation.leaf)
        if _is_charged(item):
            keys.add((item.generation.leaf, _CHARGED))
    return keys


def _counts(item: Item) -> bool:
    return not item.is_reopened and item.generation.acknowledged_at is not None


def _is_charged(item: Item) -> bool:
    """Return whether any question is: in a pause it outweighs every other."""
    return any(
        asked.is_blocking and charge_of(asked) is Charge.REQUESTER
        for generation in item.case.generations
        for asked in generation.rounds
    )


def _values(tally: Tally) -> Values:
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if counts[_NO_LONGER]:
        values[_NO_LONGER] = counts[_NO_LONGER]
    return values


FIGURE = Figure(
    name=NAME,
    placed=right_first_time_shares,
    values=_values,
    items=items_named("d"),
    matured=judged_requests,
)

"""Q6: how often the responder had to ask back, and about how many requests.

Source: docs/reference/figures.md, "Q6".
"""

from collections.abc import Iterator

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

NAME = "Q6"

_TOTAL = "total"
_ROUNDS = ("rounds_0", "rounds_1", "rounds_2", "rounds_more")


def clarification_round_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q6: the statements of the period that ask about an item."""

    def measure(item: Item) -> Iterator[Share]:
        if item.clocks is None:
            return
        rounds = [each.leaf for each in item.generation.rounds if population.is_new(each.leaf)]
        counts = {f"{item.group}{_TOTAL}": len(rounds)} if rounds else {}
        if item.group == "":
            counts[_ROUNDS[min(len(rounds), len(_ROUNDS) - 1)]] = 1
        if rounds or item.is_received:
            yield Share(leaves=rounds, counts=counts)

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    return {**dict.fromkeys((_TOTAL, *_ROUNDS), 0), **tally.counts}


FIGURE = Figure(
    name=NAME, placed=clarification_round_shares, values=_values, items=items_named(*_ROUNDS)
)

"""T1: how many requests were received in the period.

Received is what this cut counts and the cut before did not, whatever time a request claims for
itself; so none falls between two reviews.

Source: docs/reference/figures.md, "T1".
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

NAME = "T1"

_COUNT = "count"


def received_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T1."""
    return item_shares(population, _shares)


def _shares(item: Item) -> Iterator[Share]:
    if not item.is_received:
        return
    if item.clocks is None:
        yield Share(counts={"undeliverable": 1})
    elif item.is_reopened:
        yield Share(counts={"reopened": 1})
    else:
        yield Share(leaves=(item.generation.leaf,), counts={_COUNT: 1})


def _values(tally: Tally) -> Values:
    return {_COUNT: tally.counts[_COUNT], **tally.counts}


FIGURE = Figure(name=NAME, placed=received_shares, values=_values, items=items_named(_COUNT))

"""Q9: what came of the responses, by the requester's coded effects; one may have several.

Source: docs/reference/figures.md, "Q9".
"""

from collections import Counter
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
from servanda.core.review.judgements import new_feedback
from servanda.core.review.population import Item, Population

NAME = "Q9"


def effect_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q9."""

    def measure(item: Item) -> Iterator[Share]:
        feedback = new_feedback(item, population)
        if feedback is not None:
            counts = Counter(f"effect_{effect}" for effect in feedback.effects)
            yield Share(leaves=(feedback.leaf,), counts={"d": 1, **counts})

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    return {"d": tally.counts["d"], **tally.counts}


FIGURE = Figure(name=NAME, placed=effect_shares, values=_values, items=items_named("d"))

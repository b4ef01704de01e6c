"""Q8: what was wrong with responses, by the requester's coded reasons.

Feedback that the responder contests is counted beside, and never taken out.

Source: docs/reference/figures.md, "Q8".
"""

from collections import Counter
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

NAME = "Q8"

_CONTESTED = "contested"
_REASON = "reason_"


def defect_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q8."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        feedback = item.generation.feedback
        if feedback is None:
            return
        counts = Counter[str]()
        if population.is_new(feedback.leaf):
            counts["d"] = 1
            counts.update(f"{_REASON}{reason}" for reason in feedback.reasons)
        if feedback.is_contested and feedback.leaf not in judged:
            counts[_CONTESTED] = 1
        if counts:
            yield Share(leaves=(feedback.leaf,), counts=counts)

    return item_shares(population, measure)


def contested_feedback(population: Population) -> set[Key]:
    """Return the feedback that is contested at the moment of `population`."""
    return {
        feedback.leaf
        for item in population.items
        for feedback in (item.generation.feedback,)
        if feedback is not None and feedback.is_contested
    }


def _values(tally: Tally) -> Values:
    d = tally.counts["d"]
    values: dict[str, int | str] = {"d": d, _CONTESTED: tally.counts[_CONTESTED]}
    for name, count in tally.counts.items():
        if name.startswith(_REASON):
            values[name] = count
            values[f"rate_{name.removeprefix(_REASON)}"] = rate(count, d)
    return values


FIGURE = Figure(
    name=NAME,
    placed=defect_shares,
    values=_values,
    items=items_named("d"),
    matured=contested_feedback,
)

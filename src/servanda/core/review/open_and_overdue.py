"""T8: what is open at the end of the period, how much of it is overdue, and how old it is.

Every open request counts, whenever it was received: what is left lying stays in sight.

Source: docs/reference/figures.md, "T8".
"""

from collections.abc import Iterator

from servanda.core.review.arithmetic import largest, percentile, rate
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

NAME = "T8"

_MEDIAN = 50
_AGE = "age"


def open_and_overdue_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T8."""

    def measure(item: Item) -> Iterator[Share]:
        case, generation = item.case, item.generation
        if item.clocks is None or not case.is_open or generation is not case.current:
            return
        age = int((population.at - generation.started_at).total_seconds())
        yield Share(
            leaves=(generation.leaf,),
            counts={"open": 1, "overdue": int(item.clocks.answer.late_seconds > 0)},
            times=((_AGE, max(0, age)),),
        )

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    open_, overdue, ages = tally.counts["open"], tally.counts["overdue"], tally.times_of(_AGE)
    return {
        "open": open_,
        "overdue": overdue,
        "rate": rate(overdue, open_),
        "age_p50": percentile(ages, _MEDIAN),
        "age_largest": largest(ages),
    }


FIGURE = Figure(
    name=NAME, placed=open_and_overdue_shares, values=_values, items=items_named("open")
)

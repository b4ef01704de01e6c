"""Q7: how useful the answers were, by the requester's own judgement, and how often it gave one.

Source: docs/reference/figures.md, "Q7".
"""

from collections.abc import Iterator

from servanda.core.review.arithmetic import percentile, rate
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
from servanda.core.review.requester_duties import NAME as DUTIES
from servanda.core.review.requester_duties import feedback_duty

NAME = "Q7"

_MEDIAN = 50
_USEFULNESS = "usefulness"
_COUNTS = tuple(f"{_USEFULNESS}_{degree}" for degree in range(4))


def usefulness_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q7: feedback of the period, and the duty to give it, judged once."""
    judged = population.judged_before(DUTIES)

    def measure(item: Item) -> Iterator[Share]:
        feedback, duty = new_feedback(item, population), feedback_duty(item)
        if feedback is not None:
            degree = feedback.usefulness
            yield Share(
                leaves=(feedback.leaf,),
                counts={_COUNTS[degree]: 1},
                times=((_USEFULNESS, degree),),
            )
        if duty is not None and duty.leaf not in judged:
            yield Share(counts={"d": 1, "n": int(duty.judged.is_stopped)})

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    n, d = tally.counts["n"], tally.counts["d"]
    return {
        **{name: tally.counts[name] for name in _COUNTS},
        "median": percentile(tally.times_of(_USEFULNESS), _MEDIAN),
        "d": d,
        "n": n,
        "rate": rate(n, d),
    }


FIGURE = Figure(name=NAME, placed=usefulness_shares, values=_values, items=items_named(*_COUNTS))

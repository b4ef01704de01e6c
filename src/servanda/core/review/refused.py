"""Q3: which share of the responses refused, and on which grounds.

Source: docs/reference/figures.md, "Q3".
"""

from collections.abc import Iterator

from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.population import Population
from servanda.core.review.responses import (
    REOPENED,
    Answer,
    answer_shares,
    outcome_values,
    share_in_base,
)
from servanda.core.statements.codes import REFUSED_OUTCOMES

NAME = "Q3"


def refused_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q3."""
    return answer_shares(population, _share)


def _share(answer: Answer) -> Share:
    response, beside = answer.response, list[str]()
    if response.outcome in REFUSED_OUTCOMES:
        beside.append(response.outcome)
        if response.ground:
            beside.append(f"ground_{response.ground}")
    return share_in_base(answer, counting=REFUSED_OUTCOMES, beside=tuple(beside))


def _values(tally: Tally) -> Values:
    return {
        **outcome_values(tally),
        **dict.fromkeys(REFUSED_OUTCOMES, 0),
        **tally.others("d", "n", f"{REOPENED}d", f"{REOPENED}n"),
    }


FIGURE = Figure(name=NAME, placed=refused_shares, values=_values, items=items_named("d"))

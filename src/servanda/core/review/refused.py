"""Q3: which share of the responses refused, and on which grounds.

Source: docs/reference/figures.md, "Q3".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Population
from servanda.core.review.responses import Answer, answered_cells, leaf_in_base, outcome_share
from servanda.core.statements.codes import REFUSED_OUTCOMES

NAME = "Q3"


def refused_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q3."""
    return rows_of(NAME, answered_cells(population), values=_values, leaves=leaf_in_base)


def _values(measured: Sequence[Answer]) -> Values:
    refused = [
        answer.response for answer in measured if answer.response.outcome in REFUSED_OUTCOMES
    ]
    outcomes = Counter(response.outcome for response in refused)
    grounds = Counter(response.ground for response in refused if response.ground)
    return {
        **outcome_share(measured, counts=REFUSED_OUTCOMES.__contains__),
        **{outcome: outcomes[outcome] for outcome in sorted(REFUSED_OUTCOMES)},
        **{f"ground_{ground}": count for ground, count in sorted(grounds.items())},
    }


FIGURE = Figure(name=NAME, rows=refused_rows, items=items_named("d"))

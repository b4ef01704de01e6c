"""Q9: what came of the responses, by the requester's coded effects; one may have several.

Source: docs/reference/figures.md, "Q9".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from servanda.core.casework.feedback import Feedback
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.judgements import judged_cells, leaf_of
from servanda.core.review.population import Population

NAME = "Q9"


def effect_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q9."""
    return rows_of(NAME, judged_cells(population), values=_values, leaves=leaf_of)


def _values(measured: Sequence[Feedback]) -> Values:
    effects = Counter(effect for feedback in measured for effect in feedback.effects)
    counts = {f"effect_{effect}": count for effect, count in sorted(effects.items())}
    return {"d": len(measured), **counts}


FIGURE = Figure(name=NAME, rows=effect_rows, items=items_named("d"))

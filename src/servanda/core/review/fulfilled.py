"""Q2: which share of the responses fulfilled the request in full; Q2p, at least in part.

Source: docs/reference/figures.md, "Q2" and "Q2p".
"""

from collections.abc import Callable, Iterator, Sequence, Set

from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Population
from servanda.core.review.responses import Answer, answered_cells, leaf_in_base, outcome_share

NAME = "Q2"
PART_NAME = "Q2p"

FULL = frozenset(("fulfilled_full",))
PART = FULL | {"fulfilled_part", "conditional"}

_NIL_RETURN = "nil_return"


def fulfilled_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q2."""
    cells = answered_cells(population)
    return rows_of(NAME, cells, values=_share_of(FULL), leaves=leaf_in_base)


def fulfilled_in_part_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q2p."""
    cells = answered_cells(population)
    return rows_of(PART_NAME, cells, values=_share_of(PART), leaves=leaf_in_base)


def _share_of(outcomes: Set[str]) -> Callable[[Sequence[Answer]], Values]:
    def values(measured: Sequence[Answer]) -> Values:
        nil = sum(answer.response.outcome == _NIL_RETURN for answer in measured)
        return {**outcome_share(measured, counts=outcomes.__contains__), _NIL_RETURN: nil}

    return values


FIGURE = Figure(name=NAME, rows=fulfilled_rows, items=items_named("d"))
PART_FIGURE = Figure(name=PART_NAME, rows=fulfilled_in_part_rows, items=items_named("d"))

"""T4: of the requests whose answer was due, how many were answered in time; T4x, if extended.

Answered is a final response, whatever its outcome. T4 is by the original due time, T4x by the
extended one.

Source: docs/reference/figures.md, "T4" and "T4x".
"""

from collections.abc import Iterator

from servanda.core.review.figure import Figure, FigureRow, items_named
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Population
from servanda.core.review.timeliness import matured_leaves, timeliness_rows

NAME = "T4"
EXTENDED_NAME = "T4x"


def answered_in_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T4."""
    return timeliness_rows(NAME, population, clock_of=answer_clock)


def extended_in_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T4x."""
    return timeliness_rows(EXTENDED_NAME, population, clock_of=_extended_clock)


def answer_clock(clocks: ItemClocks) -> Judged:
    """Pick the answer clock against its original due time."""
    return clocks.answer


def _extended_clock(clocks: ItemClocks) -> Judged:
    return clocks.extended


FIGURE = Figure(
    name=NAME,
    rows=answered_in_time_rows,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=answer_clock),
)
EXTENDED_FIGURE = Figure(
    name=EXTENDED_NAME,
    rows=extended_in_time_rows,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=_extended_clock),
)

"""T3: of the requests whose decision was due, how many were decided in time.

Decided is accepted, postponed, taken further, or answered.

Source: docs/reference/figures.md, "T3".
"""

from collections.abc import Iterator

from servanda.core.review.figure import Figure, FigureRow, items_named
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Population
from servanda.core.review.timeliness import matured_leaves, timeliness_rows

NAME = "T3"


def decided_in_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T3."""
    return timeliness_rows(NAME, population, clock_of=_clock)


def _clock(clocks: ItemClocks) -> Judged:
    return clocks.decision


FIGURE = Figure(
    name=NAME,
    rows=decided_in_time_rows,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=_clock),
)

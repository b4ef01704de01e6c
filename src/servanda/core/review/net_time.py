"""T6: how long answers took, less the pauses that are not charged to the responder.

Source: docs/reference/figures.md, "T6".
"""

from collections.abc import Iterator

from servanda.core.review.durations import duration_rows, timed_leaves
from servanda.core.review.figure import Figure, FigureRow, items_named
from servanda.core.review.population import Population

NAME = "T6"


def net_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T6."""
    return duration_rows(NAME, population, seconds_of=lambda clocks: clocks.net_seconds)


FIGURE = Figure(name=NAME, rows=net_time_rows, items=items_named("count"), matured=timed_leaves)

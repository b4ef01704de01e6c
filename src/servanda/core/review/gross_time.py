"""T5: how long answers took, from the start of the answer clock to the final response.

Source: docs/reference/figures.md, "T5".
"""

from collections.abc import Iterator

from servanda.core.review.durations import duration_rows, timed_leaves
from servanda.core.review.figure import Figure, FigureRow, items_named
from servanda.core.review.population import Population

NAME = "T5"


def gross_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T5."""
    return duration_rows(NAME, population, seconds_of=lambda clocks: clocks.gross_seconds)


FIGURE = Figure(name=NAME, rows=gross_time_rows, items=items_named("count"), matured=timed_leaves)

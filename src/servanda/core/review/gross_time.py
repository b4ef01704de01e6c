"""T5: how long answers took, from the start of the answer clock to the final response.

Source: docs/reference/figures.md, "T5".
"""

from collections.abc import Iterator

from servanda.core.review.durations import duration_shares, duration_values, timed_leaves
from servanda.core.review.figure import Figure, Placed, items_named
from servanda.core.review.population import Population

NAME = "T5"


def gross_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T5."""
    return duration_shares(NAME, population, seconds_of=lambda clocks: clocks.gross_seconds)


FIGURE = Figure(
    name=NAME,
    placed=gross_time_shares,
    values=duration_values,
    items=items_named("count"),
    matured=timed_leaves,
)

"""T6: how long answers took, less the pauses that are not charged to the responder.

Source: docs/reference/figures.md, "T6".
"""

from collections.abc import Iterator

from servanda.core.review.durations import duration_shares, duration_values, timed_leaves
from servanda.core.review.figure import Figure, Placed, items_named
from servanda.core.review.population import Population

NAME = "T6"


def net_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T6."""
    return duration_shares(NAME, population, seconds_of=lambda clocks: clocks.net_seconds)


FIGURE = Figure(
    name=NAME,
    placed=net_time_shares,
    values=duration_values,
    items=items_named("count"),
    matured=timed_leaves,
)

"""T2: of the requests whose acknowledgement was due, how many were acknowledged in time.

Source: docs/reference/figures.md, "T2".
"""

from collections.abc import Iterator

from servanda.core.review.figure import Figure, Placed, items_named
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Population
from servanda.core.review.timeliness import (
    matured_leaves,
    timeliness_shares,
    timeliness_values,
)

NAME = "T2"


def acknowledged_in_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T2."""
    return timeliness_shares(NAME, population, clock_of=_clock)


def _clock(clocks: ItemClocks) -> Judged | None:
    return clocks.acknowledgement


FIGURE = Figure(
    name=NAME,
    placed=acknowledged_in_time_shares,
    values=timeliness_values,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=_clock),
)

"""T3: of the requests whose decision was due, how many were decided in time.

Decided is accepted, postponed, taken further, or answered.

Source: docs/reference/figures.md, "T3".
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

NAME = "T3"


def decided_in_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T3."""
    return timeliness_shares(NAME, population, clock_of=_clock)


def _clock(clocks: ItemClocks) -> Judged:
    return clocks.decision


FIGURE = Figure(
    name=NAME,
    placed=decided_in_time_shares,
    values=timeliness_values,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=_clock),
)

"""T4: of the requests whose answer was due, how many were answered in time; T4x, if extended.

Answered is a final response, whatever its outcome. T4 is by the original due time, T4x by the
extended one.

Source: docs/reference/figures.md, "T4" and "T4x".
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

NAME = "T4"
EXTENDED_NAME = "T4x"


def answered_in_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T4."""
    return timeliness_shares(NAME, population, clock_of=answer_clock)


def extended_in_time_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T4x."""
    return timeliness_shares(EXTENDED_NAME, population, clock_of=_extended_clock)


def answer_clock(clocks: ItemClocks) -> Judged:
    """Pick the answer clock against its original due time."""
    return clocks.answer


def _extended_clock(clocks: ItemClocks) -> Judged:
    return clocks.extended


FIGURE = Figure(
    name=NAME,
    placed=answered_in_time_shares,
    values=timeliness_values,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=answer_clock),
)
EXTENDED_FIGURE = Figure(
    name=EXTENDED_NAME,
    placed=extended_in_time_shares,
    values=timeliness_values,
    items=items_named("d"),
    matured=lambda population: matured_leaves(population, clock_of=_extended_clock),
)

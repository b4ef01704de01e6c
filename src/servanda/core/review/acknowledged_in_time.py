"""T2: of the requests whose acknowledgement was due, how many were acknowledged in time.

Source: docs/reference/figures.md, "T2".
"""

from collections.abc import Iterator
from datetime import datetime

from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.verdicts import ClockState, acknowledgement_state
from servanda.core.review.figure import Figure, FigureRow, number
from servanda.core.review.population import Population
from servanda.core.review.timeliness import matured_leaves, timeliness_rows

NAME = "T2"


def acknowledged_in_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T2."""
    return timeliness_rows(NAME, population, clock_of=_clock)


def _clock(
    case: Case, generation: Generation, casework: Casework, at: datetime
) -> ClockState | None:
    if generation.number > 0:
        return None  # a reopened request is not acknowledged again
    return acknowledgement_state(case, generation, casework=casework, at=at)


FIGURE = Figure(
    name=NAME,
    rows=acknowledged_in_time_rows,
    items=lambda values: number(values, "d"),
    matured=lambda population: matured_leaves(population, clock_of=_clock),
)

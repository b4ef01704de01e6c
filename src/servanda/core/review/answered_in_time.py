"""T4: of the requests whose answer was due, how many were answered in time.

Answered is a final response, whatever its outcome; in time is by the original due time.

Source: docs/reference/figures.md, "T4".
"""

from collections.abc import Iterator
from datetime import datetime

from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.verdicts import ClockState
from servanda.core.review.figure import Figure, FigureRow, number
from servanda.core.review.population import Population
from servanda.core.review.timeliness import matured_leaves, timeliness_rows

NAME = "T4"


def answered_in_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T4."""
    return timeliness_rows(NAME, population, clock_of=_clock)


def _clock(case: Case, generation: Generation, casework: Casework, at: datetime) -> ClockState:
    return answer_state(case, generation, casework=casework, at=at)


FIGURE = Figure(
    name=NAME,
    rows=answered_in_time_rows,
    items=lambda values: number(values, "d"),
    matured=lambda population: matured_leaves(population, clock_of=_clock),
)

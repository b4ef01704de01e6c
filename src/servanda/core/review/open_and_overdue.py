"""T8: what is open at the end of the period, how much of it is overdue, and how old it is.

Every open request counts, whenever it was received: what is left lying stays in sight.

Source: docs/reference/figures.md, "T8".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import largest, percentile, rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells

NAME = "T8"

_MEDIAN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """One open request.

    Attributes:
        leaf: The statement its present generation began with.
        is_overdue: Its answer was due by the end of the period.
        age_seconds: From its receipt to the end of the period.
    """

    leaf: Digest
    is_overdue: bool
    age_seconds: int


def open_and_overdue_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T8."""

    def measure(item: Item) -> _Open | None:
        case, generation = item.case, item.generation
        if item.clocks is None or not case.is_open or generation is not case.current:
            return None
        age = int((population.at - generation.started_at).total_seconds())
        return _Open(
            leaf=generation.leaf,
            is_overdue=item.clocks.answer.late_seconds > 0,
            age_seconds=max(0, age),
        )

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda each: (each.leaf,))


def _values(measured: Sequence[_Open]) -> Values:
    overdue = sum(each.is_overdue for each in measured)
    ages = [each.age_seconds for each in measured]
    return {
        "open": len(measured),
        "overdue": overdue,
        "rate": rate(overdue, len(measured)),
        "age_p50": percentile(ages, _MEDIAN),
        "age_largest": largest(ages),
    }


FIGURE = Figure(name=NAME, rows=open_and_overdue_rows, items=items_named("open"))

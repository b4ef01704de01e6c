"""Q11: what was asked again after a refusal, and whether that helped.

Source: docs/reference/figures.md, "Q11".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells

NAME = "Q11"

_FULFILLED = frozenset(("fulfilled_full", "fulfilled_part"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resubmitted:
    """One request that asks again what was refused.

    Attributes:
        leaf: The new request.
        is_received: In the period.
        is_fulfilled: In full or in part, by a response of the period.
    """

    leaf: Digest
    is_received: bool
    is_fulfilled: bool


def resubmission_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q11."""

    def measure(item: Item) -> _Resubmitted | None:
        response = item.generation.response
        if item.case.resubmits is None or item.is_reopened:
            return None
        is_fulfilled = (
            response is not None
            and response.outcome in _FULFILLED
            and population.is_new(response.leaf)
        )
        if not item.is_received and not is_fulfilled:
            return None
        return _Resubmitted(
            leaf=item.case.leaf, is_received=item.is_received, is_fulfilled=is_fulfilled
        )

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda each: (each.leaf,))


def _values(measured: Sequence[_Resubmitted]) -> Values:
    received = [each for each in measured if each.is_received]
    n, d = sum(each.is_fulfilled for each in received), len(received)
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if len(measured) > d:
        values["carried_n"] = len(measured) - d
    return values


FIGURE = Figure(name=NAME, rows=resubmission_rows, items=items_named("d"))

"""T15: how long requests and final responses were on their way.

From the time that the sender claims to the time of receipt: a receipt that is held back shows
here. Requests are receipted by the responder, responses by the requester, so both stand apart.

Source: docs/reference/figures.md, "T15".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import largest, percentiles
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells

NAME = "T15"

_PERCENTS = (50, 90)
_TYPES = ("request", "response")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """One statement and how long it was on its way; negative if it claims a later time."""

    leaf: Digest
    type: str
    seconds: int


def carriage_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T15."""

    def measure(item: Item) -> list[_Carried] | None:
        return list(_measure(item, population)) or None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def _measure(item: Item, population: Population) -> Iterator[_Carried]:
    """Yield the request, of its first generation, and the final response of the period."""
    case, response = item.case, item.generation.response
    if item.is_received and not item.is_reopened and item.clocks is not None:
        yield _Carried(leaf=case.leaf, type="request", seconds=case.carriage_seconds)
    if response is not None and population.is_new(response.leaf):
        yield _Carried(leaf=response.leaf, type="response", seconds=response.carriage_seconds)


def _leaves(carried: Sequence[_Carried]) -> Iterator[Digest]:
    return (each.leaf for each in carried)


def _values(measured: Sequence[Sequence[_Carried]]) -> Values:
    values: dict[str, int | str] = {}
    for type_name in _TYPES:
        seconds = [
            each.seconds for carried in measured for each in carried if each.type == type_name
        ]
        forward = [each for each in seconds if each >= 0]
        p50, p90 = percentiles(forward, _PERCENTS)
        values |= {
            f"{type_name}_count": len(forward),
            f"{type_name}_p50": p50,
            f"{type_name}_p90": p90,
            f"{type_name}_largest": largest(forward),
            f"{type_name}_negative": len(seconds) - len(forward),
        }
    return values


FIGURE = Figure(name=NAME, rows=carriage_rows, items=items_named("request_count", "response_count"))

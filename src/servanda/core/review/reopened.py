"""Q10: how many answered requests had to be reopened.

Source: docs/reference/figures.md, "Q10".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "Q10"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """One final response.

    Attributes:
        leaf: The response.
        is_new: It was received in the period.
        is_reopened: Its request was reopened after it, and not by the cut before.
    """

    leaf: Digest
    is_new: bool
    is_reopened: bool


def reopened_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q10."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Answered | None:
        response = item.generation.response
        if response is None:
            return None
        is_new = population.is_new(response.leaf)
        is_reopened = _was_reopened(item) and response.leaf not in judged
        if not is_new and not is_reopened:
            return None
        return _Answered(leaf=response.leaf, is_new=is_new, is_reopened=is_reopened)

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda each: (each.leaf,))


def reopened_responses(population: Population) -> set[Key]:
    """Return the responses whose requests were reopened by the moment of `population`."""
    return {
        item.generation.response.leaf
        for item in population.items
        if item.generation.response is not None and _was_reopened(item)
    }


def _was_reopened(item: Item) -> bool:
    return item.generation is not item.case.current


def _values(measured: Sequence[_Answered]) -> Values:
    answered = [each for each in measured if each.is_new]
    n, d = sum(each.is_reopened for each in answered), len(answered)
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if len(measured) > d:
        values["carried_n"] = len(measured) - d
    return values


FIGURE = Figure(name=NAME, rows=reopened_rows, items=items_named("d"), matured=reopened_responses)

"""Q5: how many requests were right first time: the quality of the requester's own work.

Right first time is a request about which no question was asked that is charged to the requester.

Source: docs/reference/figures.md, "Q5".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.clarifications import Charge, charge_of
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "Q5"

_CHARGED = 1  # beside the leaf: that its charge was known, too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Acknowledged:
    """One request that stands acknowledged.

    Attributes:
        leaf: The request.
        is_new: It did not at the cut before.
        is_charged: A question about it is charged to the requester.
    """

    leaf: Digest
    is_new: bool
    is_charged: bool


def right_first_time_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q5."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Acknowledged | None:
        if not _counts(item):
            return None
        leaf = item.generation.leaf
        is_charged = _is_charged(item)
        if leaf not in judged:
            return _Acknowledged(leaf=leaf, is_new=True, is_charged=is_charged)
        if is_charged and (leaf, _CHARGED) not in judged:
            return _Acknowledged(leaf=leaf, is_new=False, is_charged=True)
        return None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda each: (each.leaf,))


def judged_requests(population: Population) -> set[Key]:
    """Return the requests that are acknowledged at the moment, and which of them are charged."""
    keys: set[Key] = set()
    for item in filter(_counts, population.items):
        keys.add(item.generation.leaf)
        if _is_charged(item):
            keys.add((item.generation.leaf, _CHARGED))
    return keys


def _counts(item: Item) -> bool:
    return not item.is_reopened and item.generation.acknowledged_at is not None


def _is_charged(item: Item) -> bool:
    """Return whether any question is: in a pause it outweighs every other."""
    return any(
        asked.is_blocking and charge_of(asked) is Charge.REQUESTER
        for generation in item.case.generations
        for asked in generation.rounds
    )


def _values(measured: Sequence[_Acknowledged]) -> Values:
    acknowledged = [each for each in measured if each.is_new]
    n, d = sum(not each.is_charged for each in acknowledged), len(acknowledged)
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    no_longer = len(measured) - d
    if no_longer:
        # Judged right first time by a review before; the question came since.
        values["no_longer"] = no_longer
    return values


FIGURE = Figure(
    name=NAME, rows=right_first_time_rows, items=items_named("d"), matured=judged_requests
)

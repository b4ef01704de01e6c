"""T1: how many requests were received in the period.

Received is what this cut counts and the cut before did not, whatever time a request claims for
itself; so none falls between two reviews.

Source: docs/reference/figures.md, "T1".
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from servanda.core.casework.transitions import State
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, number
from servanda.core.review.population import Item, Population, measured_cells

NAME = "T1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Received:
    """One request of the period, and under which value it is counted."""

    leaf: Digest
    value: str


def received_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T1."""
    for cell, measured in measured_cells(population, _measure):
        counts = Counter(received.value for received in measured)
        yield FigureRow(
            figure=NAME,
            cell=cell,
            values={"count": counts.pop("count", 0), **counts},
            leaves=[received.leaf for received in measured if received.value == "count"],
        )


def _measure(item: Item) -> _Received | None:
    if not item.is_received:
        return None
    if item.case.state is State.UNDELIVERABLE:
        return _Received(leaf=item.generation.leaf, value="undeliverable")
    return _Received(leaf=item.generation.leaf, value="reopened" if item.is_reopened else "count")


FIGURE = Figure(name=NAME, rows=received_rows, items=lambda values: number(values, "count"))

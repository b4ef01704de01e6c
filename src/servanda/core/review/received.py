"""T1: how many requests were received in the period.

Received is what this cut counts and the cut before did not, whatever time a request claims for
itself; so none falls between two reviews.

Source: docs/reference/figures.md, "T1".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells

NAME = "T1"

_COUNT = "count"


def received_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T1."""
    cells = measured_cells(population, lambda item: item if item.is_received else None)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def _value(item: Item) -> str:
    if item.clocks is None:
        return "undeliverable"
    return "reopened" if item.is_reopened else _COUNT


def _values(measured: Sequence[Item]) -> Values:
    counts = Counter(_value(item) for item in measured)
    return {_COUNT: counts.pop(_COUNT, 0), **counts}


def _leaves(item: Item) -> Sequence[Digest]:
    return (item.generation.leaf,) if _value(item) == _COUNT else ()


FIGURE = Figure(name=NAME, rows=received_rows, items=items_named(_COUNT))

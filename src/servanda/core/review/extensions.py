"""T11: how often a due date was moved by an extension, and how often one was without effect.

Source: docs/reference/figures.md, "T11".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "T11"

_CARRIED = "carried_"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extended:
    """One request, or reopening.

    Attributes:
        group: Where it is counted.
        extensions: Those in effect that count now; a request with any is extended.
        without_effect: Those that moved nothing, where no review before has counted that.
    """

    group: str
    extensions: Sequence[Digest]
    without_effect: Sequence[Digest]


def extension_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T11."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Extended | None:
        clocks = item.clocks
        if clocks is None:
            return None
        is_extended_before = not item.is_received and item.generation.leaf in judged
        extended = _Extended(
            group=item.group,
            extensions=() if is_extended_before else clocks.extensions,
            without_effect=[each for each in clocks.without_effect if each not in judged],
        )
        counts = item.is_received or extended.extensions or extended.without_effect
        return extended if counts else None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def judged_extensions(population: Population) -> set[Key]:
    """Return what is extended at the moment of `population`, and what did not extend anything.

    While a clock stands still nothing is known of an extension said meanwhile.
    """
    judged: set[Key] = set()
    for item in population.items:
        if item.clocks is not None:
            judged.update(item.clocks.without_effect)
            if item.clocks.extensions:
                judged.add(item.generation.leaf)
    return judged


def _leaves(extended: _Extended) -> Iterator[Digest]:
    yield from extended.extensions
    yield from extended.without_effect


def _values(measured: Sequence[_Extended]) -> Values:
    received = [each for each in measured if each.group == ""]
    n = sum(bool(each.extensions) for each in received)
    values: dict[str, int | str] = {
        "d": len(received),
        "n": n,
        "rate": rate(n, len(received)),
        "without_effect": sum(len(each.without_effect) for each in measured),
    }
    for group in (_CARRIED, "reopened_"):
        beside = sum(bool(each.extensions) for each in measured if each.group == group)
        if beside:
            values[f"{group}n"] = beside
    return values


FIGURE = Figure(name=NAME, rows=extension_rows, items=items_named("d"), matured=judged_extensions)

"""Q6: how often the responder had to ask back, and about how many requests.

Source: docs/reference/figures.md, "Q6".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells

NAME = "Q6"

_ROUNDS = ("rounds_0", "rounds_1", "rounds_2", "rounds_more")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The rounds about one request, or reopening.

    Attributes:
        group: Where it is counted.
        rounds: The statements that ask, of the period.
    """

    group: str
    rounds: Sequence[Digest]


def clarification_round_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q6."""

    def measure(item: Item) -> _Asked | None:
        if item.clocks is None:
            return None
        rounds = [each.leaf for each in item.generation.rounds if population.is_new(each.leaf)]
        return _Asked(group=item.group, rounds=rounds) if rounds or item.is_received else None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda asked: asked.rounds)


def _values(measured: Sequence[_Asked]) -> Values:
    values: dict[str, int | str] = dict.fromkeys(("total", *_ROUNDS), 0)
    for asked in measured:
        number = len(asked.rounds)
        added = {f"{asked.group}total": number}
        if asked.group == "":
            added[_ROUNDS[min(number, len(_ROUNDS) - 1)]] = 1
        for name, count in added.items():
            if count:
                values[name] = int(values.get(name, 0)) + count
    return values


FIGURE = Figure(name=NAME, rows=clarification_round_rows, items=items_named(*_ROUNDS))

"""Q1: what became of the requests received in the period.

Twelve outcomes and *open*: nine of a final response, and postponed, lapsed and withdrawn.

Source: docs/reference/figures.md, "Q1".
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servanda.core.canonical import JsonValue
from servanda.core.casework.transitions import State
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, number
from servanda.core.review.population import Item, Population, measured_cells
from servanda.core.statements.codes import OUTCOMES

NAME = "Q1"

OPEN = "open"
REVIEWED_OUTCOMES = frozenset(
    (*OUTCOMES, State.POSTPONED.value, State.LAPSED.value, State.WITHDRAWN.value)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """One request and the value it is counted under."""

    leaf: Digest
    value: str


def outcomes_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q1."""
    for cell, measured in measured_cells(population, _measure):
        counts = dict.fromkeys((*sorted(REVIEWED_OUTCOMES), OPEN), 0)
        counts.update(Counter(outcome.value for outcome in measured))
        yield FigureRow(
            figure=NAME,
            cell=cell,
            values=counts,
            leaves=[outcome.leaf for outcome in measured if outcome.value in REVIEWED_OUTCOMES],
        )


def _measure(item: Item) -> _Outcome | None:
    if not item.is_received:
        return None
    case, generation = item.case, item.generation
    value = OPEN
    if case.state is State.UNDELIVERABLE:
        value = State.UNDELIVERABLE.value
    elif item.is_reopened:
        value = "reopened"
    elif generation.outcome is not None:
        value = generation.outcome
    elif generation.ending is not None:
        value = generation.ending.value
    elif case.state is State.POSTPONED:
        value = State.POSTPONED.value
    return _Outcome(leaf=generation.leaf, value=value)


def _items(values: Mapping[str, JsonValue]) -> int:
    return sum(number(values, name) for name in (*REVIEWED_OUTCOMES, OPEN))


FIGURE = Figure(name=NAME, rows=outcomes_rows, items=_items)

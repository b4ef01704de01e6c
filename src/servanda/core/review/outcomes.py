"""Q1: what became of the requests received in the period.

Twelve outcomes and *open*: nine of a final response, and postponed, lapsed and withdrawn. What
was received before and came to its end in this period stands beside.

Source: docs/reference/figures.md, "Q1".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.transitions import State
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells
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
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Outcome | None:
        if item.is_received:
            return _Outcome(leaf=item.generation.leaf, value=_value(item))
        ended = None if item.is_reopened else _ended(item)
        if ended is None or item.generation.leaf in judged:
            return None
        return _Outcome(leaf=item.generation.leaf, value=f"carried_{ended}")

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def ended_requests(population: Population) -> set[Key]:
    """Return the requests that have come to their end at the moment of `population`."""
    return {item.generation.leaf for item in population.items if _ended(item) is not None}


def _ended(item: Item) -> str | None:
    generation = item.generation
    if generation.outcome is not None:
        return generation.outcome
    return None if generation.ending is None else generation.ending.value


def _value(item: Item) -> str:
    if item.clocks is None:
        return State.UNDELIVERABLE.value
    if item.is_reopened:
        return "reopened"
    ended = _ended(item)
    if ended is not None:
        return ended
    return State.POSTPONED.value if item.case.state is State.POSTPONED else OPEN


def _leaves(outcome: _Outcome) -> Sequence[Digest]:
    """Return the leaf of a request that came to an outcome; `carried_` is such a one, too."""
    value = outcome.value.removeprefix("carried_")
    return (outcome.leaf,) if value in REVIEWED_OUTCOMES else ()


def _values(measured: Sequence[_Outcome]) -> Values:
    counts = Counter(outcome.value for outcome in measured)
    return {**dict.fromkeys((*sorted(REVIEWED_OUTCOMES), OPEN), 0), **counts}


FIGURE = Figure(
    name=NAME,
    rows=outcomes_rows,
    items=items_named(*REVIEWED_OUTCOMES, OPEN),
    matured=ended_requests,
)

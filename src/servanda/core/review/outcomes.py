"""Q1: what became of the requests received in the period.

Twelve outcomes and *open*: nine of a final response, and postponed, lapsed and withdrawn. What
was received before and came to its end in this period stands beside.

Source: docs/reference/figures.md, "Q1".
"""

from collections.abc import Iterator

from servanda.core.casework.transitions import State
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Key, Population
from servanda.core.statements.codes import OUTCOMES

NAME = "Q1"

OPEN = "open"
REVIEWED_OUTCOMES = frozenset(
    (*OUTCOMES, State.POSTPONED.value, State.LAPSED.value, State.WITHDRAWN.value)
)


def outcomes_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q1."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        leaf = item.generation.leaf
        if item.is_received:
            value = _value(item)
            yield Share(leaves=(leaf,) if value in REVIEWED_OUTCOMES else (), counts={value: 1})
            return
        ended = None if item.is_reopened else _ended(item)
        if ended is not None and leaf not in judged:
            yield Share(leaves=(leaf,), counts={f"carried_{ended}": 1})

    return item_shares(population, measure)


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


def _values(tally: Tally) -> Values:
    return {**dict.fromkeys((*sorted(REVIEWED_OUTCOMES), OPEN), 0), **tally.counts}


FIGURE = Figure(
    name=NAME,
    placed=outcomes_shares,
    values=_values,
    items=items_named(*REVIEWED_OUTCOMES, OPEN),
    matured=ended_requests,
)

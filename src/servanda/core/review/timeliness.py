"""Was a clock kept: the share of what was due by the end of the period, for any one clock.

Only *matured* items enter the rate: received in the period and due by its end. So early answers
to requests that are not due yet do not flatter it, and nobody is late before the time.

Used by the figures T2 and T4.

Source: docs/reference/figures.md, "What is left out".
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.transitions import State
from servanda.core.casework.verdicts import ClockState
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import FigureRow
from servanda.core.review.population import Item, Population, measured_cells

# Gives the clock of an item at a moment, the arguments being those of `answer_state`; None if
# such a clock never ran for it.
ClockOf: TypeAlias = Callable[[Case, Generation, Casework, datetime], ClockState | None]

_DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one item means for the rate.

    Attributes:
        leaf: The statement the item began with.
        is_in_time: Of a matured item; None if it is left out.
        left_out: Why it is left out; None if it is not.
        group: Where a matured item is counted: `""` for the rate itself; `reopened_` and
            `carried_` are shown beside it.
    """

    leaf: Digest
    is_in_time: bool | None = None
    left_out: str | None = None
    group: str = ""


def timeliness_rows(name: str, population: Population, *, clock_of: ClockOf) -> Iterator[FigureRow]:
    """Yield the rows of the figure `name` that asks whether a clock was kept."""
    judged = population.matured_before.get(name, ())

    def measure(item: Item) -> Kept | None:
        # Not asked whether it was due by then: what is counted since may have moved that.
        if not item.is_received and item.generation.leaf in judged:
            return None
        return _measure(item, population, clock_of)

    for cell, measured in measured_cells(population, measure):
        yield FigureRow(
            figure=name,
            cell=cell,
            values=_values(measured),
            leaves=[kept.leaf for kept in measured if kept.left_out is None],
        )


def matured_leaves(population: Population, *, clock_of: ClockOf) -> set[Digest]:
    """Return the leaves of the items that are matured at the moment of `population`."""
    measured = (_measure(item, population, clock_of) for item in population.items)
    return {kept.leaf for kept in measured if kept is not None and kept.left_out is None}


def _measure(item: Item, population: Population, clock_of: ClockOf) -> Kept | None:
    """Return what `item` means for the rate; None if it is of another period or has no such clock.

    Whether the review before has judged it is asked before.

    1. What never came to a verdict by its nature is left out first.
    2. Withdrawn by the due time, or held: nothing was owed.
    3. Not due yet: for the next review, even if it is answered.
    4. Matured: in the rate if received in this period, else beside it.
    """
    generation, leaf = item.generation, item.generation.leaf
    if item.case.state is State.UNDELIVERABLE:  # (1)
        return Kept(leaf=leaf, left_out="undeliverable")
    state = clock_of(item.case, generation, population.casework, population.at)
    if state is None:
        return None
    due_at = None if state.verdict is None else state.verdict.due.at
    is_carried = not item.is_received
    left_out = _left_out(generation, state, due_at=due_at, at=population.at)
    if left_out is not None:
        return None if is_carried else Kept(leaf=leaf, left_out=left_out)
    in_time = (
        state.verdict is not None and state.verdict.stop is not None and state.verdict.is_in_time
    )
    group = "reopened_" if item.is_reopened else "carried_" if is_carried else ""  # (4)
    return Kept(leaf=leaf, is_in_time=in_time, group=group)


def _left_out(
    generation: Generation, state: ClockState, *, due_at: datetime | None, at: datetime
) -> str | None:
    if generation.ending is State.LAPSED:  # (1)
        return "lapsed"
    if generation.outcome == _DUPLICATE:
        return _DUPLICATE
    if due_at is None:
        return "no_deadline"
    if generation.ending is State.WITHDRAWN:  # (2)
        if generation.ended_at is not None and generation.ended_at <= due_at:
            return "withdrawn"
    elif state.is_held:
        return "held"
    return "not_due" if due_at > at else None  # (3)


def _values(measured: Sequence[Kept]) -> dict[str, int | str]:
    matured = Counter(kept.group for kept in measured if kept.left_out is None)
    in_time = Counter(kept.group for kept in measured if kept.is_in_time)
    values: dict[str, int | str] = {
        "d": matured[""],
        "n": in_time[""],
        "rate": rate(in_time[""], matured[""]),
    }
    for group in ("carried_", "reopened_"):
        if matured[group]:
            values[f"{group}d"] = matured[group]
            values[f"{group}n"] = in_time[group]
    values.update(Counter(kept.left_out for kept in measured if kept.left_out is not None))
    return values

"""T13: did the requester keep its own clocks, answers to clarifications and feedback.

Every such clock that was due by the end of the period counts once, whenever its request was
received.

Source: docs/reference/figures.md, "T13".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.core.casework.clarifications import Round
from servanda.core.casework.verdicts import clarification_state
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.judged import Judged, judge_duty
from servanda.core.review.population import Item, Key, Population

NAME = "T13"

CLARIFICATION = "clarification"
FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One clock of a requester that was due.

    Attributes:
        leaf: The statement it began with: the one that asks, or the final response.
        name: `CLARIFICATION` or `FEEDBACK`.
        judged: What it comes to.
    """

    leaf: Digest
    name: str
    judged: Judged


def requester_duty_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T13."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        for duty in _matured_duties(item, population):
            if duty.leaf not in judged:
                counts = {f"{duty.name}_d": 1, f"{duty.name}_n": int(duty.judged.is_in_time)}
                yield Share(leaves=(duty.leaf,), counts=counts)

    return item_shares(population, measure)


def matured_duties(population: Population) -> set[Key]:
    """Return the leaves of the duties that are due at the moment of `population`."""
    return {duty.leaf for item in population.items for duty in _matured_duties(item, population)}


def feedback_duty(item: Item) -> Duty | None:
    """Return the duty to give feedback on an item's response, if it is due."""
    response = item.generation.response
    judged = None if item.clocks is None else item.clocks.feedback
    if response is None or judged is None or judged.left_out is not None:
        return None
    return Duty(leaf=response.leaf, name=FEEDBACK, judged=judged)


def _matured_duties(item: Item, population: Population) -> Iterator[Duty]:
    casework, at = population.casework, population.at
    for asked in item.generation.rounds:
        if asked.is_blocking:
            state = clarification_state(item.case, asked, casework=casework, at=at)
            judged = judge_duty(state, at=at)
            if judged.left_out is None and not _has_ended_before(asked, judged):
                yield Duty(leaf=asked.leaf, name=CLARIFICATION, judged=judged)
    duty = feedback_duty(item)
    if duty is not None:
        yield duty


def _has_ended_before(asked: Round, judged: Judged) -> bool:
    """Return whether the request ended by its own before the answer was due: nothing was owed."""
    return asked.ended_at is not None and not judged.is_stopped and judged.late_seconds == 0


def _values(tally: Tally) -> Values:
    apart = {
        f"{name}_{value}": tally.counts[f"{name}_{value}"]
        for name in (CLARIFICATION, FEEDBACK)
        for value in "dn"
    }
    n, d = (
        sum(count for name, count in apart.items() if name.endswith(f"_{value}")) for value in "nd"
    )
    return {"d": d, "n": n, "rate": rate(n, d), **apart}


FIGURE = Figure(
    name=NAME,
    placed=requester_duty_shares,
    values=_values,
    items=items_named("d"),
    matured=matured_duties,
)

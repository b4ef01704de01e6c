"""Q12: what was given unasked, what became of it, and whether incidents were told in time.

Its items are no requests. They fall into cells by who gave and, in the place of the kind, by the
form; information has no urgency. The other party's row shows what was given the other way.

Source: docs/reference/figures.md, "Q12".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.core.casework.information import InformationItem
from servanda.core.casework.unasked_clocks import (
    information_acknowledgement_state,
    information_feedback_state,
    stage_states,
)
from servanda.core.casework.verdicts import ClockState
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.judged import judge_duty
from servanda.core.review.population import ALL, Cell, Key, Population

NAME = "Q12"

INDICATORS = "indicators"
INCIDENT = "incident"

_ACKNOWLEDGEMENT = "acknowledgement"
_FEEDBACK = "feedback"
_STAGES = "stages"
_CLOCKS = (_ACKNOWLEDGEMENT, _FEEDBACK, _STAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """One clock that was due: of the receiver, or of a stage of an incident."""

    of: Digest
    key: Key
    cell: Cell
    name: str
    is_in_time: bool


def information_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q12."""
    for item in population.casework.informations.values():
        counts: dict[str, int] = {}
        is_new = population.is_new(item.leaf)
        if is_new:
            is_batch = item.form == INDICATORS
            counts |= {"count": 1, "pieces": item.pieces, "batches": int(is_batch)}
        feedback = item.feedback
        if feedback is not None and population.is_new(feedback.leaf):
            counts |= {
                "with_feedback": 1,
                "sightings": feedback.sightings,
                "judged": feedback.judged,
                "false_positives": feedback.false_positives,
            }
        if counts:
            share = Share(leaves=(item.leaf,) if is_new else (), counts=counts)
            yield Placed(item.leaf, _cell(item), share)
    judged = population.judged_before(NAME)
    for due in _due(population):
        if due.key not in judged:
            counts = {f"{due.name}_d": 1, f"{due.name}_n": int(due.is_in_time)}
            yield Placed(due.of, due.cell, Share(counts=counts))


def matured_information(population: Population) -> set[Key]:
    """Return the clocks that are due at the moment of `population`."""
    return {due.key for due in _due(population)}


def _due(population: Population) -> Iterator[_Due]:
    casework, at = population.casework, population.at
    for item in casework.informations.values():
        acknowledgement = information_acknowledgement_state(item, casework=casework, at=at)
        feedback = information_feedback_state(item, casework=casework, at=at)
        clocks = ((_ACKNOWLEDGEMENT, acknowledgement), (_FEEDBACK, feedback))
        for number, (name, state) in enumerate(clocks):
            judged = judge_duty(state, at=at)
            if judged.left_out is None:
                key = (item.leaf, number)
                yield _Due(
                    of=item.leaf,
                    key=key,
                    cell=_cell(item),
                    name=name,
                    is_in_time=judged.is_in_time,
                )
    for incident in casework.incidents.values():
        cell = Cell(direction=incident.giver, kind=INCIDENT, urgency=ALL)
        names = [stage.name for stage in incident.terms.stages]
        for stage in stage_states(incident, casework=casework, at=at):
            judged = judge_duty(ClockState(verdict=stage.verdict), at=at)
            if judged.left_out is None:
                # After the numbers of the two clocks that every information has.
                key = (incident.leaf, 2 + names.index(stage.name))
                yield _Due(
                    of=incident.leaf,
                    key=key,
                    cell=cell,
                    name=_STAGES,
                    is_in_time=judged.is_in_time,
                )


def _cell(item: InformationItem) -> Cell:
    return Cell(direction=item.giver, kind=item.form, urgency=ALL)


def _values(tally: Tally) -> Values:
    counts = tally.counts
    values: dict[str, int | str] = {
        name: counts[name] for name in ("count", "pieces", "batches", "with_feedback", "sightings")
    }
    values |= {
        "judged": counts["judged"],
        "false_positives": counts["false_positives"],
        "rate": rate(counts["false_positives"], counts["judged"]),
    }
    for clock in _CLOCKS:
        if counts[f"{clock}_d"]:
            values |= {name: counts[name] for name in (f"{clock}_d", f"{clock}_n")}
    return values


FIGURE = Figure(
    name=NAME,
    placed=information_shares,
    values=_values,
    items=items_named("count"),
    matured=matured_information,
)

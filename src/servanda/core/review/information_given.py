"""Q12: what was given unasked, what became of it, and whether incidents were told in time.

Its items are no requests. They fall into cells by who gave and, in the place of the kind, by the
form; information has no urgency. The other party's row shows what was given the other way.

Source: docs/reference/figures.md, "Q12".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
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
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.judged import judge_duty
from servanda.core.review.population import ALL, Cell, Key, Population, grouped_cells

NAME = "Q12"

INDICATORS = "indicators"
INCIDENT = "incident"

_ACKNOWLEDGEMENT = "acknowledgement"
_FEEDBACK = "feedback"
_STAGES = "stages"
_CLOCKS = (_ACKNOWLEDGEMENT, _FEEDBACK, _STAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    """What is counted of one information: any of it may be nothing.

    Attributes:
        leaf: The statement, of what was given in the period; else None.
        counts: What is added up, by name.
    """

    leaf: Digest | None
    counts: Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """One clock that was due: of the receiver, or of a stage of an incident."""

    key: Key
    cell: Cell
    name: str
    is_in_time: bool


def information_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q12."""
    cells = grouped_cells(_placed(population), parties=population.parties)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def matured_information(population: Population) -> set[Key]:
    """Return the clocks that are due at the moment of `population`."""
    return {due.key for due in _due(population)}


def _placed(population: Population) -> Iterator[tuple[Cell, _Noted]]:
    for item in population.casework.informations.values():
        counts = Counter[str]()
        is_new = population.is_new(item.leaf)
        if is_new:
            counts["count"] = 1
            counts["pieces"] = item.pieces
            counts["batches"] = int(item.form == INDICATORS)
        feedback = item.feedback
        if feedback is not None and population.is_new(feedback.leaf):
            counts["with_feedback"] = 1
            counts["sightings"] = feedback.sightings
            counts["judged"] = feedback.judged
            counts["false_positives"] = feedback.false_positives
        if counts:
            yield _cell(item), _Noted(leaf=item.leaf if is_new else None, counts=counts)
    judged = population.judged_before(NAME)
    for due in _due(population):
        if due.key not in judged:
            counts = Counter({f"{due.name}_d": 1, f"{due.name}_n": int(due.is_in_time)})
            yield due.cell, _Noted(leaf=None, counts=counts)


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
                yield _Due(key=key, cell=_cell(item), name=name, is_in_time=judged.is_in_time)
    for incident in casework.incidents.values():
        cell = Cell(direction=incident.giver, kind=INCIDENT, urgency=ALL)
        names = [stage.name for stage in incident.terms.stages]
        for stage in stage_states(incident, casework=casework, at=at):
            judged = judge_duty(ClockState(verdict=stage.verdict), at=at)
            if judged.left_out is None:
                # After the numbers of the two clocks that every information has.
                key = (incident.leaf, 2 + names.index(stage.name))
                yield _Due(key=key, cell=cell, name=_STAGES, is_in_time=judged.is_in_time)


def _cell(item: InformationItem) -> Cell:
    return Cell(direction=item.giver, kind=item.form, urgency=ALL)


def _leaves(noted: _Noted) -> Sequence[Digest]:
    return () if noted.leaf is None else (noted.leaf,)


def _values(measured: Sequence[_Noted]) -> Values:
    counts = Counter[str]()
    for noted in measured:
        counts.update(noted.counts)
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
    rows=information_rows,
    items=items_named("count"),
    matured=matured_information,
)

"""T16: the marks on requests and on what was said about them.

Source: docs/reference/figures.md, "T16".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.review.answered_in_time import NAME as ANSWERED_IN_TIME
from servanda.core.review.answered_in_time import answer_clock
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import (
    ALL,
    Cell,
    Item,
    Key,
    Population,
    grouped_cells,
)
from servanda.core.review.timeliness import keeping

NAME = "T16"

WITHIN_CLOCK_UNCERTAINTY = "within_clock_uncertainty"
CLOCK_CONFLICT = "clock_conflict"
CLASS_CONTESTED = "class_contested"
OUT_OF_STATE = "out_of_state"
BESIDE_REQUESTS = "beside_requests"

_ALWAYS = (WITHIN_CLOCK_UNCERTAINTY, CLOCK_CONFLICT, CLASS_CONTESTED, OUT_OF_STATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """One mark, and the statement that has it."""

    name: str
    leaf: Digest


def mark_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T16."""
    cells = grouped_cells(_placed(population), parties=population.parties)
    return rows_of(NAME, cells, values=_values, leaves=lambda mark: (mark.leaf,))


def contested_requests(population: Population) -> set[Key]:
    """Return the requests whose class is contested at the moment of `population`."""
    return {case.leaf for case in population.casework.cases.values() if case.contested_urgency}


def _placed(population: Population) -> Iterator[tuple[Cell, _Mark]]:
    keep = keeping(
        clock_of=answer_clock,
        judged_before=population.judged_before(ANSWERED_IN_TIME),
    )
    for item in population.items:
        if item.clocks is None:
            continue
        cell = item.cell
        if item.clocks.is_uncertain:
            kept = keep(item)
            if kept is not None and kept.left_out is None:
                yield cell, _Mark(name=WITHIN_CLOCK_UNCERTAINTY, leaf=item.generation.leaf)
        if not item.is_reopened:
            for mark in _of_case(item, population):
                yield cell, mark
    for party, leaves in population.casework.beside_requests.items():
        for leaf in filter(population.is_new, leaves):
            yield (
                Cell(direction=party, kind=ALL, urgency=ALL),
                _Mark(name=BESIDE_REQUESTS, leaf=leaf),
            )


def _of_case(item: Item, population: Population) -> Iterator[_Mark]:
    """Yield the marks that a request has once, whatever its generation."""
    case = item.case
    for leaf in filter(population.is_new, case.clock_conflicts):
        yield _Mark(name=CLOCK_CONFLICT, leaf=leaf)
    if case.contested_urgency and case.leaf not in population.judged_before(NAME):
        yield _Mark(name=CLASS_CONTESTED, leaf=case.leaf)
    for leaf in filter(population.is_new, case.out_of_state):
        yield _Mark(name=OUT_OF_STATE, leaf=leaf)


def _values(measured: Sequence[_Mark]) -> Values:
    values: dict[str, int | str] = dict.fromkeys(_ALWAYS, 0)
    for mark in measured:
        values[mark.name] = int(values.get(mark.name, 0)) + 1
    return values


FIGURE = Figure(
    name=NAME,
    rows=mark_rows,
    items=items_named(*_ALWAYS, BESIDE_REQUESTS),
    matured=contested_requests,
)

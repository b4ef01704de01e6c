"""T16: the marks on requests and on what was said about them.

Source: docs/reference/figures.md, "T16".
"""

from collections.abc import Iterator

from servanda.core.identifiers import Digest
from servanda.core.review.answered_in_time import NAME as ANSWERED_IN_TIME
from servanda.core.review.answered_in_time import answer_clock
from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.population import ALL, Cell, Item, Key, Population
from servanda.core.review.timeliness import keeping

NAME = "T16"

WITHIN_CLOCK_UNCERTAINTY = "within_clock_uncertainty"
CLOCK_CONFLICT = "clock_conflict"
CLASS_CONTESTED = "class_contested"
OUT_OF_STATE = "out_of_state"
BESIDE_REQUESTS = "beside_requests"

_ALWAYS = (WITHIN_CLOCK_UNCERTAINTY, CLOCK_CONFLICT, CLASS_CONTESTED, OUT_OF_STATE)


def contested_requests(population: Population) -> set[Key]:
    """Return the requests whose class is contested at the moment of `population`."""
    return {case.leaf for case in population.casework.cases.values() if case.contested_urgency}


def mark_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T16."""
    keep = keeping(
        clock_of=answer_clock,
        judged_before=population.judged_before(ANSWERED_IN_TIME),
    )
    for item in population.items:
        if item.clocks is None:
            continue
        of, cell = item.case.leaf, item.cell
        if item.clocks.is_uncertain:
            kept = keep(item)
            if kept is not None and kept.left_out is None:
                yield Placed(of, cell, _mark(WITHIN_CLOCK_UNCERTAINTY, item.generation.leaf))
        if not item.is_reopened:
            for share in _of_case(item, population):
                yield Placed(of, cell, share)
    for party, leaves in population.casework.beside_requests.items():
        for leaf in filter(population.is_new, leaves):
            cell = Cell(direction=party, kind=ALL, urgency=ALL)
            yield Placed(leaf, cell, _mark(BESIDE_REQUESTS, leaf))


def _mark(name: str, leaf: Digest) -> Share:
    """Return one mark, and the statement that has it."""
    return Share(leaves=(leaf,), counts={name: 1})


def _of_case(item: Item, population: Population) -> Iterator[Share]:
    """Yield the marks that a request has once, whatever its generation."""
    case = item.case
    for leaf in filter(population.is_new, case.clock_conflicts):
        yield _mark(CLOCK_CONFLICT, leaf)
    if case.contested_urgency and case.leaf not in population.judged_before(NAME):
        yield _mark(CLASS_CONTESTED, case.leaf)
    for leaf in filter(population.is_new, case.out_of_state):
        yield _mark(OUT_OF_STATE, leaf)


def _values(tally: Tally) -> Values:
    return {**dict.fromkeys(_ALWAYS, 0), **tally.counts}


FIGURE = Figure(
    name=NAME,
    placed=mark_shares,
    values=_values,
    items=items_named(*_ALWAYS, BESIDE_REQUESTS),
    matured=contested_requests,
)

"""Who is counted: the requests of a review, and the cells they fall into.

A figure is computed for each direction (who asked), kind and urgency, and for all kinds or
urgencies together. Each cell is computed from its items, never from other cells.

Source: docs/reference/figures.md, "Population".
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework, terms_for
from servanda.core.casework.transitions import State
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId

ALL = "all"

Measured = TypeVar("Measured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One generation of one request: what every figure counts.

    Attributes:
        case: The request.
        generation: The one meant.
        is_received: The statement it began with is counted at this cut and was not at the cut
            before.
    """

    case: Case
    generation: Generation
    is_received: bool

    @property
    def is_reopened(self) -> bool:
        """Whether it is a later generation; those are shown apart."""
        return self.generation.number > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One combination that figures are computed for.

    Attributes:
        direction: The requester.
        kind: Of the requests, or `ALL`.
        urgency: Of the requests, or `ALL`.
    """

    direction: PartyId
    kind: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """All items of a review.

    Attributes:
        casework: The requests, with what their clocks need.
        parties: In the order of the accord.
        items: In the order in which their requests count.
        at: The `until` of the cut: the moment of every verdict.
        matured_before: By figure, the leaves of the items that were matured at the cut before,
            by what it counted; those are not judged again.
    """

    casework: Casework
    parties: Sequence[PartyId]
    items: Sequence[Item]
    at: datetime
    matured_before: Mapping[str, Container[Digest]]


def build_population(
    casework: Casework,
    *,
    parties: Sequence[PartyId],
    undeliverable: Iterable[VerifiedStatement],
    counted_before: Container[Digest],
    at: datetime,
    matured_before: Mapping[str, Container[Digest]],
) -> Population:
    """Return the items of a review.

    Args:
        casework: As the counted statements of the cut leave it.
        parties: In the order of the accord.
        undeliverable: Requests refused for their body at this cut and not at the one before.
        counted_before: The statements that the cut before counted.
        at: The `until` of the cut.
        matured_before: As in `Population`; empty at the first cut.
    """
    items = [
        Item(
            case=case,
            generation=generation,
            is_received=generation.leaf not in counted_before,
        )
        for case in casework.cases.values()
        for generation in case.generations
    ]
    items.extend(_undeliverable_item(statement, casework) for statement in undeliverable)
    return Population(
        casework=casework, parties=parties, items=items, at=at, matured_before=matured_before
    )


def measured_cells(
    population: Population, measure: Callable[[Item], Measured | None]
) -> Iterator[tuple[Cell, list[Measured]]]:
    """Yield each cell that is not empty, with what `measure` says of each of its items.

    Args:
        population: The items.
        measure: Called once for each item; None if the item is none of the figure's business.

    Yields:
        Directions in the order of the accord, then kinds, then urgencies, `ALL` first, the
        others by name; within a cell the order of the items.
    """
    groups: dict[PartyId, tuple[list[Case], list[Measured]]] = {}
    for item in population.items:
        value = measure(item)
        if value is not None:
            cases, measured = groups.setdefault(item.case.requester, ([], []))
            cases.append(item.case)
            measured.append(value)
    for direction in population.parties:
        cases, measured = groups.get(direction, ([], []))
        kinds = [ALL, *sorted({case.kind for case in cases})]
        urgencies = [ALL, *sorted({case.urgency for case in cases})]
        for kind in kinds:
            for urgency in urgencies:
                values = [
                    value
                    for case, value in zip(cases, measured, strict=True)
                    if kind in (ALL, case.kind) and urgency in (ALL, case.urgency)
                ]
                if values:
                    yield Cell(direction=direction, kind=kind, urgency=urgency), values


def _undeliverable_item(statement: VerifiedStatement, casework: Casework) -> Item:
    """Return a request that was refused for its body: received by nobody, counted beside."""
    header = statement.header
    generation = Generation(
        number=0,
        leaf=statement.digest,
        started_at=header.time,
        answer_started_at=header.time,
        updated_at=header.time,
    )
    case = Case(
        leaf=statement.digest,
        requester=header.from_party,
        responder=header.to_party,
        terms=terms_for(casework, statement),
        kind=str(header.facts["kind"]),
        urgency=str(header.facts["urgency"]),
        state=State.UNDELIVERABLE,
        generations=[generation],
    )
    return Item(case=case, generation=generation, is_received=True)

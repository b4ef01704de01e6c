"""Who is counted: the requests of a review, and the cells they fall into.

A figure is computed for each direction (who asked), kind and urgency, and for all kinds or
urgencies together. Each cell is computed from its items, never from other cells.

Source: docs/reference/figures.md, "Population".
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework, terms_for
from servanda.core.casework.transitions import State
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.judged import ItemClocks, clocks_of

ALL = "all"

# What a figure judges once: what began with a leaf or, where several things did, one of them.
Key: TypeAlias = Digest | tuple[Digest, int]


class Cell(NamedTuple):
    """One combination that figures are computed for.

    Attributes:
        direction: The requester; of what is no request, who gave it or called.
        kind: Of the requests, or `ALL`; of what is no request, its own kind.
        urgency: Of the requests, or `ALL`.
    """

    direction: PartyId
    kind: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One generation of one request: what most figures count.

    Attributes:
        case: The request.
        generation: The one meant.
        is_received: The statement it began with is counted at this cut and was not at the cut
            before.
        cell: The smallest that it is in.
        clocks: What they come to at the moment of the review; None if it was undeliverable.
    """

    case: Case
    generation: Generation
    is_received: bool
    cell: Cell
    clocks: ItemClocks | None

    @property
    def is_reopened(self) -> bool:
        """Whether it is a later generation; those are shown apart."""
        return self.generation.number > 0

    @property
    def group(self) -> str:
        """Before which names of values it is counted: beside the others, or with them."""
        if self.is_reopened:
            return "reopened_"
        return "" if self.is_received else "carried_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """All items of a review.

    Attributes:
        casework: The requests, with what their clocks need.
        parties: In the order of the accord.
        items: In the order in which their requests count.
        at: The `until` of the cut: the moment of every verdict.
        counted_before: The statements that the cut before counted.
        matured_before: By figure, what it judged at the cut before, by what was counted there;
            that is not judged again.
    """

    casework: Casework
    parties: Sequence[PartyId]
    items: Sequence[Item]
    at: datetime
    counted_before: Container[Digest]
    matured_before: Mapping[str, Container[Key]]

    def is_new(self, leaf: Digest) -> bool:
        """Return whether this cut counts a statement and the cut before did not."""
        return leaf not in self.counted_before

    def judged_before(self, figure: str) -> Container[Key]:
        """Return what `figure` judged at the cut before."""
        return self.matured_before.get(figure, ())


def build_population(
    casework: Casework,
    *,
    parties: Sequence[PartyId],
    undeliverable: Iterable[VerifiedStatement],
    counted_before: Container[Digest],
    at: datetime,
    matured_before: Mapping[str, Container[Key]],
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
    cells: dict[Cell, Cell] = {}
    items: list[Item] = []
    for case in casework.cases.values():
        cell = _cell_of(case)
        items.extend(
            Item(
                case=case,
                generation=generation,
                is_received=generation.leaf not in counted_before,
                cell=cells.setdefault(cell, cell),  # few cells, many items
                clocks=clocks_of(case, generation, casework=casework, at=at),
            )
            for generation in case.generations
        )
    items.extend(_undeliverable_item(statement, casework) for statement in undeliverable)
    return Population(
        casework=casework,
        parties=parties,
        items=items,
        at=at,
        counted_before=counted_before,
        matured_before=matured_before,
    )


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
    return Item(
        case=case, generation=generation, is_received=True, cell=_cell_of(case), clocks=None
    )


def _cell_of(case: Case) -> Cell:
    return Cell(direction=case.requester, kind=case.kind, urgency=case.urgency)

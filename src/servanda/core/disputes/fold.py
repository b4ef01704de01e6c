"""Fold counted statements into the disputes between two parties.

Each side states its version once and may narrow it, never widen it. What remains stands beside
what it names in every review until whoever stated it withdraws it. No figure is moved by it.

Source: docs/spec/concerns.md, "Disputes".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

DISPUTE = "dispute"
STATED = "stated"
DISPUTE_TYPES = frozenset((DISPUTE,))

# Standing disputes of one party at once; more than any two people will ever talk through. Beyond
# it a statement is kept and has no effect, so a flood cannot bury a review.
MAX_STANDING = 200


class DisputeState(StrEnum):
    """Where a dispute stands."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one side says.

    Attributes:
        leaf: The statement that says it last.
        leaves: What it contests, or, in an answer, what it speaks of.
        figures: Figures it contests, where it is about figures.
        narrowed: How often it was narrowed.
    """

    leaf: Digest
    leaves: frozenset[str]
    figures: frozenset[str]
    narrowed: int = 0


@dataclass(slots=True, kw_only=True)
class Dispute:
    """One dispute.

    Attributes:
        leaf: The statement that stated it.
        by: Who stated it.
        about: `statement`, `receipt`, `figure` or `fork`.
        received_at: When the other side received it.
        versions: What each side says, by party; the other side's only when it answered.
        state: Where it stands.
        ended_at: When the other side received that it was withdrawn.
    """

    leaf: Digest
    by: PartyId
    about: str
    received_at: datetime
    versions: dict[PartyId, Version]
    state: DisputeState = DisputeState.STANDING
    ended_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Disputes:
    """The disputes between two parties.

    Attributes:
        by_leaf: By the leaf hash of the statement that stated it, in their order.
        out_of_state: Statements without effect, in their order.
    """

    by_leaf: dict[Digest, Dispute] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)

    @property
    def standing(self) -> Sequence[Dispute]:
        """Those not withdrawn, in their order."""
        return [one for one in self.by_leaf.values() if one.state is DisputeState.STANDING]

    def about_leaf(self, leaf: Digest) -> Sequence[Dispute]:
        """Return the standing disputes that contest the statement or receipt `leaf`."""
        return [one for one in self.standing if leaf in one.versions[one.by].leaves]

    def about_figure(self, figure: str) -> Sequence[Dispute]:
        """Return the standing disputes that contest the figure `figure`."""
        return [one for one in self.standing if figure in one.versions[one.by].figures]


def fold_disputes(counted: Iterable[Counted]) -> Disputes:
    """Return the disputes that the counted statements come to; other types are passed over."""
    found = Disputes()
    for one in counted:
        if one.statement.header.type == DISPUTE and not _apply(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Disputes, counted: Counted) -> bool:
    header = counted.statement.header
    said = _version(header.facts, counted.statement.digest)
    if header.facts.get("step", STATED) == STATED:
        return _state(found, counted, said)
    dispute = None if header.ref is None else found.by_leaf.get(header.ref)
    if dispute is None or dispute.state is not DisputeState.STANDING:
        return False
    return header.facts["about"] == dispute.about and _go_on(dispute, counted, said)


def _go_on(dispute: Dispute, counted: Counted, said: Version) -> bool:
    header = counted.statement.header
    author = PartyId(header.from_party)
    match header.facts["step"]:
        case "answered":
            return _answer(dispute, said, by=author)
        case "narrowed":
            return _narrow(dispute, said, by=author)
        case _:
            if author != dispute.by:
                return False
            dispute.state, dispute.ended_at = DisputeState.WITHDRAWN, counted.received_at
            return True


def _state(found: Disputes, counted: Counted, said: Version) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    author = PartyId(header.from_party)
    if sum(one.by == author for one in found.standing) >= MAX_STANDING:
        return False
    found.by_leaf[leaf] = Dispute(
        leaf=leaf,
        by=author,
        about=str(header.facts["about"]),
        received_at=counted.received_at,
        versions={author: said},
    )
    return True


def _answer(dispute: Dispute, said: Version, *, by: PartyId) -> bool:
    if by in dispute.versions:
        return False
    dispute.versions[by] = said
    return True


def _narrow(dispute: Dispute, said: Version, *, by: PartyId) -> bool:
    """Take a smaller version in place of a side's own; one that is no smaller has no effect."""
    known = dispute.versions.get(by)
    if known is None or not (said.leaves <= known.leaves and said.figures <= known.figures):
        return False
    if (said.leaves, said.figures) == (known.leaves, known.figures):
        return False
    if not said.leaves and not said.figures:
        return False  # nothing left is a withdrawal, which says so
    dispute.versions[by] = Version(
        leaf=said.leaf,
        leaves=said.leaves,
        figures=said.figures,
        narrowed=known.narrowed + 1,
    )
    return True


def _version(facts: JsonObject, leaf: Digest) -> Version:
    return Version(
        leaf=leaf,
        leaves=frozenset(cast("Sequence[str]", facts["leaves"])),
        figures=frozenset(cast("Sequence[str]", facts.get("figures", ()))),
    )

"""Fold counted statements into the concerns between two parties.

What is not legal in the state reached is kept, has no effect, and is listed.

Source: docs/spec/concerns.md; docs/decisions/0029.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from servanda.core.accords.terms import Terms
from servanda.core.casework.casework import Casework, empty_casework, terms_for
from servanda.core.casework.clocks import Due
from servanda.core.casework.fold import apply_counted
from servanda.core.casework.transitions import Clock
from servanda.core.casework.unasked_clocks import INFORMATION
from servanda.core.casework.verdicts import ClockState, due_by_rule, unheld_state
from servanda.core.concerns.concern import (
    ASSENTABLE,
    REPLY,
    STAND_IN,
    STEPS,
    Concern,
    ConcernState,
    ConcernStep,
    Speaker,
)
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

CONCERN = "concern"
CALENDAR = "calendar"
CONCERN_TYPES = frozenset((CONCERN, REPLY))


@dataclass(slots=True, kw_only=True)
class Concerns:
    """The concerns between two parties.

    Attributes:
        casework: Holds the calendars by which clocks are reckoned.
        by_leaf: By the leaf hash of the statement that issued it, in their order.
        out_of_state: Statements without effect, in their order.
    """

    casework: Casework
    by_leaf: dict[Digest, Concern] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)

    def clock(self, concern: Concern, *, at: datetime) -> ClockState:
        """Return the addressee's clock to reply."""
        due = self.due(concern)
        return unheld_state(due, start=concern.received_at, stop=concern.replied_at, at=at)

    def due(self, concern: Concern) -> Due | None:
        """Return until when the addressee replies."""
        rule = concern.terms.clock_for(
            Clock.CONCERN, kind=INFORMATION, urgency="routine", access="direct"
        )
        return due_by_rule(
            rule or STAND_IN,
            concern.terms,
            casework=self.casework,
            by=concern.addressee,
            start=concern.received_at,
        )


def fold_concerns(
    counted: Iterable[Counted], *, terms: Mapping[Digest, Terms], parties: Sequence[PartyId]
) -> Concerns:
    """Return the concerns that the counted statements come to.

    Args:
        counted: In the order of their effect; of other types only calendars are looked at.
        terms: Of every version in force for one of them, by its id.
        parties: Both, in the order of the accord.
    """
    found = Concerns(casework=empty_casework(terms=terms, parties=parties))
    for one in counted:
        header = one.statement.header
        if header.type == CALENDAR:
            apply_counted(found.casework, one)
        elif header.type in CONCERN_TYPES and not _apply(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Concerns, counted: Counted) -> bool:
    header = counted.statement.header
    step = REPLY if header.type == REPLY else str(header.facts["step"])
    if step == "issued":
        return _issue(found, counted)
    concern = None if header.ref is None else found.by_leaf.get(header.ref)
    row = STEPS.get(step)
    if concern is None or row is None or concern.state not in row.states:
        return False
    if not _may_say(concern, row, step, by=PartyId(header.from_party)):
        return False
    if step == REPLY:
        concern.position = str(header.facts["position"])
        concern.reply, concern.replied_at = counted.statement.digest, counted.received_at
    _move(concern, step)
    concern.said.append(counted.statement.digest)
    return True


def _may_say(concern: Concern, row: ConcernStep, step: str, *, by: PartyId) -> bool:
    if row.by is not Speaker.EITHER and (by == concern.issuer) is not (row.by is Speaker.ISSUER):
        return False
    if step == REPLY:
        return concern.reply is None  # one reply; what comes after is for the dialogue
    return step != "assented" or concern.position in ASSENTABLE


def _move(concern: Concern, step: str) -> None:
    before = concern.state
    if step == REPLY:
        is_denied = concern.position == ConcernState.DISPUTED
        concern.state = ConcernState.DISPUTED if is_denied else ConcernState.REPLIED
    else:
        concern.state = STEPS[step].next_state or ConcernState(concern.position)
    if concern.state is ConcernState.CLOSED:
        concern.outcome = before


def _issue(found: Concerns, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    evidence = header.facts.get("evidence")
    found.by_leaf[leaf] = Concern(
        leaf=leaf,
        issuer=PartyId(header.from_party),
        addressee=PartyId(header.to_party),
        commitment=str(header.facts.get("commitment", "")),
        subject=str(header.facts.get("subject", "")),
        elements=tuple(cast("Sequence[str]", header.facts.get("elements", ()))),
        evidence=None if evidence is None else Digest(str(evidence)),
        terms=terms_for(found.casework, counted.statement),
        issued_at=header.time,
        received_at=counted.received_at,
    )
    return True

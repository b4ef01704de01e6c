"""A concern: what may be said of it in which state, and what is known of it.

"Explained" and "remedied" are the other side's words until the issuer assents; without assent
they are disputed. A concern about a subject has the same clock and reply, and is in no finding.

Source: docs/spec/concerns.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from servanda.core.accords.terms import ANY, ClockRule, Terms
from servanda.core.identifiers import Digest, PartyId


class ConcernState(StrEnum):
    """Where a concern stands."""

    RECEIVED = "received"
    REPLIED = "replied"
    EXPLAINED = "explained"
    REMEDIED = "remedied"
    DISPUTED = "disputed"
    REFERRED = "referred"
    CLOSED = "closed"


class Speaker(StrEnum):
    """Whose word a step is."""

    ISSUER = "issuer"
    ADDRESSEE = "addressee"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStep:
    """One row of the table.

    Attributes:
        by: Whose word it is.
        states: In which it has an effect.
        next_state: What follows; None where the position that was replied says it.
    """

    by: Speaker
    states: frozenset[ConcernState]
    next_state: ConcernState | None = None


REPLY = "reply"
_OPEN = frozenset(
    (
        ConcernState.RECEIVED,
        ConcernState.REPLIED,
        ConcernState.DISPUTED,
        ConcernState.REFERRED,
    )
)

# By the `step` of a `concern`; `issued` opens one. A `reply` stands under its own type's name.
STEPS: Mapping[str, ConcernStep] = {
    REPLY: ConcernStep(
        by=Speaker.ADDRESSEE, states=frozenset((ConcernState.RECEIVED, ConcernState.REFERRED))
    ),
    # Also after it was disputed or referred: coming round is never too late.
    "assented": ConcernStep(
        by=Speaker.ISSUER,
        states=frozenset((ConcernState.REPLIED, ConcernState.DISPUTED, ConcernState.REFERRED)),
    ),
    "maintained": ConcernStep(
        by=Speaker.ISSUER,
        states=frozenset((ConcernState.REPLIED,)),
        next_state=ConcernState.DISPUTED,
    ),
    "referred": ConcernStep(
        by=Speaker.EITHER,
        states=_OPEN - {ConcernState.REFERRED},
        next_state=ConcernState.REFERRED,
    ),
    "closed": ConcernStep(
        by=Speaker.ISSUER,
        states=_OPEN | {ConcernState.EXPLAINED, ConcernState.REMEDIED},
        next_state=ConcernState.CLOSED,
    ),
}

# Positions to which the issuer can assent; "disputed" is none.
ASSENTABLE = frozenset((ConcernState.EXPLAINED, ConcernState.REMEDIED))

# Where the accord has no such clock: else silence would never be late.
STAND_IN = ClockRule(
    name="concern",
    kind=ANY,
    unit="calendar_days",
    amount=30,
    source="proposed by Servanda, where the accord is silent [S]",
)


@dataclass(slots=True, kw_only=True)
class Concern:
    """One concern.

    Attributes:
        leaf: The statement that issued it.
        issuer: Who issued it.
        addressee: The other party.
        commitment: The commitment that seems broken; empty where it names a subject.
        subject: The subject; empty where it names a commitment.
        elements: Of the commitment, that it touches.
        evidence: Hash of the evidence set; None where none is named.
        terms: Of the version of the accord in force for it.
        issued_at: When the issuer says that it was issued; a claim.
        received_at: When the addressee received it.
        state: Where it stands.
        position: What was replied; empty while nothing is.
        replied_at: When the issuer received the reply.
        reply: The statement that replied.
        outcome: The last state before it was closed; None while it is open.
        said: What else was said about it, in its order.
    """

    leaf: Digest
    issuer: PartyId
    addressee: PartyId
    commitment: str
    subject: str
    elements: tuple[str, ...]
    evidence: Digest | None
    terms: Terms
    issued_at: datetime
    received_at: datetime
    state: ConcernState = ConcernState.RECEIVED
    position: str = ""
    replied_at: datetime | None = None
    reply: Digest | None = None
    outcome: ConcernState | None = None
    said: list[Digest] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether anything is left of it: neither settled nor closed."""
        return self.state in _OPEN

    @property
    def bears_on_findings(self) -> bool:
        """Whether it is about a commitment; a subject alone is in no finding."""
        return bool(self.commitment)

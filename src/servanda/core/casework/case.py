"""One request between two parties, as far as the counted statements tell.

Source: docs/spec/casework.md, "What is kept of a request".
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from servanda.core.accords.terms import Terms
from servanda.core.casework.transitions import OPEN, State
from servanda.core.identifiers import Digest, PartyId

Access: TypeAlias = Literal["direct", "indirect"]

DIRECT: Access = "direct"
INDIRECT: Access = "indirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDeclared:
    """How the responder said it can get at what is asked, and when that was received."""

    access: Access
    received_at: datetime


@dataclass(slots=True, kw_only=True)
class Postponement:
    """A stretch in which the answer clock is held.

    Attributes:
        start: When the statement was received.
        review_at: The date the responder set itself; unresumed by then, the request is late.
        end: When it was resumed or ended otherwise; None while held.
    """

    start: datetime
    review_at: datetime
    end: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Generation:
    """One run of a request's clocks: from its receipt, or from its reopening.

    Attributes:
        number: 0 for the request itself, 1 and later for each reopening.
        leaf: The statement it began with.
        started_at: When that was received.
        acknowledged_at: When the acknowledgement, or a later step, was received.
        decided_at: When it was accepted or postponed, or a later step came.
        answered_at: When the final response was received.
        updated_at: When the update clock began last.
        enquired_at: When the requester enquired after that, first; None if it did not.
        outcome: Of the final response.
        ended_at: When it was withdrawn or lapsed.
        ending: Which of the two.
        declared: What the responder said of its access; None until it did.
        postponements: In the order received.
    """

    number: int
    leaf: Digest
    started_at: datetime
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    updated_at: datetime
    enquired_at: datetime | None = None
    outcome: str | None = None
    ended_at: datetime | None = None
    ending: State | None = None
    declared: AccessDeclared | None = None
    postponements: list[Postponement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Case:
    """One request and what became of it; written by the fold alone.

    Attributes:
        leaf: The request.
        requester: Who asked.
        responder: Who was asked.
        terms: Of the version of the accord in force for the request; they hold for all of it,
            whatever was agreed later.
        kind: From the request's facts.
        urgency: As the requester set it.
        state: The state reached.
        generations: At least one; the last is the one in progress or the last to end.
        out_of_state: Statements about it that had no effect.
    """

    leaf: Digest
    requester: PartyId
    responder: PartyId
    terms: Terms
    kind: str
    urgency: str
    state: State = State.DELIVERED
    generations: list[Generation] = field(default_factory=list)
    out_of_state: list[Digest] = field(default_factory=list)

    @property
    def current(self) -> Generation:
        """The newest generation."""
        return self.generations[-1]

    @property
    def is_open(self) -> bool:
        """Whether something is still owed on it."""
        return self.state in OPEN

"""One request between two parties, as far as the counted statements tell.

Source: docs/spec/casework.md, "What is kept of a request".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from servanda.core.accords.terms import Terms
from servanda.core.casework.clarifications import Round
from servanda.core.casework.extensions import Extension
from servanda.core.casework.feedback import Feedback
from servanda.core.casework.transitions import OPEN, State
from servanda.core.identifiers import Digest, PartyId

Access: TypeAlias = Literal["direct", "indirect"]

DIRECT: Access = "direct"
INDIRECT: Access = "indirect"

Kept = TypeVar("Kept")


class ItemResults(NamedTuple):
    """What became of the items of a request, each counted once."""

    supplied: int
    nil: int
    refused: int
    missing: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRun:
    """One finished run of the update clock.

    Attributes:
        started_at: When it began: with the request, or with the news before.
        enquired_at: When the requester enquired in it, first; None if it did not.
        stopped_at: When the news came.
    """

    started_at: datetime
    enquired_at: datetime | None
    stopped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalResponse:
    """What a final response says in clear.

    Attributes:
        leaf: The statement.
        outcome: Its one outcome.
        ground: Of a refusal; else empty.
        items: What became of the items.
        partial_possible: Of a refusal: whether part could be supplied; None if not said.
        ask_again: Of a refusal: whether asking again would help; None if not said.
        carriage_seconds: From its claimed time to its time of receipt; may be negative.
    """

    leaf: Digest
    outcome: str
    ground: str
    items: ItemResults
    partial_possible: bool | None
    ask_again: bool | None
    carriage_seconds: int


@dataclass(slots=True, kw_only=True)
class Generation:
    """One run of a request's clocks: from its receipt, or from its reopening.

    Attributes:
        number: 0 for the request itself, 1 and later for each reopening.
        leaf: The statement it began with.
        started_at: When that was received.
        answer_started_at: When the answer clock began: then, or with the confirmed call that
            came before the request (*oral first*).
        acknowledged_at: When the acknowledgement, or a later step, was received.
        decided_at: When it was accepted or postponed, or a later step came.
        answered_at: When the final response was received.
        updated_at: When the update clock began last.
        enquired_at: When the requester enquired after that, first; None if it did not.
        updates: The finished runs of the update clock, oldest first.
        response: The final one.
        ended_at: When it was withdrawn or lapsed.
        ending: Which of the two.
        declared: What the responder said of its access; None until it did.
        postponements: In the order received.
        rounds: Its clarifications, in the order received.
        consents: How many blocking rounds the requester allowed beyond the accord's number.
        state_before: Where the request goes back to when a clarification ends.
        extensions: In the order received.
        feedback: The requester's, on the final response.
    """

    number: int
    leaf: Digest
    started_at: datetime
    answer_started_at: datetime
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    updated_at: datetime
    enquired_at: datetime | None = None
    updates: Sequence[UpdateRun] = ()
    response: FinalResponse | None = None
    ended_at: datetime | None = None
    ending: State | None = None
    declared: AccessDeclared | None = None
    # Most requests have none of these, and the empty tuple they share costs nothing: `with_one`.
    postponements: Sequence[Postponement] = ()
    rounds: Sequence[Round] = ()
    consents: int = 0
    state_before: State = State.DELIVERED
    extensions: Sequence[Extension] = ()
    feedback: Feedback | None = None

    @property
    def outcome(self) -> str | None:
        """The outcome of the final response; None while there is none."""
        return None if self.response is None else self.response.outcome

    @property
    def open_round(self) -> Round | None:
        """The clarification that blocks now; None if none does."""
        last = self.last_blocking
        return last if last is not None and last.ended_at is None else None

    @property
    def last_blocking(self) -> Round | None:
        """The last clarification that blocks, open or not; None if none ever did."""
        return next((asked for asked in reversed(self.rounds) if asked.is_blocking), None)


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
        urgency: As the requester set it, or lowered it later.
        subject: From the request's facts.
        commitment: The one it relies on.
        items: How many it asks for.
        elements: What its header says of each element, from `read_elements`.
        carriage_seconds: From its claimed time to its time of receipt; may be negative.
        state: The state reached.
        generations: At least one; the last is the one in progress or the last to end.
        contested_urgency: The class that the responder holds to be right; empty if it agrees.
        expires_at: When preserved data may be gone; None if nothing is preserved.
        converts: The preservation that this request turns into a formal one.
        conversions: The requests that did so with this one, in the order received.
        resubmits: The refused request that this one asks again.
        call: The call it was first made in.
        out_of_state: Statements about it that had no effect.
        clock_conflicts: Statements about it whose times contradict each other.
    """

    leaf: Digest
    requester: PartyId
    responder: PartyId
    terms: Terms
    kind: str
    urgency: str
    subject: str = ""
    commitment: str = ""
    items: int = 1
    elements: str = ""
    carriage_seconds: int = 0
    state: State = State.DELIVERED
    generations: list[Generation] = field(default_factory=list)
    contested_urgency: str = ""
    expires_at: datetime | None = None
    converts: Digest | None = None
    conversions: Sequence[Digest] = ()
    resubmits: Digest | None = None
    call: Digest | None = None
    out_of_state: list[Digest] = field(default_factory=list)
    clock_conflicts: Sequence[Digest] = ()

    @property
    def current(self) -> Generation:
        """The newest generation."""
        return self.generations[-1]

    @property
    def is_open(self) -> bool:
        """Whether something is still owed on it."""
        return self.state in OPEN


def with_one(kept: Sequence[Kept], one: Kept) -> Sequence[Kept]:
    """Return `kept` with `one` at its end; whoever owns `kept` puts the result in its place.

    A counterpart may say the same thing any number of times, so the list that a first one makes
    grows in place.
    """
    if isinstance(kept, list):
        kept.append(one)
        return kept
    return [*kept, one]

"""The ladder: an issue raised to a level, answered there, and raised to the next if it is not.

A rung is one `escalation` that was raised; the rungs about one thing by one party, from the first
to the last, are a ladder. Nothing here touches a clock of a request.

Source: docs/spec/hotline.md, "The ladder".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from servanda.core.accords.terms import Terms
from servanda.core.identifiers import Digest, PartyId

LEVELS = ("L1", "L2", "L3", "L4")
FIRST = LEVELS[0]
EMERGENCY_FIRST = "L3"  # where an emergency may start

EMERGENCY = "emergency"
URGENT_CASE = "urgent_case"

# What each trigger may be said of: the type of the statement that is escalated.
TRIGGERS: Mapping[str, frozenset[str]] = {
    "overdue": frozenset(("request", "call")),
    "refusal": frozenset(("request",)),
    "dispute": frozenset(("request", "dispute")),
    EMERGENCY: frozenset(("request", "call")),
    "marking_breach": frozenset(("request", "dispute", "call")),
    "failed_checks": frozenset(("contact",)),
    URGENT_CASE: frozenset(("call",)),
}

# Decisions after which the next level is asked without waiting for any clock.
PASSED_ON = frozenset(("referred_up", "declined"))


class RungState(StrEnum):
    """Where a rung stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    PASSED_UP = "passed_up"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose move it is: of who raised the issue, or of who was asked."""

    RAISER = "raiser"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table.

    Attributes:
        side: Who may say it.
        states: Of the rung named, in which it has an effect.
        next_state: What follows.
    """

    side: Side
    states: frozenset[RungState]
    next_state: RungState


_OPEN = frozenset((RungState.RAISED, RungState.ACKNOWLEDGED, RungState.DECIDED))

# By the `step` of the statement; `raised` opens a rung and has conditions of its own.
STEPS: Mapping[str, Step] = {
    "acknowledged": Step(
        side=Side.ADDRESSEE,
        states=frozenset((RungState.RAISED,)),
        next_state=RungState.ACKNOWLEDGED,
    ),
    "decided": Step(
        side=Side.ADDRESSEE,
        states=frozenset((RungState.RAISED, RungState.ACKNOWLEDGED)),
        next_state=RungState.DECIDED,
    ),
    "closed": Step(side=Side.RAISER, states=_OPEN, next_state=RungState.CLOSED),
}


@dataclass(slots=True, kw_only=True)
class Rung:
    """One level of a ladder.

    Attributes:
        leaf: The statement that raised it.
        level: One of `LEVELS`.
        trigger: Why, one of `TRIGGERS`.
        urgency: Of the request, or the basis of the call, that it is about; decides the clock.
        raiser: Who raised it.
        addressee: The other party, which answers.
        terms: Of the version of the accord in force for it.
        raised_at: When the raiser says that it was raised; a claim.
        received_at: When the addressee received it.
        state: Where it stands.
        acknowledged_at: When the raiser received the first answer; None while there is none.
        decided_at: When the raiser received the decision.
        decision: What was decided; empty while nothing is.
        follow_up: By when the addressee said that more would follow.
        closed_at: When the addressee received that the raiser closes it.
        said: The statements that answered or closed it, in their order.
    """

    leaf: Digest
    level: str
    trigger: str
    urgency: str
    raiser: PartyId
    addressee: PartyId
    terms: Terms
    raised_at: datetime
    received_at: datetime
    state: RungState = RungState.RAISED
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    decision: str = ""
    follow_up: datetime | None = None
    closed_at: datetime | None = None
    said: list[Digest] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether anything can still be said on it."""
        return self.state in _OPEN


@dataclass(slots=True, kw_only=True)
class Ladder:
    """All that one party raised about one thing, from its first level on.

    Attributes:
        about: The request, call, dispute or contact.
        about_type: Its statement type.
        raiser: Who raised it.
        rungs: The levels, lowest first; the last is where it stands.
    """

    about: Digest
    about_type: str
    raiser: PartyId
    rungs: list[Rung]

    @property
    def top(self) -> Rung:
        """The level reached."""
        return self.rungs[-1]

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.top.is_open


def level_above(level: str) -> str | None:
    """Return the level after `level`; None after the last."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def may_start_at(level: str, *, trigger: str, about_type: str, urgency: str) -> bool:
    """Say whether a ladder about such a thing may begin on `level` for such a reason.

    Args:
        level: One of `LEVELS`.
        trigger: One of `TRIGGERS`.
        about_type: Type of the statement that is escalated.
        urgency: Its urgency, or the basis of a call; empty where it has none.
    """
    if about_type not in TRIGGERS.get(trigger, ()):
        return False
    if trigger in (EMERGENCY, URGENT_CASE) and urgency != trigger:
        return False
    return level == FIRST or (level == EMERGENCY_FIRST and trigger == EMERGENCY)

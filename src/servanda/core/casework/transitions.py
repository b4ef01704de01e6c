"""The life cycle of a request as a table: who may say what in which state, and what follows.

A statement that has no row for the state reached is kept and receipted, and changes nothing;
it is shown as `out_of_state`. A new statement type brings rows, never a new `if` in the fold.

Source: docs/spec/casework.md, "The table".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from servanda.core.statements.header import Header


class State(StrEnum):
    """Where a request stands between the parties; what is local to one has no state here."""

    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    UNDER_REVIEW = "under_review"
    CLARIFICATION = "clarification"
    ACCEPTED = "accepted"
    IN_EXECUTION = "in_execution"
    POSTPONED = "postponed"
    RESPONDED = "responded"
    FEEDBACK_GIVEN = "feedback_given"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNDELIVERABLE = "undeliverable"


class Actor(StrEnum):
    """Whose move it is."""

    REQUESTER = "requester"
    RESPONDER = "responder"


class Clock(StrEnum):
    """The clocks that run on a request, named as in the accord's terms."""

    ACKNOWLEDGEMENT = "acknowledgement"
    DECISION = "decision"
    ANSWER = "answer"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table.

    Attributes:
        event: Statement type, or type and step as `status.accepted`.
        actor: Who may do it.
        states: In which states.
        next_state: What follows; None if the state stays.
        stops: Clocks that this stops, if they still run.
        restarts: Clocks that begin anew.
    """

    event: str
    actor: Actor
    states: frozenset[State]
    next_state: State | None
    stops: frozenset[Clock] = frozenset()
    restarts: frozenset[Clock] = frozenset()


OPEN = frozenset(
    {
        State.DELIVERED,
        State.ACKNOWLEDGED,
        State.UNDER_REVIEW,
        State.CLARIFICATION,
        State.ACCEPTED,
        State.IN_EXECUTION,
        State.POSTPONED,
    }
)

_UNTIL_ACCEPTED = frozenset(
    {State.DELIVERED, State.ACKNOWLEDGED, State.UNDER_REVIEW, State.ACCEPTED}
)
_AT_WORK = _UNTIL_ACCEPTED | {State.IN_EXECUTION}
_ANSWERED = frozenset({State.RESPONDED, State.FEEDBACK_GIVEN})
_UPDATE = frozenset({Clock.UPDATE})
_ALL = frozenset(Clock)

# A later step implies the earlier ones, so each step is legal from `delivered` on and stops
# what they would have stopped.
_ACKNOWLEDGES = frozenset({Clock.ACKNOWLEDGEMENT})
_DECIDES = frozenset({Clock.ACKNOWLEDGEMENT, Clock.DECISION})


def _table() -> Iterator[Transition]:
    responder, requester = Actor.RESPONDER, Actor.REQUESTER
    yield Transition(
        event="acknowledgement",
        actor=responder,
        states=frozenset({State.DELIVERED}),
        next_state=State.ACKNOWLEDGED,
        stops=_ACKNOWLEDGES,
    )
    for event, state, stops in (
        ("status.under_review", State.UNDER_REVIEW, _ACKNOWLEDGES),
        ("status.accepted", State.ACCEPTED, _DECIDES),
        ("status.in_execution", State.IN_EXECUTION, _DECIDES),
    ):
        yield Transition(
            event=event,
            actor=responder,
            states=_UNTIL_ACCEPTED,
            next_state=state,
            stops=stops,
            restarts=_UPDATE,
        )
    yield Transition(
        event="response.interim",
        actor=responder,
        states=_AT_WORK,
        next_state=State.IN_EXECUTION,
        stops=_DECIDES,
        restarts=_UPDATE,
    )
    yield Transition(
        event="status.update", actor=responder, states=OPEN, next_state=None, restarts=_UPDATE
    )
    yield Transition(event="status.enquiry", actor=requester, states=OPEN, next_state=None)
    yield Transition(event="status.reassigned", actor=responder, states=OPEN, next_state=None)
    yield Transition(
        event="status.postponed",
        actor=responder,
        # While postponed, too: that ends one hold and begins another, with its own review date.
        states=_AT_WORK | {State.POSTPONED},
        next_state=State.POSTPONED,
        stops=_DECIDES,
        restarts=_UPDATE,
    )
    yield Transition(
        event="status.resumed",
        actor=responder,
        states=frozenset({State.POSTPONED}),
        next_state=State.IN_EXECUTION,
        restarts=_UPDATE,
    )
    yield Transition(
        event="status.lapsed",
        actor=responder,
        states=frozenset({State.CLARIFICATION}),
        next_state=State.LAPSED,
        stops=_ALL,
    )
    yield Transition(
        event="response.final",
        actor=responder,
        states=OPEN,
        next_state=State.RESPONDED,
        stops=_ALL,
    )
    yield Transition(
        event="withdrawal",
        actor=requester,
        states=OPEN,
        next_state=State.WITHDRAWN,
        stops=frozenset(),  # lateness already incurred stays: the clocks end, they do not stop
    )
    yield Transition(
        event="status.closed", actor=requester, states=_ANSWERED, next_state=State.CLOSED
    )
    yield Transition(
        event="status.reopened",
        actor=requester,
        states=_ANSWERED | {State.CLOSED, State.LAPSED},
        next_state=State.UNDER_REVIEW,
        restarts=_UPDATE,
    )


TRANSITIONS: Mapping[str, Transition] = {row.event: row for row in _table()}

# Types of which each step is an event of its own.
_STEPPED = frozenset({"status", "response"})


def event_of(header: Header) -> str:
    """Return the event that a valid statement is for the request it refers to."""
    if header.type in _STEPPED:
        return f"{header.type}.{header.facts.get('step')}"
    return header.type


def is_about_a_request(event: str) -> bool:
    """Return whether the table knows `event` at all."""
    return event in TRANSITIONS

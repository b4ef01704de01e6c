"""The life cycle of a request as a table: who may say what in which state, and what follows.

A statement that has no row for the state reached is kept and receipted, and changes nothing;
it is shown as `out_of_state`. A new statement type brings rows, never a new `if` in the fold.

Source: docs/spec/casework.md, "The table".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from servanda.core.canonical import JsonValue
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
    CLARIFICATION = "clarification"
    FEEDBACK = "feedback"
    RIGHT_OF_REPLY = "right_of_reply"
    ESCALATION = "escalation"
    CONCERN = "concern"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table.

    Attributes:
        event: Statement type, or type and step as `status.accepted`.
        actor: Who may do it.
        states: In which states.
        next_state: What follows; None if the state stays, or if its effect says what follows.
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
_ENDED = _ANSWERED | {State.CLOSED}
_CLARIFYING = frozenset({State.CLARIFICATION})
_UPDATE = frozenset({Clock.UPDATE})
_ALL = frozenset({Clock.ACKNOWLEDGEMENT, Clock.DECISION, Clock.ANSWER, Clock.UPDATE})

# A later step implies the earlier ones, so each step is legal from `delivered` on and stops
# what they would have stopped.
_ACKNOWLEDGES = frozenset({Clock.ACKNOWLEDGEMENT})
_DECIDES = frozenset({Clock.ACKNOWLEDGEMENT, Clock.DECISION})


def _table() -> Iterator[Transition]:
    yield from _working()
    yield from _meanwhile()
    yield from _clarifying()
    yield from _ending()


def _working() -> Iterator[Transition]:
    """Yield the steps of the work itself."""
    responder = Actor.RESPONDER
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


def _meanwhile() -> Iterator[Transition]:
    """Yield news, holds, later dates: what happens beside the work."""
    responder, requester = Actor.RESPONDER, Actor.REQUESTER
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
    yield Transition(event="status.reclassified", actor=requester, states=OPEN, next_state=None)
    yield Transition(event="extension.notice", actor=responder, states=OPEN, next_state=None)
    yield Transition(event="extension.proposal", actor=responder, states=OPEN, next_state=None)
    yield Transition(event="extension.consent", actor=requester, states=OPEN, next_state=None)


def _clarifying() -> Iterator[Transition]:
    """Yield questions and answers. Who asks has taken the request up: that acknowledges it."""
    responder, requester = Actor.RESPONDER, Actor.REQUESTER
    yield Transition(
        event="clarification.ask",
        actor=responder,
        states=_AT_WORK,
        next_state=None,
        stops=_ACKNOWLEDGES,
    )
    yield Transition(
        event="clarification.ask_blocking",
        actor=responder,
        states=_AT_WORK,
        next_state=State.CLARIFICATION,
        stops=_ACKNOWLEDGES,
    )
    # Its effect says what follows: back to the state before, once no blocking question is open.
    yield Transition(event="clarification.answer", actor=requester, states=OPEN, next_state=None)
    yield Transition(event="clarification.consent", actor=requester, states=OPEN, next_state=None)
    yield Transition(event="status.reminder", actor=responder, states=_CLARIFYING, next_state=None)
    yield Transition(
        event="status.lapsed",
        actor=responder,
        states=_CLARIFYING,
        next_state=State.LAPSED,
        # Nothing stops: nobody did what was due. The clocks end, as with a withdrawal.
    )


def _ending() -> Iterator[Transition]:
    """Yield how a request ends, and what may follow."""
    responder, requester = Actor.RESPONDER, Actor.REQUESTER
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
        # Lateness already incurred stays: the clocks end, they do not stop.
    )
    yield Transition(
        event="feedback.given",
        actor=requester,
        states=frozenset({State.RESPONDED}),
        next_state=State.FEEDBACK_GIVEN,
    )
    yield Transition(
        event="feedback.reply",
        actor=responder,
        states=frozenset({State.FEEDBACK_GIVEN}),
        next_state=None,
    )
    yield Transition(event="renewal", actor=requester, states=_ENDED, next_state=None)
    yield Transition(
        event="status.closed", actor=requester, states=_ANSWERED, next_state=State.CLOSED
    )
    yield Transition(
        event="status.reopened",
        actor=requester,
        states=_ENDED | {State.LAPSED},
        next_state=State.UNDER_REVIEW,
        restarts=_UPDATE,
    )


TRANSITIONS: Mapping[str, Transition] = {row.event: row for row in _table()}

_BLOCKING = "clarification.ask_blocking"

# Types of which each step is an event of its own.
_STEPPED = frozenset({"status", "response", "clarification", "extension", "feedback"})


def event_of(header: Header) -> str:
    """Return the event that a valid statement is for the request it refers to."""
    if header.type not in _STEPPED:
        return header.type
    event = f"{header.type}.{header.facts.get('step')}"
    if event == "clarification.ask" and _has_blocking(header.facts.get("questions")):
        return _BLOCKING
    return event


def is_about_a_request(event: str) -> bool:
    """Return whether the table knows `event` at all."""
    return event in TRANSITIONS


def legal_events(state: State, actor: Actor) -> tuple[str, ...]:
    """Return what `actor` may say in `state`, as far as the table decides, by name."""
    return tuple(
        sorted(
            row.event for row in TRANSITIONS.values() if row.actor is actor and state in row.states
        )
    )


def _has_blocking(questions: JsonValue) -> bool:
    return isinstance(questions, list | tuple) and any(
        isinstance(question, dict) and question.get("blocking") is True for question in questions
    )

"""What a case is on the desk: its row, and the clocks that run on it.

Pure: from folded casework to the records of the store, so that the rebuild makes the same rows.

Source: docs/decisions/0018-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from servanda.core.casework.answer_clock import extended_answer_state
from servanda.core.casework.calls import Call
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.conditions import preserved_since
from servanda.core.casework.information import Incident, InformationItem
from servanda.core.casework.standing import is_held_by_conversion
from servanda.core.casework.transitions import Clock, State
from servanda.core.casework.unasked_clocks import (
    call_state,
    information_acknowledgement_state,
    information_feedback_state,
    stage_states,
    written_state,
)
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    clarification_state,
    decision_state,
    feedback_state,
    update_state,
)
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.usecases.ports.casework import CaseRecord, DeadlineRecord

EXPIRY = "expiry"
# Of a confirmed emergency call: the request in writing that has to follow it.
WRITTEN = "written_request"

_ClockOf: TypeAlias = Callable[..., ClockState]

# The responder's clocks of a generation, and what stops each.
_RESPONDERS: Mapping[Clock, tuple[_ClockOf, Callable[[Generation], datetime | None]]] = {
    Clock.ACKNOWLEDGEMENT: (acknowledgement_state, lambda one: one.acknowledged_at),
    Clock.DECISION: (decision_state, lambda one: one.decided_at),
    Clock.ANSWER: (extended_answer_state, lambda one: one.answered_at),
    Clock.UPDATE: (update_state, lambda one: one.answered_at),
}


def case_row(case: Case, *, casework: Casework, own: Origin, last_at: datetime) -> CaseRecord:
    """Return the row of a request, as of its last statement.

    Args:
        case: The request.
        casework: With what its clocks need.
        own: Origin of our log of the pair.
        last_at: Receipt of the last statement about it.
    """
    generation = case.current
    answer = extended_answer_state(case, generation, casework=casework, at=last_at)
    return CaseRecord(
        leaf_hash=hash_from_digest(case.leaf),
        own=own,
        is_ours=case.requester == own.from_party,
        kind=case.kind,
        urgency=case.urgency,
        subject=case.subject,
        state=case.state.value,
        is_open=case.is_open,
        generation=generation.number,
        started_at=case.generations[0].started_at,
        answered_at=generation.answered_at,
        outcome=generation.outcome or "",
        is_held=answer.is_held,
        due_at=None if answer.verdict is None else answer.verdict.due.at,
        expires_at=case.expires_at,
        last_at=last_at,
    )


def case_deadlines(
    case: Case, *, casework: Casework, own: Origin, at: datetime
) -> Iterator[DeadlineRecord]:
    """Yield the clocks that run on a request: begun, not stopped, not held, with a deadline."""
    generation = case.current
    row = _Row(case.leaf, own=own, number=generation.number)
    if case.is_open:
        for clock, (state_of, stop_of) in _RESPONDERS.items():
            if stop_of(generation) is None:
                state = state_of(case, generation, casework=casework, at=at)
                start = _start_of(clock, generation)
                yield from row.running(clock, state, by=case.responder, start=start)
        answer = extended_answer_state(case, generation, casework=casework, at=at)
        if case.state is State.POSTPONED and answer.is_held and answer.verdict is not None:
            # Held until the date the responder set itself; unresumed by then it is late. Where
            # nothing is held, the clock above says what is due; without a deadline nobody is late.
            held = generation.postponements[-1]
            yield row.until(
                Clock.ANSWER, by=case.responder, start=held.start, due_at=held.review_at
            )
        asked = generation.open_round
        if asked is not None:
            state = clarification_state(case, asked, casework=casework, at=at)
            number = asked.questions[0].number
            yield from _Row(case.leaf, own=own, number=number).running(
                Clock.CLARIFICATION, state, by=case.requester, start=asked.asked_at
            )
    feedback = feedback_state(case, generation, casework=casework, at=at)
    if feedback is not None and generation.feedback is None and generation.answered_at is not None:
        yield from row.running(
            Clock.FEEDBACK, feedback, by=case.requester, start=generation.answered_at
        )
    if case.expires_at is not None and not is_held_by_conversion(case, casework=casework):
        # Who asked for the preservation has to renew it or to convert it.
        yield row.until(
            EXPIRY,
            by=case.requester,
            start=preserved_since(case) or case.generations[0].started_at,
            due_at=case.expires_at,
        )


def information_deadlines(
    item: InformationItem, *, casework: Casework, own: Origin, at: datetime
) -> Iterator[DeadlineRecord]:
    """Yield the receiver's clocks for what it was given."""
    row = _Row(item.leaf, own=own, number=0)
    if item.acknowledged_at is None:
        state = information_acknowledgement_state(item, casework=casework, at=at)
        yield from row.running(
            Clock.ACKNOWLEDGEMENT, state, by=item.receiver, start=item.received_at
        )
    if item.feedback is None:
        state = information_feedback_state(item, casework=casework, at=at)
        yield from row.running(Clock.FEEDBACK, state, by=item.receiver, start=item.received_at)


def incident_deadlines(
    incident: Incident, *, casework: Casework, own: Origin, at: datetime
) -> Iterator[DeadlineRecord]:
    """Yield the stages of an incident that are begun and not told."""
    row = _Row(incident.leaf, own=own, number=0)
    for stage in stage_states(incident, casework=casework, at=at):
        if stage.leaf is None:
            state = ClockState(verdict=stage.verdict)
            yield from row.running(stage.name, state, by=incident.giver, start=stage.start)


def call_deadlines(
    call: Call, *, casework: Casework, own: Origin, at: datetime
) -> Iterator[DeadlineRecord]:
    """Yield the clock for the confirmation of a call, then that for the written request."""
    row = _Row(call.leaf, own=own, number=0)
    if call.confirmed_at is None:
        state = call_state(call, casework=casework, at=at)
        yield from row.running(Clock.ESCALATION, state, by=call.callee, start=call.received_at)
    elif call.written_at is None:
        state = written_state(call, at=at)
        yield from row.running(WRITTEN, state, by=call.caller, start=call.confirmed_at)


class _Row:
    """What all deadlines of one thing have in common."""

    def __init__(self, leaf: Digest, *, own: Origin, number: int) -> None:
        self._leaf, self._own, self._number = hash_from_digest(leaf), own, number

    def running(
        self, clock: str, state: ClockState, *, by: PartyId, start: datetime
    ) -> Iterator[DeadlineRecord]:
        verdict = state.verdict
        if verdict is not None and verdict.stop is None and not state.is_held:
            yield self.until(
                clock,
                by=by,
                start=start,
                due_at=verdict.due.at,
                is_provisional=verdict.due.provisional,
            )

    def until(
        self,
        clock: str,
        *,
        by: PartyId,
        start: datetime,
        due_at: datetime,
        is_provisional: bool = False,
    ) -> DeadlineRecord:
        return DeadlineRecord(
            case=self._leaf,
            own=self._own,
            clock=str(clock),
            number=self._number,
            is_ours=by == self._own.from_party,
            started_at=start,
            due_at=due_at,
            is_provisional=is_provisional,
        )


def _start_of(clock: Clock, generation: Generation) -> datetime:
    match clock:
        case Clock.ANSWER:
            return generation.answer_started_at
        case Clock.UPDATE:
            return generation.updated_at
        case _:
            return generation.started_at

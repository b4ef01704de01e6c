"""The clocks that stopped late, so that a breach is told of also when nobody looked in between.

A running clock has a row that the worker reads. One that ran out and was stopped before the
worker looked has none any more, or never had one: its start and its stop came together after the
lines were down. What stopped by the newest statements is gone through here, and nothing older.

Source: docs/how-to/deadlines.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from servanda.core.casework.answer_clock import extended_answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.transitions import Clock
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
    finished_update_state,
    update_state,
)
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.casework.case_rows import WRITTEN
from servanda.usecases.ports.casework import DeadlineRecord

_ClockOf: TypeAlias = Callable[..., ClockState]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stopped:
    """One clock that has stopped or ended: which, of what number, who had to act, since when."""

    clock: str
    number: int
    by: PartyId
    start: datetime
    state: ClockState | None


def missed_clocks(
    case: bytes, casework: Casework, *, own: Origin, since: datetime, at: datetime
) -> Iterator[DeadlineRecord]:
    """Yield the clocks about `case` that stopped late, by a statement received since.

    Args:
        case: Leaf hash of a request, information, incident or call.
        casework: In which it is folded.
        own: Origin of our log of the pair.
        since: Receipt of the first of the newest statements about it.
        at: Receipt of the last.
    """
    for one in _stopped(digest_from_hash(case), casework, since=since, at=at):
        verdict = None if one.state is None else one.state.verdict
        if verdict is not None and not verdict.is_in_time:
            yield DeadlineRecord(
                case=case,
                own=own,
                clock=str(one.clock),
                number=one.number,
                is_ours=one.by == own.from_party,
                started_at=one.start,
                due_at=verdict.due.at,
                is_provisional=verdict.due.provisional,
            )


def _stopped(
    leaf: Digest, casework: Casework, *, since: datetime, at: datetime
) -> Iterator[_Stopped]:
    request = casework.cases.get(leaf)
    if request is not None:
        for generation in request.generations:
            yield from _of_generation(request, generation, casework=casework, since=since, at=at)
    for one in _beside_requests(leaf, casework, at=at):
        verdict = None if one.state is None else one.state.verdict
        if verdict is not None and _is_news(verdict.stop, since):
            yield one


def _of_generation(
    case: Case, generation: Generation, *, casework: Casework, since: datetime, at: datetime
) -> Iterator[_Stopped]:
    number, started_at, ended_at = generation.number, generation.started_at, generation.ended_at
    responders: tuple[tuple[Clock, _ClockOf, datetime | None, datetime], ...] = (
        (Clock.ACKNOWLEDGEMENT, acknowledgement_state, generation.acknowledged_at, started_at),
        (Clock.DECISION, decision_state, generation.decided_at, started_at),
        (
            Clock.ANSWER,
            extended_answer_state,
            generation.answered_at,
            generation.answer_started_at,
        ),
        (Clock.UPDATE, update_state, generation.answered_at, generation.updated_at),
    )
    for clock, state_of, stop, start in responders:
        if _is_news(stop or ended_at, since):
            state = state_of(case, generation, casework=casework, at=at)
            yield _Stopped(clock=clock, number=number, by=case.responder, start=start, state=state)
    for run in generation.updates:
        if _is_news(run.stopped_at, since):
            yield _Stopped(
                clock=Clock.UPDATE,
                number=number,
                by=case.responder,
                start=run.started_at,
                state=finished_update_state(case, generation, run, casework=casework, at=at),
            )
    yield from _of_requester(case, generation, casework=casework, since=since, at=at)


def _of_requester(
    case: Case, generation: Generation, *, casework: Casework, since: datetime, at: datetime
) -> Iterator[_Stopped]:
    for asked in generation.rounds:
        if asked.is_blocking and _is_news(asked.ended_at, since):
            yield _Stopped(
                clock=Clock.CLARIFICATION,
                number=asked.questions[0].number,
                by=case.requester,
                start=asked.asked_at,
                state=clarification_state(case, asked, casework=casework, at=at),
            )
    feedback, answered_at = generation.feedback, generation.answered_at
    if feedback is None or answered_at is None:
        return
    if _is_news(feedback.received_at, since):
        state = feedback_state(case, generation, casework=casework, at=at)
        yield _Stopped(
            clock=Clock.FEEDBACK,
            number=generation.number,
            by=case.requester,
            start=answered_at,
            state=state,
        )


def _is_news(stop: datetime | None, since: datetime) -> bool:
    return stop is not None and stop >= since


def _beside_requests(leaf: Digest, casework: Casework, *, at: datetime) -> Iterator[_Stopped]:
    item, incident = casework.informations.get(leaf), casework.incidents.get(leaf)
    call = casework.calls.get(leaf)
    if item is not None:
        for clock, state in (
            (
                Clock.ACKNOWLEDGEMENT,
                information_acknowledgement_state(item, casework=casework, at=at),
            ),
            (Clock.FEEDBACK, information_feedback_state(item, casework=casework, at=at)),
        ):
            start = item.received_at
            yield _Stopped(clock=clock, number=0, by=item.receiver, start=start, state=state)
    if incident is not None:
        for stage in stage_states(incident, casework=casework, at=at):
            state = ClockState(verdict=stage.verdict)
            yield _Stopped(
                clock=stage.name, number=0, by=incident.giver, start=stage.start, state=state
            )
    if call is not None:
        state = call_state(call, casework=casework, at=at)
        yield _Stopped(
            clock=Clock.ESCALATION,
            number=0,
            by=call.callee,
            start=call.received_at,
            state=state,
        )
        yield _Stopped(
            clock=WRITTEN,
            number=0,
            by=call.caller,
            start=call.confirmed_at or call.received_at,
            state=written_state(call, at=at),
        )

"""The verdict of each clock of a request: which rule applied, when it was due, how it ended.

The fold notes only when things were received. Everything about deadlines is computed here, and
only when asked: a calendar received later may still settle a provisional date.

Source: docs/spec/deadlines.md, "The clocks of a request", "Which rule applies" and "Verdicts".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from servanda.core.accords.terms import ClockRule, Terms
from servanda.core.casework.case import DIRECT, INDIRECT, Access, Case, Generation, UpdateRun
from servanda.core.casework.casework import Casework
from servanda.core.casework.clarifications import Round, pauses_of
from servanda.core.casework.clocks import (
    CALENDAR_DAYS,
    Due,
    Pause,
    RunningDue,
    Verdict,
    due_at,
    verdict_of,
)
from servanda.core.casework.transitions import Clock
from servanda.core.identifiers import Digest, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One clock at one moment.

    Attributes:
        verdict: None if the clock has no deadline.
        is_held: It stands still: paused at another's charge than the responder's, or postponed
            before its review date.
        lapsed_hold: The review date that passed without resumption; late as of then.
        without_effect: The extensions that moved nothing.
        extended: Those that moved its due time.
    """

    verdict: Verdict | None
    is_held: bool = False
    lapsed_hold: datetime | None = None
    without_effect: tuple[Digest, ...] = ()
    extended: tuple[Digest, ...] = ()


def access_of(case: Case, generation: Generation, *, casework: Casework) -> Access:
    """Return the access that decides the clocks: `direct` until the responder says otherwise.

    Saying `indirect` after the answer was already due as `direct` makes nothing timely again.
    """
    declared = generation.declared
    if declared is None or declared.access == DIRECT:
        return DIRECT
    running = running_due(
        Clock.ANSWER,
        case,
        casework=casework,
        start=generation.answer_started_at,
        access=DIRECT,
    )
    if running is None:
        return INDIRECT
    for pause in pauses_of(generation.rounds, at=declared.received_at):
        if pause.start <= declared.received_at:
            running.pause(pause)
    due = running.due()
    return DIRECT if due is not None and declared.received_at > due.at else INDIRECT


def acknowledgement_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the acknowledgement clock; it runs only for the request itself."""
    due = unmoved_due(Clock.ACKNOWLEDGEMENT, case, casework=casework, start=generation.started_at)
    return plain_state(
        due, generation, start=generation.started_at, stop=generation.acknowledged_at, at=at
    )


def decision_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the decision clock, with the clarifications that paused it."""
    running = running_due(
        Clock.DECISION,
        case,
        casework=casework,
        start=generation.started_at,
        access=access_of(case, generation, casework=casework),
    )
    return _paused_state(
        running, generation, start=generation.started_at, stop=generation.decided_at, at=at
    )


def update_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the update clock that runs now, from the last news on."""
    return _update_run_state(
        case,
        generation,
        casework=casework,
        at=at,
        access=access_of(case, generation, casework=casework),
        started_at=generation.updated_at,
        enquired_at=generation.enquired_at,
        stop=generation.answered_at,
    )


def update_states(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> Iterator[ClockState]:
    """Yield each run of the update clock, the finished ones first and the last one at the end."""
    for run in generation.updates:
        yield finished_update_state(case, generation, run, casework=casework, at=at)
    yield update_state(case, generation, casework=casework, at=at)


def finished_update_state(
    case: Case, generation: Generation, run: UpdateRun, *, casework: Casework, at: datetime
) -> ClockState:
    """Return one finished run of the update clock."""
    return _update_run_state(
        case,
        generation,
        casework=casework,
        at=at,
        access=access_of(case, generation, casework=casework),
        started_at=run.started_at,
        enquired_at=run.enquired_at,
        stop=run.stopped_at,
    )


def clarification_state(
    case: Case, asked: Round, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the requester's clock for a blocking clarification."""
    due = unmoved_due(
        Clock.CLARIFICATION, case, casework=casework, start=asked.asked_at, by=case.requester
    )
    if due is None:
        return ClockState(verdict=None)
    stop = asked.ended_at if asked.is_answered else None
    moment = at if asked.ended_at is None else min(at, asked.ended_at)
    return ClockState(verdict=verdict_of(due, start=asked.asked_at, stop=stop, at=moment))


def feedback_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState | None:
    """Return the requester's clock for feedback; None if there is no answer to judge.

    An answer to a request that was reopened before feedback is judged by its reopening.
    """
    if generation.answered_at is None:
        return None
    if generation.feedback is None and generation is not case.current:
        return None
    stop = None if generation.feedback is None else generation.feedback.received_at
    return _duty_state(
        Clock.FEEDBACK,
        case,
        casework=casework,
        by=case.requester,
        start=generation.answered_at,
        stop=stop,
        at=at,
    )


def right_of_reply_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState | None:
    """Return until when the responder may reply to feedback; None if there is none.

    It is a right: nobody is late by not using it.
    """
    feedback = generation.feedback
    if feedback is None:
        return None
    return _duty_state(
        Clock.RIGHT_OF_REPLY,
        case,
        casework=casework,
        by=case.responder,
        start=feedback.received_at,
        stop=feedback.replied_at,
        at=at,
    )


def running_due(
    clock: Clock,
    case: Case,
    *,
    casework: Casework,
    start: datetime,
    access: Access = DIRECT,
    by: PartyId | None = None,
) -> RunningDue | None:
    """Return the due time of a clock of `case`, for pauses to move; None if no rule is for it.

    Args:
        clock: Which.
        case: The request.
        casework: For the calendars.
        start: When it began.
        access: As declared; decides only the responder's clocks.
        by: Who has to act; the responder where it is None.
    """
    rule = case.terms.clock_for(clock, kind=case.kind, urgency=case.urgency, access=access)
    if rule is None:
        return None
    party = by or case.responder
    calendars, grace_seconds = casework.calendars_of(party), case.terms.grace_seconds
    return RunningDue(
        rule,
        start=start,
        calendars=calendars,
        grace_seconds=grace_seconds,
        unmoved=lambda: casework.known_dues.due(
            rule, party=party, start=start, calendars=calendars, grace_seconds=grace_seconds
        ),
    )


def unmoved_due(
    clock: Clock,
    case: Case,
    *,
    casework: Casework,
    start: datetime,
    access: Access = DIRECT,
    by: PartyId | None = None,
) -> Due | None:
    """Return when a clock of `case` is due that nothing moves; None without a deadline.

    Args:
        clock: Which.
        case: The request.
        casework: For the calendars.
        start: As for `running_due`, like the rest.
        access: As declared.
        by: Who has to act.
    """
    rule = case.terms.clock_for(clock, kind=case.kind, urgency=case.urgency, access=access)
    party = by or case.responder
    return due_by_rule(rule, case.terms, casework=casework, by=party, start=start)


def due_by_rule(
    rule: ClockRule | None, terms: Terms, *, casework: Casework, by: PartyId, start: datetime
) -> Due | None:
    """Return when `by` has to have acted under `rule` if nothing moves it; None without a rule.

    Also for what is about no request (`unasked_clocks.py`).
    """
    if rule is None:
        return None
    return casework.known_dues.due(
        rule,
        party=by,
        start=start,
        calendars=casework.calendars_of(by),
        grace_seconds=terms.grace_seconds,
    )


def unheld_state(
    due: Due | None, *, start: datetime, stop: datetime | None, at: datetime
) -> ClockState:
    """Return the state of a clock that nothing holds and no end of a request cuts short."""
    if due is None:
        return ClockState(verdict=None)
    return ClockState(verdict=verdict_of(due, start=start, stop=stop, at=at))


def plain_state(
    due: Due | None,
    generation: Generation,
    *,
    start: datetime,
    stop: datetime | None,
    at: datetime,
) -> ClockState:
    """Return the state of a clock that nothing holds any more."""
    # A request that ended otherwise is judged as of its end; later nothing was owed.
    moment = at if generation.ended_at is None else min(at, generation.ended_at)
    return unheld_state(due, start=start, stop=stop, at=moment)


def held_state(due: Due, pause_start: datetime, *, start: datetime) -> ClockState:
    """Return the state of a clock that stands still since `pause_start`."""
    return ClockState(verdict=verdict_of(due, start=start, stop=None, at=pause_start), is_held=True)


def _paused_state(
    running: RunningDue | None,
    generation: Generation,
    *,
    start: datetime,
    stop: datetime | None,
    at: datetime,
) -> ClockState:
    """Return the state of a clock that only clarifications pause."""
    due = None if running is None else running.due()
    if running is None or due is None:
        return ClockState(verdict=None)
    lasting = generation.open_round
    for pause in pauses_of(generation.rounds, at=at):
        if stop is not None and pause.start >= stop:
            break
        is_open = lasting is not None and pause.start == lasting.asked_at
        if is_open and stop is None and pause.start <= due.at:
            return held_state(due, pause.start, start=start)
        running.pause(pause)
        due = running.due() or due
    return plain_state(due, generation, start=start, stop=stop, at=at)


def _update_run_state(
    case: Case,
    generation: Generation,
    *,
    casework: Casework,
    at: datetime,
    access: Access,
    started_at: datetime,
    enquired_at: datetime | None,
    stop: datetime | None,
) -> ClockState:
    if generation.rounds:
        running = running_due(
            Clock.UPDATE, case, casework=casework, start=started_at, access=access
        )
        state = _paused_state(running, generation, start=started_at, stop=stop, at=at)
    else:
        due = unmoved_due(Clock.UPDATE, case, casework=casework, start=started_at, access=access)
        state = plain_state(due, generation, start=started_at, stop=stop, at=at)
    if enquired_at is None:
        return state
    rule = ClockRule(name=Clock.UPDATE, unit=CALENDAR_DAYS, amount=case.terms.enquiry_days)
    asked = due_at(
        rule,
        start=enquired_at,
        calendars=casework.calendars_of(case.responder),
        pauses=[
            Pause(start=pause.start, end=pause.end)
            for pause in pauses_of(generation.rounds, at=at)
            if pause.end > enquired_at
        ],
        grace_seconds=case.terms.grace_seconds,
    )
    if asked is None or (state.verdict is not None and state.verdict.due.at <= asked.at):
        return state
    lasting = generation.open_round
    if state.is_held and lasting is not None and lasting.asked_at <= asked.at:
        return state  # a question after the enquiry's own due time holds nothing
    moment = at if generation.ended_at is None else min(at, generation.ended_at)
    return ClockState(verdict=verdict_of(asked, start=started_at, stop=stop, at=moment))


def _duty_state(
    clock: Clock,
    case: Case,
    *,
    casework: Casework,
    by: PartyId,
    start: datetime,
    stop: datetime | None,
    at: datetime,
) -> ClockState:
    due = unmoved_due(clock, case, casework=casework, start=start, by=by)
    return unheld_state(due, start=start, stop=stop, at=at)

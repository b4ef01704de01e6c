"""The verdict of each clock of a request: which rule applied, when it was due, how it ended.

The fold notes only when things were received. Everything about deadlines is computed here, and
only when asked: a calendar received later may still settle a provisional date.

Source: docs/spec/deadlines.md, "Which rule applies", "Postponed" and "Verdicts".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.terms import ClockRule
from servanda.core.casework.calendars import CalendarVersion
from servanda.core.casework.case import DIRECT, INDIRECT, Access, Case, Generation
from servanda.core.casework.clocks import (
    CALENDAR_DAYS,
    Due,
    Pause,
    RunningDue,
    Verdict,
    due_at,
    verdict_of,
)
from servanda.core.casework.fold import Casework
from servanda.core.casework.transitions import Clock
from servanda.core.identifiers import PartyId

# Within which an enquiry has to be answered by an update, if none is due earlier.
ENQUIRY_RULE = ClockRule(name=Clock.UPDATE, unit=CALENDAR_DAYS, amount=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One clock of one generation at one moment.

    Attributes:
        verdict: None if the clock has no deadline.
        is_held: The answer is postponed and its review date has not passed.
        lapsed_hold: The review date that passed without resumption; late as of then.
    """

    verdict: Verdict | None
    is_held: bool = False
    lapsed_hold: datetime | None = None


def access_of(case: Case, generation: Generation, *, casework: Casework) -> Access:
    """Return the access that decides the clocks: `direct` until the responder says otherwise.

    Saying `indirect` after the answer was already due as `direct` makes nothing timely again.
    """
    declared = generation.declared
    if declared is None or declared.access == DIRECT:
        return DIRECT
    due = _due(Clock.ANSWER, case, generation, casework=casework, access=DIRECT)
    if due is not None and declared.received_at > due.at:
        return DIRECT
    return INDIRECT


def acknowledgement_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the acknowledgement clock; it runs only for the request itself."""
    due = _due(Clock.ACKNOWLEDGEMENT, case, generation, casework=casework, access=DIRECT)
    return _plain(due, generation, stop=generation.acknowledged_at, at=at)


def decision_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the decision clock."""
    access = access_of(case, generation, casework=casework)
    due = _due(Clock.DECISION, case, generation, casework=casework, access=access)
    return _plain(due, generation, stop=generation.decided_at, at=at)


def answer_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the answer clock, with the postponements that held it."""
    access = access_of(case, generation, casework=casework)
    running = _running(Clock.ANSWER, case, generation, casework=casework, access=access)
    for held in generation.postponements:
        due = None if running is None else running.due()
        if running is None or due is None:
            return ClockState(verdict=None, is_held=held.end is None and at < held.review_at)
        if held.start > due.at:
            continue  # a postponement after the due time cures nothing
        end = held.end or _ending(generation)
        # Exactly at the review date a hold that was ended is in time, an open one is past.
        has_passed = at >= held.review_at if end is None else end > held.review_at
        if has_passed:
            # Not resumed by the date it set itself: late as of that instant, whatever follows.
            passed = Due(at=held.review_at, provisional=False)
            stop = _after(held.review_at, generation.answered_at)
            return ClockState(
                verdict=verdict_of(passed, start=generation.started_at, stop=stop, at=at),
                lapsed_hold=held.review_at,
            )
        if end is None:
            return ClockState(
                verdict=verdict_of(due, start=generation.started_at, stop=None, at=held.start),
                is_held=True,
            )
        running.pause(Pause(start=held.start, end=end))
    due = None if running is None else running.due()
    return _plain(due, generation, stop=generation.answered_at, at=at)


def update_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the update clock that runs now, from the last news on."""
    access = access_of(case, generation, casework=casework)
    due = _due(
        Clock.UPDATE,
        case,
        generation,
        casework=casework,
        access=access,
        start=generation.updated_at,
    )
    if generation.enquired_at is not None:
        asked = due_at(
            ENQUIRY_RULE,
            start=generation.enquired_at,
            calendars=_calendars(casework, case.responder),
            grace_seconds=case.terms.grace_seconds,
        )
        if asked is not None and (due is None or asked.at < due.at):
            due = asked
    return _plain(due, generation, stop=generation.answered_at, at=at)


def _due(
    clock: Clock,
    case: Case,
    generation: Generation,
    *,
    casework: Casework,
    access: Access,
    start: datetime | None = None,
) -> Due | None:
    running = _running(clock, case, generation, casework=casework, access=access, start=start)
    return None if running is None else running.due()


def _running(
    clock: Clock,
    case: Case,
    generation: Generation,
    *,
    casework: Casework,
    access: Access,
    start: datetime | None = None,
) -> RunningDue | None:
    rule = case.terms.clock_for(clock, kind=case.kind, urgency=case.urgency, access=access)
    if rule is None:
        return None
    return RunningDue(
        rule,
        start=generation.started_at if start is None else start,
        calendars=_calendars(casework, case.responder),
        grace_seconds=case.terms.grace_seconds,
    )


def _plain(
    due: Due | None, generation: Generation, *, stop: datetime | None, at: datetime
) -> ClockState:
    if due is None:
        return ClockState(verdict=None)
    # A request that ended otherwise is judged as of its end; later nothing was owed.
    moment = at if generation.ended_at is None else min(at, generation.ended_at)
    return ClockState(verdict=verdict_of(due, start=generation.started_at, stop=stop, at=moment))


def _ending(generation: Generation) -> datetime | None:
    return generation.answered_at or generation.ended_at


def _after(instant: datetime, stop: datetime | None) -> datetime | None:
    """Return `stop`, but past `instant`: what came in time does not come to this."""
    return None if stop is None else max(stop, instant + timedelta(seconds=1))


def _calendars(casework: Casework, party: PartyId) -> list[CalendarVersion]:
    return casework.calendars.get(party, [])

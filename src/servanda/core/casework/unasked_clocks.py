"""The clocks of what is about no request: information, the stages of an incident, calls.

Source: docs/spec/deadlines.md, "Clocks beside requests".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.terms import ClockRule, Stage, Terms
from servanda.core.casework.calls import EMERGENCY, Call
from servanda.core.casework.casework import Casework
from servanda.core.casework.clocks import Due, RunningDue, Verdict, verdict_of, within_reach
from servanda.core.casework.information import Incident, InformationItem
from servanda.core.casework.transitions import Clock
from servanda.core.casework.verdicts import ClockState, due_by_rule, unheld_state
from servanda.core.identifiers import Digest, PartyId

# In the place of a kind and an urgency, which only requests have: rules for any apply.
INFORMATION = "information"
NO_URGENCY = ""

_AWARENESS = "awareness"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """One stage of an incident at one moment.

    Attributes:
        name: Of the stage.
        leaf: The statement that told it; None while it is open.
        start: When its clock began; a start at awareness is the giver's own claim.
        is_claimed: Whether the start is such a claim.
        verdict: None if the stage has no deadline.
    """

    name: str
    leaf: Digest | None
    start: datetime
    is_claimed: bool
    verdict: Verdict | None


def information_acknowledgement_state(
    item: InformationItem, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the receiver's clock to acknowledge what it was given."""
    return _state(
        Clock.ACKNOWLEDGEMENT,
        item.terms,
        casework=casework,
        by=item.receiver,
        start=item.received_at,
        stop=item.acknowledged_at,
        at=at,
    )


def information_feedback_state(
    item: InformationItem, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the receiver's clock for feedback on what it was given."""
    return _state(
        Clock.FEEDBACK,
        item.terms,
        casework=casework,
        by=item.receiver,
        start=item.received_at,
        stop=None if item.feedback is None else item.feedback.received_at,
        at=at,
    )


def call_state(call: Call, *, casework: Casework, at: datetime) -> ClockState:
    """Return the callee's clock to confirm a call; an emergency has a rule of its own."""
    return _state(
        Clock.ESCALATION,
        call.terms,
        casework=casework,
        by=call.callee,
        start=call.received_at,
        stop=call.confirmed_at,
        at=at,
        urgency=call.basis,
    )


def written_due_at(call: Call) -> datetime | None:
    """Return until when a confirmed emergency call keeps its start for the written request."""
    if call.confirmed_at is None or call.basis != EMERGENCY:
        return None
    return within_reach(call.confirmed_at) + timedelta(hours=call.terms.written_hours)


def written_state(call: Call, *, at: datetime) -> ClockState:
    """Return the caller's clock to put a confirmed emergency call into writing."""
    due_at = written_due_at(call)
    if due_at is None or call.confirmed_at is None:
        return ClockState(verdict=None)
    due = Due(at=due_at, provisional=False)
    return unheld_state(due, start=call.confirmed_at, stop=call.written_at, at=at)


def stage_states(incident: Incident, *, casework: Casework, at: datetime) -> Iterator[StageState]:
    """Yield the stages of an incident whose clock has begun, in the order of the accord.

    A stage that follows another begins when that was told, however late it was.
    """
    for rule in incident.terms.stages:
        start = _stage_start(rule, incident)
        if start is None:
            continue
        told = incident.stages.get(rule.name)
        due = _stage_due(rule, incident, casework=casework, start=start)
        stop = None if told is None else told.received_at
        yield StageState(
            name=rule.name,
            leaf=None if told is None else told.leaf,
            start=start,
            is_claimed=rule.start == _AWARENESS,
            verdict=None if due is None else verdict_of(due, start=start, stop=stop, at=at),
        )


def _stage_start(rule: Stage, incident: Incident) -> datetime | None:
    if rule.start == _AWARENESS:
        return incident.aware_at
    before = incident.stages.get(rule.after)
    return None if before is None else before.received_at


def _stage_due(
    rule: Stage, incident: Incident, *, casework: Casework, start: datetime
) -> Due | None:
    clock = ClockRule(name=rule.name, unit=rule.unit, amount=rule.amount, roll=rule.roll)
    return RunningDue(
        clock,
        start=start,
        calendars=casework.calendars_of(incident.giver),
        grace_seconds=incident.terms.grace_seconds,
    ).due()


def _state(
    clock: Clock,
    terms: Terms,
    *,
    casework: Casework,
    by: PartyId,
    start: datetime,
    stop: datetime | None,
    at: datetime,
    urgency: str = NO_URGENCY,
) -> ClockState:
    rule = terms.clock_for(clock, kind=INFORMATION, urgency=urgency, access="direct")
    due = due_by_rule(rule, terms, casework=casework, by=by, start=start)
    return unheld_state(due, start=start, stop=stop, at=at)

"""The clock of a level, and when an issue may be raised to the next.

The clock is the accord's `escalation` clock, the same that a call has to be confirmed by. A level
that was only acknowledged does not hold the ladder for ever: the same time, begun anew at the
acknowledgement, brings a decision, or the next level may be asked.

Source: docs/spec/hotline.md, "The clock of a level".
"""

from datetime import datetime, timedelta

from servanda.core.casework.casework import Casework
from servanda.core.casework.clocks import Due, within_reach
from servanda.core.casework.transitions import Clock
from servanda.core.casework.unasked_clocks import INFORMATION
from servanda.core.casework.verdicts import ClockState, due_by_rule, unheld_state
from servanda.core.escalation.ladder import PASSED_ON, Rung, RungState


def acknowledgement_state(rung: Rung, *, casework: Casework, at: datetime) -> ClockState:
    """Return the addressee's clock to acknowledge a level."""
    due = _due(rung, casework=casework, start=rung.received_at)
    return unheld_state(due, start=rung.received_at, stop=rung.acknowledged_at, at=at)


def decision_due(rung: Rung, *, casework: Casework) -> Due | None:
    """Return until when an acknowledged level is decided; None before it is acknowledged."""
    if rung.acknowledged_at is None:
        return None
    return _due(rung, casework=casework, start=rung.acknowledged_at)


def follow_up_is_overdue(rung: Rung, *, at: datetime) -> bool:
    """Say whether what was promised for a date had not ended the issue by then."""
    return rung.follow_up is not None and rung.follow_up < at and rung.is_open


def allows_next(rung: Rung, *, casework: Casework, at: datetime) -> bool:
    """Say whether the level above may be asked at `at`.

    It may if this one did not acknowledge within its clock, acknowledged and then did not decide
    within the same time, passed the issue on, or let the date of its own follow-up go by.
    """
    if rung.state is RungState.RAISED:
        return _due(rung, casework=casework, start=rung.received_at).at < at
    if rung.state is RungState.ACKNOWLEDGED:
        due = decision_due(rung, casework=casework)
        return due is not None and due.at < at
    if rung.state is RungState.DECIDED:
        return rung.decision in PASSED_ON or follow_up_is_overdue(rung, at=at)
    return False


def _due(rung: Rung, *, casework: Casework, start: datetime) -> Due:
    rule = rung.terms.clock_for(
        Clock.ESCALATION, kind=INFORMATION, urgency=rung.urgency, access="direct"
    )
    due = due_by_rule(rule, rung.terms, casework=casework, by=rung.addressee, start=start)
    if due is not None:
        return due
    # Where the accord sets no such clock, a counterpart could hold the ladder by silence.
    hours = timedelta(hours=rung.terms.confirmation_hours)
    return Due(at=within_reach(start) + hours, provisional=False)

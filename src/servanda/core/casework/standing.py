"""Where a request stands at a moment, as people are shown it: its state, and what lies over it.

The fold keeps the state that statements lead to. Some things come by time alone: a request is
closed when nobody may add to it any more, preserved data may be gone, a clock is overdue. They
are computed for a moment and stored nowhere.

Source: docs/spec/casework.md, "Overlays" and "Preservation".
"""

from datetime import datetime, timedelta
from enum import StrEnum

from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.transitions import State
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    clarification_state,
    decision_state,
    feedback_state,
    right_of_reply_state,
    update_state,
)

# How many days before preserved data may be gone both sides are warned.
WARNING_DAYS = (30, 14, 3)

_EMERGENCY = "emergency"


class Overlay(StrEnum):
    """What can lie over any state; never a state itself."""

    OVERDUE = "overdue"
    EMERGENCY = "emergency"
    DISPUTED = "disputed"
    REOPENED = "reopened"
    CLASS_CONTESTED = "class_contested"
    OUT_OF_STATE = "out_of_state"
    CLOCK_CONFLICT = "clock_conflict"
    WITHIN_CLOCK_UNCERTAINTY = "within_clock_uncertainty"
    EXPIRED = "expired"


def state_at(case: Case, *, casework: Casework, at: datetime) -> State:
    """Return the state of `case`: closed by rule, too, once feedback and reply have run out."""
    generation = case.current
    if case.state is State.RESPONDED:
        state = feedback_state(case, generation, casework=casework, at=at)
    elif case.state is State.FEEDBACK_GIVEN:
        feedback = generation.feedback
        if feedback is not None and feedback.replied_at is not None:
            return State.CLOSED
        state = right_of_reply_state(case, generation, casework=casework, at=at)
    else:
        return case.state
    return State.CLOSED if _has_run_out(state) else case.state


def overlays_of(case: Case, *, casework: Casework, at: datetime) -> frozenset[Overlay]:
    """Return what lies over the state of `case` at a moment."""
    generation = case.current
    answer = answer_state(case, generation, casework=casework, at=at)
    feedback = generation.feedback
    present = {
        Overlay.OVERDUE: case.is_open and _is_anything_overdue(case, casework=casework, at=at),
        Overlay.EMERGENCY: case.is_open and case.urgency == _EMERGENCY,
        Overlay.DISPUTED: feedback is not None and feedback.is_contested,
        Overlay.REOPENED: generation.number > 0,
        Overlay.CLASS_CONTESTED: case.contested_urgency != "",
        Overlay.OUT_OF_STATE: bool(case.out_of_state),
        Overlay.CLOCK_CONFLICT: bool(case.clock_conflicts),
        Overlay.WITHIN_CLOCK_UNCERTAINTY: is_within_clock_uncertainty(answer, casework=casework),
        Overlay.EXPIRED: is_expired(case, casework=casework, at=at),
    }
    return frozenset(overlay for overlay, is_present in present.items() if is_present)


def is_within_clock_uncertainty(state: ClockState, *, casework: Casework) -> bool:
    """Return whether a stopped clock was nearer its due time than the parties' clocks agree."""
    verdict = state.verdict
    if verdict is None or verdict.stop is None:
        return False
    bound = casework.skew.bound_at(verdict.stop)
    return bound is not None and abs(verdict.margin_seconds) <= bound


def is_held_by_conversion(case: Case, *, casework: Casework) -> bool:
    """Return whether any formal request that follows a preservation still waits for its answer."""
    return any(casework.cases[formal].is_open for formal in case.conversions)


def is_expired(case: Case, *, casework: Casework, at: datetime) -> bool:
    """Return whether preserved data may be gone: past its date, and no formal request waits."""
    if case.expires_at is None or at <= case.expires_at:
        return False
    return not is_held_by_conversion(case, casework=casework)


def expiry_warning(case: Case, *, casework: Casework, at: datetime) -> int | None:
    """Return of `WARNING_DAYS` the number that holds at a moment; None if no warning is due."""
    if case.expires_at is None or is_held_by_conversion(case, casework=casework):
        return None
    left = case.expires_at - at
    if left < timedelta():
        return None
    due = [days for days in WARNING_DAYS if left <= timedelta(days=days)]
    return min(due, default=None)


def _is_anything_overdue(case: Case, *, casework: Casework, at: datetime) -> bool:
    generation: Generation = case.current
    states = [
        clock(case, generation, casework=casework, at=at)
        for clock in (acknowledgement_state, decision_state, answer_state, update_state)
    ]
    asked = generation.open_round
    if asked is not None:
        states.append(clarification_state(case, asked, casework=casework, at=at))
    return any(_is_overdue(state) for state in states)


def _is_overdue(state: ClockState) -> bool:
    verdict = state.verdict
    return verdict is not None and verdict.stop is None and not verdict.is_in_time


def _has_run_out(state: ClockState | None) -> bool:
    return state is not None and _is_overdue(state)

"""What the clocks of an item come to at the moment of a review, computed once for all figures.

A review asks the same clocks for many figures and many cells. What they come to is kept beside
the item in a few small records, most of them shared.

Source: docs/reference/figures.md, "What is left out".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from servanda.core.casework.answer_clock import answer_state, answer_times, extended_answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.conditions import DUPLICATE
from servanda.core.casework.standing import is_within_clock_uncertainty
from servanda.core.casework.transitions import State
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    decision_state,
    feedback_state,
    update_states,
)
from servanda.core.identifiers import Digest

NOT_DUE = "not_due"
NO_DEADLINE = "no_deadline"
HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one clock comes to.

    Attributes:
        left_out: Why it is not judged; None if it is *matured*.
        is_stopped: What was owed has come, in time or late.
        late_seconds: From its due time to its stop, or to the moment while open; 0 if not late.
    """

    left_out: str | None
    is_stopped: bool
    late_seconds: int

    @property
    def is_in_time(self) -> bool:
        """Whether what was owed has come by its due time."""
        return self.is_stopped and self.late_seconds == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemClocks:
    """What the clocks of one generation of a request come to.

    Attributes:
        acknowledgement: None of a reopened request, which is not acknowledged again.
        decision: Likewise a clock of the responder.
        answer: Against the original due time.
        extended: Against the extended due time; as `answer` where nothing was extended.
        feedback: The requester's clock; None if there is no answer to judge.
        gross_seconds: How long the answer took; None while there is none.
        net_seconds: Less the pauses not charged to the responder.
        extensions: Those that moved the due time.
        without_effect: Those that did not.
        is_uncertain: The verdict on the answer is nearer its due time than the clocks agree.
        updates: The runs of the update clock that are judged, by number, and whether each ended
            in time.
    """

    acknowledgement: Judged | None
    decision: Judged
    answer: Judged
    extended: Judged
    feedback: Judged | None
    gross_seconds: int | None
    net_seconds: int | None
    extensions: tuple[Digest, ...]
    without_effect: tuple[Digest, ...]
    is_uncertain: bool
    updates: Sequence[tuple[int, bool]]


def clocks_of(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ItemClocks:
    """Return what the clocks of `generation` come to at a moment."""
    answer = answer_state(case, generation, casework=casework, at=at)
    extended = (
        extended_answer_state(case, generation, casework=casework, at=at)
        if generation.extensions
        else answer
    )
    times = None if generation.answered_at is None else answer_times(generation, at=at)
    answered = judge(answer, generation, stop=generation.answered_at, at=at)
    return ItemClocks(
        acknowledgement=None
        if generation.number > 0
        else judge(
            acknowledgement_state(case, generation, casework=casework, at=at),
            generation,
            stop=generation.acknowledged_at,
            at=at,
        ),
        decision=judge(
            decision_state(case, generation, casework=casework, at=at),
            generation,
            stop=generation.decided_at,
            at=at,
        ),
        answer=answered,
        extended=answered
        if extended is answer
        else judge(extended, generation, stop=generation.answered_at, at=at),
        feedback=_feedback(case, generation, casework=casework, at=at),
        gross_seconds=None if times is None else times.gross_seconds,
        net_seconds=None if times is None else times.net_seconds,
        extensions=extended.extended,
        without_effect=extended.without_effect,
        is_uncertain=is_within_clock_uncertainty(answer, casework=casework),
        updates=tuple(_updates(case, generation, casework=casework, at=at)),
    )


def _updates(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> Iterator[tuple[int, bool]]:
    states = update_states(case, generation, casework=casework, at=at)
    stops = [*(run.stopped_at for run in generation.updates), generation.answered_at]
    for number, (state, stop) in enumerate(zip(states, stops, strict=True)):
        judged = judge(state, generation, stop=stop, at=at)
        if judged.left_out is None:
            yield number, judged.is_in_time


def judge_duty(state: ClockState, *, at: datetime) -> Judged:
    """Return what a clock comes to that neither pause nor ending moves."""
    verdict = state.verdict
    if verdict is None:
        return _judged(NO_DEADLINE, is_stopped=False, late_seconds=0)
    left_out = NOT_DUE if verdict.due.at > at else None
    late = max(0, -verdict.margin_seconds)
    return _judged(left_out, is_stopped=verdict.stop is not None, late_seconds=late)


def judge(
    state: ClockState, generation: Generation, *, stop: datetime | None, at: datetime
) -> Judged:
    """Return what a clock of the responder comes to.

    Args:
        state: The clock at the moment `at`.
        generation: Whose clock it is.
        stop: When what was owed came; None if it did not.
        at: The moment of the review.
    """
    late = 0 if state.verdict is None else max(0, -state.verdict.margin_seconds)
    left_out = _left_out(state, generation, at=at)
    return _judged(left_out, is_stopped=stop is not None, late_seconds=late)


def _feedback(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> Judged | None:
    state = feedback_state(case, generation, casework=casework, at=at)
    return None if state is None else judge_duty(state, at=at)


def _left_out(state: ClockState, generation: Generation, *, at: datetime) -> str | None:
    """Return why a clock is not judged.

    1. What never came to a verdict by its nature is left out first.
    2. Withdrawn by the due time, or held: nothing was owed.
    3. Not due yet: for the next review, even if it is answered.
    """
    if generation.ending is State.LAPSED:  # (1)
        return State.LAPSED.value
    if generation.outcome == DUPLICATE:
        return DUPLICATE
    if state.verdict is None:
        return NO_DEADLINE
    due_at = state.verdict.due.at
    if generation.ending is State.WITHDRAWN:  # (2)
        if generation.ended_at is not None and generation.ended_at <= due_at:
            return State.WITHDRAWN.value
    elif state.is_held:
        return HELD
    return NOT_DUE if due_at > at else None  # (3)


@lru_cache(maxsize=1_024)  # most items are in time or left out alike: one record for all of them
def _judged(left_out: str | None, *, is_stopped: bool, late_seconds: int) -> Judged:
    return Judged(left_out=left_out, is_stopped=is_stopped, late_seconds=late_seconds)

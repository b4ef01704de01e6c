"""The answer clock: the one that pauses, holds and extensions can move, and everybody looks at.

Two verdicts are kept of it, against the original due time and against the extended one; both
count pauses and holds. What happened is gone through in its order, since each event counts only
if it came before the due time reached until then.

Source: docs/spec/deadlines.md, "Pauses", "Extensions" and "Postponed".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from servanda.core.casework.case import Case, Generation, Postponement
from servanda.core.casework.casework import Casework
from servanda.core.casework.clarifications import Charge, Round, charge_of
from servanda.core.casework.clocks import Due, Pause, RunningDue, verdict_of
from servanda.core.casework.extensions import Extension
from servanda.core.casework.transitions import Clock
from servanda.core.casework.verdicts import (
    ClockState,
    access_of,
    held_state,
    plain_state,
    running_due,
)
from servanda.core.identifiers import Digest

_Event: TypeAlias = Round | Postponement | Extension


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """How long an answer took, or has taken so far.

    Attributes:
        gross_seconds: From the start of the answer clock to the answer, or to the moment asked for.
        net_seconds: Gross less the pauses that are not charged to the responder.
    """

    gross_seconds: int
    net_seconds: int


def answer_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the answer clock against its original due time."""
    return _answer_state(case, generation, casework=casework, at=at, is_extended=False)


def extended_answer_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> ClockState:
    """Return the answer clock against its extended due time; as the original if none is."""
    return _answer_state(case, generation, casework=casework, at=at, is_extended=True)


def answer_times(generation: Generation, *, at: datetime) -> AnswerTimes:
    """Return how long the answer took; of an open request, until `at`."""
    start = generation.answer_started_at
    end = max(start, generation.answered_at or generation.ended_at or at)
    paused, until = timedelta(), start
    for asked in generation.rounds:
        if asked.is_blocking and charge_of(asked) is not Charge.RESPONDER:
            begin = max(asked.asked_at, until)
            until = max(begin, min(end, asked.ended_at or end))
            paused += until - begin
    gross = end - start
    return AnswerTimes(
        gross_seconds=int(gross.total_seconds()),
        net_seconds=int((gross - min(paused, gross)).total_seconds()),
    )


def _answer_state(
    case: Case, generation: Generation, *, casework: Casework, at: datetime, is_extended: bool
) -> ClockState:
    running = running_due(
        Clock.ANSWER,
        case,
        casework=casework,
        start=generation.answer_started_at,
        access=access_of(case, generation, casework=casework),
    )
    walk = _AnswerWalk(running, generation, at=at)
    for event in _events(generation, is_extended=is_extended):
        ended = walk.take(event)
        if ended is not None:
            return ended
    return walk.state()


class _AnswerWalk:
    """One answer clock along what happened to it; owned by whoever asks for one verdict."""

    def __init__(self, running: RunningDue | None, generation: Generation, *, at: datetime) -> None:
        self._running, self._generation, self._at = running, generation, at
        self._start = generation.answer_started_at
        self._without_effect: list[Digest] = []
        self._extended: list[Digest] = []
        # The review date that passed: from then on it is late, whatever follows.
        self._lapsed_hold: datetime | None = None

    def take(self, event: _Event) -> ClockState | None:
        """Let `event` have its effect; return the state if the clock goes no further."""
        if self._lapsed_hold is not None:
            if isinstance(event, Extension):
                self._without_effect.append(event.leaf)
            return None
        match event:
            case Round():
                return self._clarify(event)
            case Postponement():
                return self._hold(event)
            case Extension():
                self._extend(event)
                return None

    def state(self) -> ClockState:
        """Return the state after all events."""
        generation = self._generation
        if self._lapsed_hold is not None:
            return self._counted(self._late_as_of(self._lapsed_hold))
        return self._counted(
            plain_state(
                self._due(),
                generation,
                start=self._start,
                stop=generation.answered_at,
                at=self._at,
            )
        )

    def _due(self) -> Due | None:
        return None if self._running is None else self._running.due()

    def _clarify(self, asked: Round) -> ClockState | None:
        if not asked.is_blocking or charge_of(asked) is Charge.RESPONDER:
            return None
        due = self._due()
        if self._running is None or due is None:
            return None if asked.ended_at is not None else ClockState(verdict=None, is_held=True)
        if asked.asked_at > due.at:
            return None  # a late question cures nothing
        if asked.ended_at is None:
            return self._counted(held_state(due, asked.asked_at, start=self._start))
        self._running.pause(Pause(start=asked.asked_at, end=asked.ended_at))
        return None

    def _hold(self, held: Postponement) -> ClockState | None:
        due = self._due()
        if self._running is None or due is None:
            is_held = held.end is None and self._at < held.review_at
            return ClockState(verdict=None, is_held=True) if is_held else None
        if held.start > due.at:
            return None  # a postponement after the due time cures nothing
        generation = self._generation
        end = held.end or generation.answered_at or generation.ended_at
        # Exactly at the review date a hold that was ended is in time, an open one is past.
        has_passed = self._at >= held.review_at if end is None else end > held.review_at
        if has_passed:
            self._lapsed_hold = held.review_at
            return None
        if end is None:
            return self._counted(held_state(due, held.start, start=self._start))
        self._running.pause(Pause(start=held.start, end=end))
        return None

    def _late_as_of(self, review_at: datetime) -> ClockState:
        """Return the state of a request not resumed by the date its responder set itself."""
        stop, ended_at = self._generation.answered_at, self._generation.ended_at
        # What came in time does not come to this, so a stop is past the date.
        stop = None if stop is None else max(stop, review_at + timedelta(seconds=1))
        passed = Due(at=review_at, provisional=False)
        moment = self._at if ended_at is None else min(self._at, ended_at)
        return ClockState(
            verdict=verdict_of(passed, start=self._start, stop=stop, at=moment),
            lapsed_hold=review_at,
        )

    def _extend(self, extension: Extension) -> None:
        """Move the due date, if it is said in time and the new date is later."""
        effective_at, due = extension.takes_effect_at, self._due()
        if self._running is None or due is None or effective_at is None:
            self._without_effect.append(extension.leaf)
            return
        if extension.is_notice and effective_at > due.at:
            self._without_effect.append(extension.leaf)
            return
        self._running.prolong(extension.until_day)
        moved = self._due()
        if moved is not None and moved.at > due.at:
            self._extended.append(extension.leaf)
        else:
            self._without_effect.append(extension.leaf)

    def _counted(self, state: ClockState) -> ClockState:
        if not self._without_effect and not self._extended:
            return state
        return replace(
            state, without_effect=tuple(self._without_effect), extended=tuple(self._extended)
        )


def _events(generation: Generation, *, is_extended: bool) -> Iterator[_Event]:
    """Yield what moves the clock by when it came; at the same second a pause comes first."""
    events: list[tuple[datetime, int, _Event]] = [
        (asked.asked_at, 0, asked) for asked in generation.rounds
    ]
    events.extend((held.start, 1, held) for held in generation.postponements)
    if is_extended:
        # A proposal that nobody consented to says nothing yet; it comes last and moves nothing.
        events.extend(
            (each.takes_effect_at or each.received_at, 2, each) for each in generation.extensions
        )
    # Stable: what came at the same second keeps the order in which it counts.
    events.sort(key=lambda event: event[:2])
    return (event for _, _, event in events)

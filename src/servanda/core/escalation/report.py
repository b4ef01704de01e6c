"""How the hotline and the ladder were used in a period: counts, and the calls behind them.

Both parties compute it from the same statements, so each round can review it as it is.

Source: docs/spec/hotline.md, "The report of its use".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servanda.core.casework.unasked_clocks import call_state
from servanda.core.casework.verdicts import ClockState
from servanda.core.escalation.clocks import acknowledgement_state, follow_up_is_overdue
from servanda.core.escalation.fold import Escalations
from servanda.core.escalation.hotline import READINGS, HotlineCall, Standing
from servanda.core.escalation.ladder import Rung


class FollowUp(StrEnum):
    """What became of a date by which more was to follow."""

    NONE = "none"
    AWAITED = "awaited"
    MET = "met"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCount:
    """How a clock was kept.

    Attributes:
        due: How many were stopped, or ran out.
        in_time: How many of these were stopped in time.
    """

    due: int
    in_time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineReport:
    """The use of the hotline from `since` to before `until`, as it stands at `at`.

    Attributes:
        since: The first instant of the period; None for from the beginning.
        until: The end, not part of it; None for all that was received.
        at: For which clocks are judged.
        calls: Those received in the period.
        by_basis: How many calls, by what they were about.
        by_caller: How many, by the party that called.
        by_level: How many, by the level at which was spoken; `none` where it is not said.
        within: How many lie within each reading of the hotline, whichever binds.
        outside: How many lie outside the reading that binds.
        confirmed: How the clock to confirm a call was kept.
        one_sided: Calls that stay the caller's word, also if confirmed later.
        differing: Calls of which the two records contradict each other.
        follow_ups_overdue: Calls and levels whose date passed with nothing to show for it.
        tests: Checks of a duty desk in the period; no call is one.
        tests_answered: How many of these were answered.
        rungs_by_level: How many levels were asked, by level.
        rungs_by_trigger: How many, by why.
        acknowledged: How the clock to acknowledge a level was kept.
        open_ladders: Ladders of the period that are not closed.
    """

    since: datetime | None
    until: datetime | None
    at: datetime
    calls: Sequence[HotlineCall]
    by_basis: Mapping[str, int]
    by_caller: Mapping[str, int]
    by_level: Mapping[str, int]
    within: Mapping[str, int]
    outside: int
    confirmed: ClockCount
    one_sided: int
    differing: int
    follow_ups_overdue: int
    tests: int
    tests_answered: int
    rungs_by_level: Mapping[str, int]
    rungs_by_trigger: Mapping[str, int]
    acknowledged: ClockCount
    open_ladders: int


def report_hotline(
    found: Escalations, *, since: datetime | None, until: datetime | None, at: datetime
) -> HotlineReport:
    """Return how the hotline was used; what belongs to the period is decided by its receipt."""

    def is_inside(received_at: datetime) -> bool:
        is_before = until is None or received_at < until
        return is_before and (since is None or since <= received_at)

    calls = [call for call in found.calls.values() if is_inside(call.call.received_at)]
    begun = [one for one in found.ladders if is_inside(one.rungs[0].received_at)]
    rungs = [rung for one in found.ladders for rung in one.rungs if is_inside(rung.received_at)]
    tests = [test for test in found.tests.values() if is_inside(test.received_at)]
    states = [call_state(call.call, casework=found.casework, at=at) for call in calls]
    answers = [acknowledgement_state(rung, casework=found.casework, at=at) for rung in rungs]
    return HotlineReport(
        since=since,
        until=until,
        at=at,
        calls=calls,
        by_basis=_counts(call.call.basis for call in calls),
        by_caller=_counts(call.call.caller for call in calls),
        by_level=_counts(call.made.said.get("level", "none") for call in calls),
        within={
            reading: sum(call.call.basis in bases for call in calls)
            for reading, bases in READINGS.items()
        },
        outside=sum(call.is_outside for call in calls),
        confirmed=_kept(states, at=at),
        one_sided=sum(
            call.standing(at=at) in (Standing.ONE_SIDED, Standing.CONFIRMED_LATE) for call in calls
        ),
        differing=sum(any(one.is_contradiction for one in call.differences()) for call in calls),
        follow_ups_overdue=_overdue(calls, rungs, found, at=at),
        tests=len(tests),
        tests_answered=sum(test.answered_at is not None for test in tests),
        rungs_by_level=_counts(rung.level for rung in rungs),
        rungs_by_trigger=_counts(rung.trigger for rung in rungs),
        acknowledged=_kept(answers, at=at),
        open_ladders=sum(one.is_open for one in begun),
    )


def call_follow_up(call: HotlineCall, found: Escalations, *, at: datetime) -> FollowUp:
    """Return what became of the date by which more was to follow a call.

    It is met by the written request, the end of the request it is about, a later call about the
    same, or the end of a ladder that was begun about the call.
    """
    if call.follow_up is None:
        return FollowUp.NONE
    if _is_followed(call, found):
        return FollowUp.MET
    return FollowUp.OVERDUE if call.follow_up < at else FollowUp.AWAITED


def _overdue(
    calls: Sequence[HotlineCall], rungs: Sequence[Rung], found: Escalations, *, at: datetime
) -> int:
    states = [call_follow_up(call, found, at=at) for call in calls]
    return states.count(FollowUp.OVERDUE) + sum(follow_up_is_overdue(one, at=at) for one in rungs)


def _is_followed(call: HotlineCall, found: Escalations) -> bool:
    about = call.call.request
    if about is None:
        followed = call.call.written_at is not None
    else:
        case = found.casework.cases.get(about)
        followed = (
            call.call.written_at is not None
            or (case is not None and not case.is_open)
            or found.last_call_about(about) != call.made.leaf
        )
    return followed or any(not ladder.is_open for ladder in found.about(call.made.leaf))


def _kept(states: Iterable[ClockState], *, at: datetime) -> ClockCount:
    verdicts = [state.verdict for state in states if state.verdict is not None]
    due = [one for one in verdicts if one.stop is not None or one.due.at < at]
    return ClockCount(due=len(due), in_time=sum(one.is_in_time for one in due))


def _counts(words: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(words).items()))

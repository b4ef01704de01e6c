"""How far the rounds of a dialogue drift from the interval that was agreed.

An interval is a version of a promise: a later one stands beside the earlier, and a round is held
against each that was agreed before it took place. Where the two sides name different days, each
side's days are reckoned apart; nothing is chosen between them.

Source: docs/spec/dialogue.md, "Cadence".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.core.casework.months import months_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One version of how often a series meets.

    Attributes:
        since: The day from which it is agreed.
        months: From one round to the next, 1 or more.
        first_by: Last day for the first round; None where none was agreed.
        source: Where it comes from, with its mark.
    """

    since: date
    months: int
    first_by: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One round against one interval.

    Attributes:
        interval: The version of the promise.
        due: By that version.
        held: When the round took place.
        is_latest: Whether no later version was agreed before the round.
    """

    interval: Interval
    due: date
    held: date
    is_latest: bool

    @property
    def days(self) -> int:
        """Days held after the due day; negative if before."""
        return (self.held - self.due).days


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDue:
    """The round that has not been held yet, by one interval.

    Attributes:
        interval: The version of the promise.
        due: By that version.
        is_latest: Whether it is the last version agreed.
    """

    interval: Interval
    due: date
    is_latest: bool

    def days_past(self, today: date) -> int:
        """Return the days since the due day; negative while it lies ahead."""
        return (today - self.due).days


def drifts(held: Sequence[date], intervals: Sequence[Interval]) -> Sequence[Sequence[Drift]]:
    """Return for each round its drift against each interval agreed before it.

    Args:
        held: Days of the rounds of a series and of those it replaced, in their order.
        intervals: In any order.
    """
    found: list[Sequence[Drift]] = []
    for place, day in enumerate(held):
        known = _agreed_before(day, intervals)
        before = held[place - 1] if place else None
        found.append(
            tuple(
                Drift(interval=one, due=due, held=day, is_latest=one is known[-1])
                for one in known
                if (due := _due(one, before=before)) is not None
            )
        )
    return found


def next_due(held: Sequence[date], intervals: Sequence[Interval]) -> Sequence[NextDue]:
    """Return by when the round after the last is due, by each interval.

    Args:
        held: As in `drifts`.
        intervals: As in `drifts`.
    """
    known = sorted(intervals, key=lambda one: one.since)
    before = held[-1] if held else None
    return tuple(
        NextDue(interval=one, due=due, is_latest=one is known[-1])
        for one in known
        if (due := _due(one, before=before)) is not None
    )


def _agreed_before(day: date, intervals: Sequence[Interval]) -> Sequence[Interval]:
    # What a round itself agrees binds the rounds after it.
    return sorted((one for one in intervals if one.since < day), key=lambda one: one.since)


def _due(interval: Interval, *, before: date | None) -> date | None:
    if before is not None:
        return months_later(before, interval.months)
    # Nobody promises a day that has passed: such a day is of an accord before this one.
    first_by = interval.first_by
    return None if first_by is None or first_by < interval.since else first_by

"""How far the two parties' clocks are apart, as communication checks measure it.

A check asks (T1, by the asker's clock), is received (T2) and answered (T3, both by the other's
clock), and the answer is received (T4). Twice the offset of the other's clock is
(T2 - T1) + (T3 - T4), the delay on the way (T4 - T1) - (T3 - T2), and no clock can be wrong by
more than the bound (|twice the offset| + delay + 1) div 2.

It never moves a deadline: it marks a verdict that is closer than the clocks agree.

Source: docs/spec/deadlines.md, "Skew".
"""

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from servanda.core.identifiers import Digest, PartyId

_SECOND = timedelta(seconds=1)

# A counterpart can ask any number of checks; those unanswered are kept up to this many.
MAX_OPEN_CHECKS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SkewBound:
    """One measurement.

    Attributes:
        measured_at: When the asker received the answer, T4.
        seconds: No clock can be wrong against the other by more.
    """

    measured_at: datetime
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A check that is not answered yet: who asked, T1 and T2."""

    by: PartyId
    asked_at: datetime
    received_at: datetime


@dataclass(slots=True)
class Skew:
    """The checks of two parties; owned by the fold.

    Attributes:
        bounds: By when they were measured.
    """

    bounds: list[SkewBound] = field(default_factory=list)
    _open: dict[Digest, _Asked] = field(default_factory=dict)

    def ask(self, leaf: Digest, *, by: PartyId, asked_at: datetime, received_at: datetime) -> None:
        """Note a check that asks; the oldest of too many is forgotten."""
        if len(self._open) >= MAX_OPEN_CHECKS:
            self._open.pop(next(iter(self._open)))
        self._open[leaf] = _Asked(by=by, asked_at=asked_at, received_at=received_at)

    def answer(
        self, asked: Digest | None, *, by: PartyId, answered_at: datetime, received_at: datetime
    ) -> bool:
        """Note the answer to a check; return False if there is no such check to answer."""
        check = None if asked is None else self._open.get(asked)
        if asked is None or check is None or check.by == by:
            return False
        del self._open[asked]
        seconds = skew_bound(check.asked_at, check.received_at, answered_at, received_at)
        insort(
            self.bounds,
            SkewBound(measured_at=received_at, seconds=seconds),
            key=lambda bound: bound.measured_at,
        )
        return True

    def bound_at(self, instant: datetime) -> int | None:
        """Return the bound measured last by `instant`, in seconds; None if none was."""
        place = bisect_right(self.bounds, instant, key=lambda bound: bound.measured_at)
        return self.bounds[place - 1].seconds if place else None


def skew_bound(t1: datetime, t2: datetime, t3: datetime, t4: datetime) -> int:
    """Return by how many seconds at most one clock is wrong against the other.

    Args:
        t1: Asked, by the asker's clock.
        t2: Received, by the other's.
        t3: Answered, by the other's.
        t4: Answer received, by the asker's.
    """
    twice_the_offset = ((t2 - t1) + (t3 - t4)) // _SECOND
    delay = ((t4 - t1) - (t3 - t2)) // _SECOND
    return max(0, (abs(twice_the_offset) + delay + 1) // 2)

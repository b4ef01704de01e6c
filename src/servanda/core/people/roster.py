"""The duty roster: who is on duty from when to when, and where nobody is or several are.

Source: docs/spec/people.md, "Duty".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from servanda.core.people.people import People


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A stretch in which the same persons are on duty.

    Attributes:
        start: From when.
        end: Until when, not part of it.
        names: Who; nobody is a gap, more than one an overlap.
    """

    start: datetime
    end: datetime
    names: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nobody is on duty."""
        return not self.names

    @property
    def is_overlap(self) -> bool:
        """Whether several are."""
        return len(self.names) > 1


def shifts(people: People, *, start: datetime, end: datetime) -> Sequence[Shift]:
    """Return the whole time from `start` to `end` as shifts, none of which overlap or are empty."""
    inside = {
        instant
        for one in people.duties
        for instant in (one.start, one.end)
        if start < instant < end
    }
    edges = sorted({start, end, *inside}) if start < end else []
    found: list[Shift] = []
    for first, second in pairwise(edges):
        names = people.on_duty(first)
        if found and found[-1].names == names:
            found[-1] = Shift(start=found[-1].start, end=second, names=names)
        else:
            found.append(Shift(start=first, end=second, names=names))
    return found

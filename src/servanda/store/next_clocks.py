"""Which clock of each request runs out first, as it stands in the row of the request.

A list is ordered by it, so it has to lie in an index and cannot be looked for among the clocks.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from servanda.core.desk.case_order import NO_CLOCK
from servanda.store.sql import seconds
from servanda.usecases.ports.casework import DeadlineRecord

NextClockValues: TypeAlias = tuple[str, bool, int, int]
NO_NEXT_CLOCK: NextClockValues = ("", False, 0, NO_CLOCK)


def next_clocks(deadlines: Sequence[DeadlineRecord]) -> Mapping[bytes, NextClockValues]:
    """Return, by case: clock, whether it is ours, since when it runs, when it runs out."""
    in_order = sorted(deadlines, key=lambda one: (one.due_at, one.clock, one.number), reverse=True)
    return {
        one.case: (one.clock, one.is_ours, seconds(one.started_at), seconds(one.due_at))
        for one in in_order
    }

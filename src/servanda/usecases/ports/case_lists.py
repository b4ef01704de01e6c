"""Lists of requests as the use cases see them: chosen by filters, in an order, page by page.

Two implementations, as for the rest of the store; tests/usecases/ports/test_case_list_contract.py
holds both to the promises below.

Source: docs/spec/desk.md, "Queue".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.desk.case_filters import CaseFilter
from servanda.core.desk.case_order import NO_CLOCK, CaseOrder, CasePlace
from servanda.usecases.ports.casework import CaseRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NextClock:
    """The clock of a request that runs out first.

    Attributes:
        clock: Which, as in `DeadlineRecord`.
        is_ours: Whether we have to act.
        started_at: When it began.
        due_at: When it runs out.
    """

    clock: str
    is_ours: bool
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """One row of a list.

    Attributes:
        case: The request as it stands.
        next_clock: What runs out first on it; None where no clock runs.
    """

    case: CaseRecord
    next_clock: NextClock | None

    def place(self, order: CaseOrder) -> CasePlace:
        """Return where it stands in a list of this order."""
        due_at = None if self.next_clock is None else self.next_clock.due_at
        at = {
            CaseOrder.DUE: due_at,
            CaseOrder.NEWEST: self.case.started_at,
            CaseOrder.OLDEST: self.case.started_at,
            CaseOrder.CHANGED: self.case.last_at,
        }[order]
        seconds = NO_CLOCK if at is None else int(at.timestamp())
        return CasePlace(seconds=seconds, leaf_hash=self.case.leaf_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSelection:
    """Which requests are meant.

    Attributes:
        now: By which it is told what is overdue.
        filters: That hold.
        filed_as: What has this in a file number or title of either side; empty: no matter.
    """

    now: datetime
    filters: Sequence[CaseFilter] = ()
    filed_as: str = ""


class CaseListStore(Protocol):
    """Questions about requests; none of them reads more rows than it needs to."""

    def list_cases(
        self,
        selection: CaseSelection,
        *,
        order: CaseOrder,
        after: CasePlace | None = None,
        limit: int,
    ) -> Sequence[ListedCase]:
        """Return the first requests of a list, or those that follow a place in it."""
        ...

    def count_cases(self, selection: CaseSelection, *, most: int) -> int:
        """Return how many requests there are; `most` where there are more."""
        ...

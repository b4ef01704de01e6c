"""Lists of requests in memory.

Source: servanda/usecases/ports/case_lists.py, whose promises it keeps.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from servanda.core.desk.case_filters import (
    CLOSED,
    OPEN,
    OVERDUE,
    PAUSED,
    US,
    CaseFilter,
    Field,
)
from servanda.core.desk.case_order import CaseOrder, CasePlace
from servanda.memory.casework import MemoryCasework
from servanda.memory.filings import MemoryFilings
from servanda.usecases.ports.case_lists import CaseSelection, ListedCase, NextClock
from servanda.usecases.ports.records import searched_words

_BACKWARDS: Final = frozenset((CaseOrder.NEWEST, CaseOrder.CHANGED))
_OF_A_CASE: Final[Mapping[Field, Callable[[ListedCase], str]]] = {
    Field.STATE: lambda row: row.case.state,
    Field.KIND: lambda row: row.case.kind,
    Field.URGENCY: lambda row: row.case.urgency,
    Field.WITH: lambda row: row.case.own.to_party,
}


class MemoryCaseLists(MemoryFilings, MemoryCasework):
    """Fills the port `CaseListStore`."""

    def list_cases(
        self,
        selection: CaseSelection,
        *,
        order: CaseOrder,
        after: CasePlace | None = None,
        limit: int,
    ) -> Sequence[ListedCase]:
        """Return the first requests of a list, or those that follow a place in it."""
        is_backwards = order in _BACKWARDS
        placed = sorted(
            (
                (place.seconds, place.leaf_hash, row)
                for row in self._chosen(selection)
                for place in (row.place(order),)
            ),
            key=lambda one: one[:2],
            reverse=is_backwards,
        )
        if after is not None:
            last = (after.seconds, after.leaf_hash)
            placed = [one for one in placed if (one[:2] < last) == is_backwards and one[:2] != last]
        return [row for _, _, row in placed[:limit]]

    def count_cases(self, selection: CaseSelection, *, most: int) -> int:
        """Return how many requests there are; `most` where there are more."""
        return min(len(self._chosen(selection)), most)

    def _chosen(self, selection: CaseSelection) -> list[ListedCase]:
        rows = self._listed()
        for field in Field:
            wanted = [one for one in selection.filters if one.field is field and not one.is_not]
            if wanted:
                rows = [row for row in rows if any(_holds(one, row, selection) for one in wanted)]
        unwanted = [one for one in selection.filters if one.is_not]
        rows = [row for row in rows if not any(_holds(one, row, selection) for one in unwanted)]
        if selection.filed_as:
            words = searched_words(selection.filed_as)
            filed = {
                one.about
                for one in self.all_filings()
                if words in searched_words(f"{one.file_number}\n{one.title}")
            }
            rows = [row for row in rows if row.case.leaf_hash in filed]
        return rows

    def _listed(self) -> list[ListedCase]:
        clocks: dict[bytes, NextClock] = {}
        for one in sorted(
            self._all_deadlines(), key=lambda one: (one.due_at, one.clock, one.number)
        ):
            clock = NextClock(
                clock=one.clock, is_ours=one.is_ours, started_at=one.started_at, due_at=one.due_at
            )
            clocks.setdefault(one.case, clock)
        with self._casework_lock:
            cases = [*self._cases.values()]
        return [ListedCase(case=case, next_clock=clocks.get(case.leaf_hash)) for case in cases]


def _holds(one: CaseFilter, row: ListedCase, selection: CaseSelection) -> bool:
    clock = row.next_clock
    match one.field, one.value:
        case Field.IS, value:
            return {
                OPEN: row.case.is_open,
                CLOSED: not row.case.is_open,
                OVERDUE: clock is not None and clock.due_at < selection.now,
                PAUSED: row.case.is_held,
            }[value]
        case Field.ASKED, value:
            return row.case.is_ours == (value == US)
        case Field.TURN, value:
            return clock is not None and clock.is_ours == (value == US)
        case field, value:
            return _OF_A_CASE[field](row) == value

"""Lists of requests in SQL: filters become conditions, a place becomes where to read on.

Nothing of a filter's value ever becomes SQL: values go beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from servanda.core.desk.case_order import NO_CLOCK, CaseOrder, CasePlace
from servanda.store.casework import CASE_COLUMNS, case_record
from servanda.store.sql import Database, Row, instant, seconds, storable
from servanda.usecases.ports.case_lists import CaseSelection, ListedCase, NextClock
from servanda.usecases.ports.records import searched_words

_CLOCK_COLUMNS: Final = "next_clock, next_is_ours, next_started_seconds, next_seconds"
_LIST: Final = f"SELECT {CASE_COLUMNS}, {_CLOCK_COLUMNS} FROM store_case"  # noqa: S608 - constants
_IS: Final[Mapping[str, str]] = {
    OPEN: "is_open",
    CLOSED: "NOT is_open",
    OVERDUE: "next_seconds < %s",
    PAUSED: "is_held",
}
_COLUMNS: Final[Mapping[Field, str]] = {
    Field.STATE: "state",
    Field.KIND: "kind",
    Field.URGENCY: "urgency",
}
# By which column an order goes, and whether backwards.
_ORDERS: Final[Mapping[CaseOrder, tuple[str, bool]]] = {
    CaseOrder.DUE: ("next_seconds", False),
    CaseOrder.NEWEST: ("started_seconds", True),
    CaseOrder.OLDEST: ("started_seconds", False),
    CaseOrder.CHANGED: ("last_seconds", True),
}
_FILED: Final = "leaf_hash IN (SELECT about FROM store_filing WHERE words LIKE %s ESCAPE '!')"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCaseLists(Database):
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
        conditions = _conditions(selection)
        column, is_backwards = _ORDERS[order]
        if after is not None:
            sign = "<" if is_backwards else ">"
            conditions.add(f"({column}, leaf_hash) {sign} (%s, %s)", after.seconds, after.leaf_hash)
        way = " DESC" if is_backwards else ""
        question = f"{_LIST} {conditions.where} ORDER BY {column}{way}, leaf_hash{way} LIMIT %s"
        return [_listed(row) for row in self.rows(question, (*conditions.values, limit))]

    def count_cases(self, selection: CaseSelection, *, most: int) -> int:
        """Return how many requests there are; `most` where there are more."""
        conditions = _conditions(selection)
        question = (
            f"SELECT COUNT(*) FROM (SELECT 1 FROM store_case {conditions.where} LIMIT %s) AS few"  # noqa: S608 - constants
        )
        row = self.row(question, (*conditions.values, most))
        return 0 if row is None else int(row[0])


class _Conditions:
    """Conditions that hold together, with the values that stand beside them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[bool | int | str | bytes | None] = []

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.parts)}" if self.parts else ""

    def add(self, sql: str, *values: int | str | bytes) -> None:
        self.parts.append(sql)
        self.values.extend(values)


def _conditions(selection: CaseSelection) -> _Conditions:
    """Return what a selection asks for: any of the values of one name, all names, and no NOT."""
    made = _Conditions()
    for field in Field:
        wanted = [one for one in selection.filters if one.field is field and not one.is_not]
        if wanted:
            parts = [_condition(one, now=selection.now) for one in wanted]
            joined = " OR ".join(sql for sql, _ in parts)
            made.add(f"({joined})", *(value for _, values in parts for value in values))
    for one in selection.filters:
        if one.is_not:
            sql, values = _condition(one, now=selection.now)
            made.add(f"NOT ({sql})", *values)
    if selection.filed_as:
        made.add(_FILED, f"%{_escaped(searched_words(selection.filed_as))}%")
    return made


def _condition(one: CaseFilter, *, now: datetime) -> tuple[str, tuple[int | str, ...]]:
    match one.field:
        case Field.IS:
            return _IS[one.value], (seconds(now),) if one.value == OVERDUE else ()
        case Field.WITH:
            return "own LIKE %s ESCAPE '!'", (f"%/{_escaped(one.value)}",)
        case Field.ASKED:
            return ("is_ours" if one.value == US else "NOT is_ours"), ()
        case Field.TURN:
            ours = "next_is_ours" if one.value == US else "NOT next_is_ours"
            return f"({ours} AND next_seconds < {NO_CLOCK})", ()
        case _:
            return f"{_COLUMNS[one.field]} = %s", (one.value,)


def _listed(row: Row) -> ListedCase:
    clock, is_ours, started, due = row[-4:]
    next_clock = None
    if due != NO_CLOCK:
        next_clock = NextClock(
            clock=clock,
            is_ours=bool(is_ours),
            started_at=instant(started),
            due_at=instant(due),
        )
    return ListedCase(case=case_record(row), next_clock=next_clock)


def _escaped(words: str) -> str:
    """Return words as they stand in a pattern of LIKE, where they mean themselves."""
    for sign in ("!", "%", "_"):
        words = words.replace(sign, f"!{sign}")
    return storable(words)

"""Casework in memory.

Source: servanda/usecases/ports/casework.py, whose promises it keeps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from threading import RLock

from typing_extensions import override

from servanda.core.identifiers import Origin
from servanda.usecases.ports.casework import (
    CaseQuestion,
    CaseRecord,
    CaseStatement,
    CaseworkChange,
    CaseworkMark,
    CaseworkStore,
    DeadlineRecord,
    NoticeRecord,
)

_BY_DUE = attrgetter("due_at", "case", "clock", "number")


class MemoryCasework(CaseworkStore):
    """Fills the port `CaseworkStore`; one lock stands for the database's."""

    def __init__(self) -> None:
        super().__init__()
        self._casework_lock = RLock()
        self._marks: dict[Origin, CaseworkMark] = {}
        self._statements: dict[tuple[Origin, bytes], dict[tuple[Origin, int], CaseStatement]] = {}
        self._cases: dict[bytes, CaseRecord] = {}
        self._changed: dict[bytes, datetime] = {}
        self._deadlines: dict[tuple[Origin, bytes], list[DeadlineRecord]] = {}
        self._notices: dict[tuple[object, ...], NoticeRecord] = {}

    @override
    def casework_mark(self, own: Origin) -> CaseworkMark:
        return self._marks.get(own, CaseworkMark(own=own))

    @override
    def save_casework(self, change: CaseworkChange) -> bool:
        with self._casework_lock:
            if self.casework_mark(change.before.own) != change.before:
                return False
            self._write(change)
            return True

    @override
    def replace_casework(self, changes: Sequence[CaseworkChange]) -> None:
        with self._casework_lock:
            for kept in (
                self._marks,
                self._statements,
                self._cases,
                self._changed,
                self._deadlines,
            ):
                kept.clear()
            for change in changes:
                self._write(change)

    @override
    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        with self._casework_lock:
            found = [
                one for case in cases for one in self._statements.get((own, case), {}).values()
            ]
        return sorted(found, key=_by_place)

    @override
    def case(self, leaf_hash: bytes) -> CaseRecord | None:
        return self._cases.get(leaf_hash)

    @override
    def cases_of(self, own: Origin) -> Sequence[CaseRecord]:
        with self._casework_lock:
            found = [one for one in self._cases.values() if one.own == own]
        return sorted(found, key=attrgetter("started_at", "leaf_hash"))

    @override
    def cases_after(self, question: CaseQuestion) -> Sequence[CaseRecord]:
        with self._casework_lock:
            found = [one for one in self._cases.values() if self._is_asked_for(one, question)]
        return sorted(found, key=_by_receipt)[: question.limit]

    def _is_asked_for(self, one: CaseRecord, question: CaseQuestion) -> bool:
        return (
            (question.after is None or _by_receipt(one) > question.after)
            and (
                question.changed_since is None
                or int(self._changed[one.leaf_hash].timestamp())
                >= int(question.changed_since.timestamp())
            )
            and question.is_open in {None, one.is_open}
            and question.is_ours in {None, one.is_ours}
            and question.own in {None, one.own}
        )

    @override
    def open_cases(self, *, limit: int) -> Sequence[CaseRecord]:
        with self._casework_lock:
            found = [one for one in self._cases.values() if one.is_open]
        dated = sorted((one for one in found if one.due_at is not None), key=attrgetter("due_at"))
        return [*dated, *(one for one in found if one.due_at is None)][:limit]

    @override
    def deadlines_of(self, own: Origin) -> Sequence[DeadlineRecord]:
        return sorted((one for one in self._all_deadlines() if one.own == own), key=_BY_DUE)

    @override
    def next_deadlines(self, *, limit: int) -> Sequence[DeadlineRecord]:
        return sorted(self._all_deadlines(), key=_BY_DUE)[:limit]

    @override
    def deadlines_until(self, instant: datetime) -> Sequence[DeadlineRecord]:
        due = (one for one in self._all_deadlines() if one.due_at <= instant)
        return sorted(due, key=_BY_DUE)

    @override
    def add_notices(self, notices: Sequence[NoticeRecord]) -> Sequence[NoticeRecord]:
        with self._casework_lock:
            added = []
            for one in notices:
                if self._notices.setdefault(_name_of(one), one) is one:
                    added.append(one)
            return added

    @override
    def notices(self, *, limit: int) -> Sequence[NoticeRecord]:
        with self._casework_lock:
            newest = list(reversed(self._notices.values()))
        return sorted(newest, key=attrgetter("came_at"), reverse=True)[:limit]

    def _all_deadlines(self) -> Iterable[DeadlineRecord]:
        with self._casework_lock:
            return [one for many in self._deadlines.values() for one in many]

    def _write(self, change: CaseworkChange) -> None:
        own = change.after.own
        for statement in change.statements:
            group = self._statements.setdefault((own, statement.case), {})
            group.setdefault((statement.origin, statement.index), statement)
        for one in change.cases:
            self._cases[one.leaf_hash] = one
            self._changed[one.leaf_hash] = change.changed_at or one.last_at
        for case in change.about:
            self._deadlines.pop((own, case), None)
        for deadline in change.deadlines:
            self._deadlines.setdefault((own, deadline.case), []).append(deadline)
        self._marks[own] = replace(change.after, version=change.before.version + 1)


def _by_receipt(case: CaseRecord) -> tuple[int, bytes]:
    return int(case.started_at.timestamp()), case.leaf_hash


def _by_place(statement: CaseStatement) -> tuple[str, int]:
    return str(statement.origin), statement.index


def _name_of(notice: NoticeRecord) -> tuple[object, ...]:
    return notice.case, notice.kind, notice.clock, notice.number, notice.due_at

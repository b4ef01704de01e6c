"""Casework in SQL: what belongs to which case, how requests stand, what is due, what was told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.identifiers import HASH_BYTES, Origin, parse_origin
from servanda.store.log_ids import LogIds
from servanda.store.next_clocks import NO_NEXT_CLOCK, next_clocks
from servanda.store.sql import (
    Database,
    Row,
    Values,
    instant,
    optional_instant,
    optional_seconds,
    seconds,
)
from servanda.usecases.ports.casework import (
    CaseQuestion,
    CaseRecord,
    CaseStatement,
    CaseworkChange,
    CaseworkMark,
    DeadlineRecord,
    NoticeRecord,
)

_MARK = """
SELECT own_until, copy_until, waiting, version FROM store_caseworkmark WHERE own = %s
"""
_ADD_MARK = """
INSERT INTO store_caseworkmark (own, own_until, copy_until, waiting, version)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT (own) DO NOTHING
"""
_MOVE_MARK = """
UPDATE store_caseworkmark SET own_until = %s, copy_until = %s, waiting = %s, version = %s
WHERE own = %s AND version = %s
"""
_ADD_STATEMENT = """
INSERT INTO store_casestatement (own, "case", leaf_hash, log_id, seq, received_seconds, marks)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT ("case", own, log_id, seq) DO NOTHING
"""
_STATEMENTS = """
SELECT s."case", s.leaf_hash, g.origin, s.seq, s.received_seconds, s.marks
FROM store_casestatement s JOIN store_log g ON s.log_id = g.id
WHERE s.own = %s AND s."case" IN ({marks}) ORDER BY g.origin, s.seq, s.id
"""
_MAX_VALUES = 500  # values in one IN list; SQLite allows at least 999

CASE_COLUMNS = """leaf_hash, own, is_ours, kind, urgency, subject, state, is_open, generation,
    started_seconds, answered_seconds, outcome, is_held, due_seconds, expires_seconds,
    last_seconds"""
_ADD_CASE = f"""
INSERT INTO store_case
    ({CASE_COLUMNS}, changed_seconds, next_clock, next_is_ours, next_started_seconds, next_seconds)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 - the columns are the constant above
_CASES = f"SELECT {CASE_COLUMNS} FROM store_case"  # noqa: S608 - the constant above
_CASES_AFTER = f"""
{_CASES} WHERE {{conditions}} ORDER BY started_seconds, leaf_hash LIMIT %s
"""
_OPEN_CASES = f"""
{_CASES} WHERE is_open ORDER BY CASE WHEN due_seconds IS NULL THEN 1 ELSE 0 END, due_seconds, id
LIMIT %s
"""
_DEADLINE_COLUMNS = """"case", own, clock, number, is_ours, started_seconds, due_seconds,
    is_provisional"""
_ADD_DEADLINE = f"""
INSERT INTO store_deadline ({_DEADLINE_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 - the columns are the constant above
_DEADLINES = f"SELECT {_DEADLINE_COLUMNS} FROM store_deadline"  # noqa: S608 - the constant above
_IN_ORDER = 'ORDER BY due_seconds, "case", clock, number'
_NOTICE_COLUMNS = """"case", own, kind, clock, number, is_ours, due_seconds, came_seconds,
    noted_seconds"""
_ADD_NOTICE = f"""
INSERT INTO store_notice ({_NOTICE_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ("case", kind, clock, number, due_seconds) DO NOTHING
"""  # noqa: S608 - the columns are the constant above
_NOTICES = f"""
SELECT {_NOTICE_COLUMNS} FROM store_notice ORDER BY came_seconds DESC, id DESC LIMIT %s
"""  # noqa: S608 - the columns are the constant above


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCasework(Database):
    """Fills the port `CaseworkStore`."""

    def casework_mark(self, own: Origin) -> CaseworkMark:
        """Return how far the casework of a pair follows."""
        row = self.row(_MARK, (str(own),))
        if row is None:
            return CaseworkMark(own=own)
        waiting = bytes(row[2])
        return CaseworkMark(
            own=own,
            own_until=row[0],
            copy_until=row[1],
            waiting=tuple(
                waiting[start : start + HASH_BYTES] for start in range(0, len(waiting), HASH_BYTES)
            ),
            version=row[3],
        )

    def save_casework(self, change: CaseworkChange) -> bool:
        """Store `change` if the mark is still the one it was made from."""
        with self.transaction():
            if not self._move_mark(change):
                return False
            self._write(change)
        return True

    def replace_casework(self, changes: Sequence[CaseworkChange]) -> None:
        """Replace the casework of all pairs, in one transaction; notices stay."""
        with self.transaction():
            for table in ("caseworkmark", "casestatement", "case", "deadline"):
                self.run(f"DELETE FROM store_{table}")  # noqa: S608 - one of the names above
            for change in changes:
                self._move_mark(replace(change, before=CaseworkMark(own=change.before.own)))
                self._write(change)

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return the statements of `cases` of one pair, by log, then by index."""
        rows: list[Row] = []
        for start in range(0, len(cases), _MAX_VALUES):
            part = cases[start : start + _MAX_VALUES]
            question = _STATEMENTS.format(marks=", ".join(["%s"] * len(part)))
            rows.extend(self.rows(question, (str(own), *part)))
        return [
            CaseStatement(
                case=bytes(row[0]),
                leaf_hash=bytes(row[1]),
                origin=parse_origin(row[2]),
                index=row[3],
                received_at=instant(row[4]),
                marks=tuple(row[5].split()),
            )
            for row in rows
        ]

    def case(self, leaf_hash: bytes) -> CaseRecord | None:
        """Return one request, or None."""
        row = self.row(f"{_CASES} WHERE leaf_hash = %s", (leaf_hash,))
        return None if row is None else case_record(row)

    def cases_of(self, own: Origin) -> Sequence[CaseRecord]:
        """Return all requests of a pair, by receipt, then by leaf hash."""
        question = f"{_CASES} WHERE own = %s ORDER BY started_seconds, leaf_hash"
        return [case_record(row) for row in self.rows(question, (str(own),))]

    def cases_after(self, question: CaseQuestion) -> Sequence[CaseRecord]:
        """Return the next requests by receipt, then by leaf hash."""
        conditions: list[str] = ["1 = 1"]
        values: list[bool | int | str | bytes | None] = []
        if question.after is not None:
            conditions.append("(started_seconds, leaf_hash) > (%s, %s)")
            values.extend(question.after)
        if question.changed_since is not None:
            conditions.append("changed_seconds >= %s")
            values.append(seconds(question.changed_since))
        for name, wanted in (
            ("is_open", question.is_open),
            ("is_ours", question.is_ours),
            ("own", None if question.own is None else str(question.own)),
        ):
            if wanted is not None:
                conditions.append(f"{name} = %s")
                values.append(wanted)
        asked = _CASES_AFTER.format(conditions=" AND ".join(conditions))
        return [case_record(row) for row in self.rows(asked, (*values, question.limit))]

    def open_cases(self, *, limit: int) -> Sequence[CaseRecord]:
        """Return open requests of all pairs: what is due first comes first, no deadline last."""
        return [case_record(row) for row in self.rows(_OPEN_CASES, (limit,))]

    def deadlines_of(self, own: Origin) -> Sequence[DeadlineRecord]:
        """Return all running clocks of a pair, in order."""
        return self._deadlines(f"{_DEADLINES} WHERE own = %s {_IN_ORDER}", (str(own),))

    def next_deadlines(self, *, limit: int) -> Sequence[DeadlineRecord]:
        """Return the running clocks of all pairs that are due first."""
        return self._deadlines(f"{_DEADLINES} {_IN_ORDER} LIMIT %s", (limit,))

    def deadlines_until(self, instant: datetime) -> Sequence[DeadlineRecord]:
        """Return the running clocks of all pairs that are due at `instant` or before."""
        question = f"{_DEADLINES} WHERE due_seconds <= %s {_IN_ORDER}"
        return self._deadlines(question, (seconds(instant),))

    def add_notices(self, notices: Sequence[NoticeRecord]) -> Sequence[NoticeRecord]:
        """Store the notices that are not there yet, and return those."""
        if not notices:
            return ()
        with self.transaction():
            return [one for one in notices if self.run(_ADD_NOTICE, _notice_values(one))]

    def notices(self, *, limit: int) -> Sequence[NoticeRecord]:
        """Return the newest notices, by when they came."""
        return [_notice(row) for row in self.rows(_NOTICES, (limit,))]

    def _move_mark(self, change: CaseworkChange) -> bool:
        before, after = change.before, change.after
        waiting = b"".join(after.waiting)
        if before.version == 0:
            values: Values = (str(after.own), after.own_until, after.copy_until, waiting, 1)
            return self.run(_ADD_MARK, values) == 1
        values = (
            after.own_until,
            after.copy_until,
            waiting,
            before.version + 1,
            str(after.own),
            before.version,
        )
        return self.run(_MOVE_MARK, values) == 1

    def _write(self, change: CaseworkChange) -> None:
        ids, own = LogIds(self), str(change.after.own)
        self.run_many(
            _ADD_STATEMENT,
            [
                (
                    own,
                    one.case,
                    one.leaf_hash,
                    ids.of(one.origin),
                    one.index,
                    seconds(one.received_at),
                    " ".join(one.marks),
                )
                for one in change.statements
            ],
        )
        self.run_many(
            "DELETE FROM store_case WHERE leaf_hash = %s",
            [(one.leaf_hash,) for one in change.cases],
        )
        clocks = next_clocks(change.deadlines)
        self.run_many(
            _ADD_CASE,
            [
                (
                    *_case_values(one),
                    seconds(change.changed_at or one.last_at),
                    *clocks.get(one.leaf_hash, NO_NEXT_CLOCK),
                )
                for one in change.cases
            ],
        )
        self.run_many(
            'DELETE FROM store_deadline WHERE own = %s AND "case" = %s',
            [(own, case) for case in change.about],
        )
        self.run_many(_ADD_DEADLINE, [_deadline_values(one) for one in change.deadlines])

    def _deadlines(self, question: str, values: Values) -> list[DeadlineRecord]:
        return [_deadline(row) for row in self.rows(question, values)]


def _case_values(one: CaseRecord) -> Values:
    return (
        one.leaf_hash,
        str(one.own),
        one.is_ours,
        one.kind,
        one.urgency,
        one.subject,
        one.state,
        one.is_open,
        one.generation,
        seconds(one.started_at),
        optional_seconds(one.answered_at),
        one.outcome,
        one.is_held,
        optional_seconds(one.due_at),
        optional_seconds(one.expires_at),
        seconds(one.last_at),
    )


def case_record(row: Row) -> CaseRecord:
    """Return the request of a row that begins with `CASE_COLUMNS`."""
    return CaseRecord(
        leaf_hash=bytes(row[0]),
        own=parse_origin(row[1]),
        is_ours=bool(row[2]),
        kind=row[3],
        urgency=row[4],
        subject=row[5],
        state=row[6],
        is_open=bool(row[7]),
        generation=row[8],
        started_at=instant(row[9]),
        answered_at=optional_instant(row[10]),
        outcome=row[11],
        is_held=bool(row[12]),
        due_at=optional_instant(row[13]),
        expires_at=optional_instant(row[14]),
        last_at=instant(row[15]),
    )


def _deadline_values(one: DeadlineRecord) -> Values:
    return (
        one.case,
        str(one.own),
        one.clock,
        one.number,
        one.is_ours,
        seconds(one.started_at),
        seconds(one.due_at),
        one.is_provisional,
    )


def _deadline(row: Row) -> DeadlineRecord:
    return DeadlineRecord(
        case=bytes(row[0]),
        own=parse_origin(row[1]),
        clock=row[2],
        number=row[3],
        is_ours=bool(row[4]),
        started_at=instant(row[5]),
        due_at=instant(row[6]),
        is_provisional=bool(row[7]),
    )


def _notice_values(one: NoticeRecord) -> Values:
    return (
        one.case,
        str(one.own),
        one.kind,
        one.clock,
        one.number,
        one.is_ours,
        seconds(one.due_at),
        seconds(one.came_at),
        seconds(one.noted_at),
    )


def _notice(row: Row) -> NoticeRecord:
    return NoticeRecord(
        case=bytes(row[0]),
        own=parse_origin(row[1]),
        kind=row[2],
        clock=row[3],
        number=row[4],
        is_ours=bool(row[5]),
        due_at=instant(row[6]),
        came_at=instant(row[7]),
        noted_at=instant(row[8]),
    )

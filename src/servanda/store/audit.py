"""The node's own audit log in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import IntegrityError

from servanda.core.audit.edge import NO_EDGE, grown_edge
from servanda.core.errors import ServandaError
from servanda.store.sql import Database, Row
from servanda.usecases.ports.audit import AuditRecord

_COLUMNS = "seq, kind, line, edge"
_ADD = "INSERT INTO store_auditentry (seq, kind, line, edge) VALUES (%s, %s, %s, %s)"
_FROM = f"SELECT {_COLUMNS} FROM store_auditentry"  # noqa: S608 - the columns are the constant
_LAST = f"{_FROM} ORDER BY seq DESC LIMIT 1"
_PART = f"{_FROM} WHERE seq >= %s ORDER BY seq LIMIT %s"
_OF_KINDS = f"{_FROM} WHERE kind <> '' AND kind IN ({{kinds}}) ORDER BY seq"

# SQLite lets one write at a time. On PostgreSQL two may want the same place; one comes first each
# time, so as many tries as processes are enough.
_MAX_TRIES = 50


class AuditBusyError(ServandaError):
    """Others kept appending to the audit log; do the same again."""

    code: ClassVar[str] = "audit-busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAudit(Database):
    """Fills the port `AuditStore`."""

    def append_audit(self, line: bytes, *, kind: str) -> AuditRecord:
        """Append an entry and return it with its place."""
        for _ in range(_MAX_TRIES):
            try:
                with self.transaction():
                    record = _following(self.last_audit(), line, kind=kind)
                    self.run(_ADD, (record.index, record.kind, record.line, record.edge))
            except IntegrityError:
                continue
            return record
        raise AuditBusyError(f"the audit log grew {_MAX_TRIES} times while an entry was added")

    def audit_records(self, *, first: int, limit: int) -> Sequence[AuditRecord]:
        """Return up to `limit` entries from place `first` on, in order."""
        return [_record(row) for row in self.rows(_PART, (first, limit))]

    def audit_of_kinds(self, kinds: Collection[str]) -> Sequence[AuditRecord]:
        """Return the entries with an event of one of these kinds, in order."""
        if not kinds:
            return []
        sql = _OF_KINDS.format(kinds=", ".join(["%s"] * len(kinds)))
        return [_record(row) for row in self.rows(sql, tuple(sorted(kinds)))]

    def last_audit(self) -> AuditRecord | None:
        """Return the newest entry, or None."""
        row = self.row(_LAST)
        return None if row is None else _record(row)


def _following(last: AuditRecord | None, line: bytes, *, kind: str) -> AuditRecord:
    size, edge = (0, NO_EDGE) if last is None else (last.index + 1, last.edge)
    edge = grown_edge(line, size=size, edge=edge)
    return AuditRecord(index=size, kind=kind, line=line, edge=edge)


def _record(row: Row) -> AuditRecord:
    return AuditRecord(index=row[0], kind=row[1], line=bytes(row[2]), edge=bytes(row[3]))

"""The audit log and passphrases in memory.

Source: servanda/usecases/ports/audit.py, whose promises it keeps.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from typing_extensions import override

from servanda.core.audit.edge import NO_EDGE, grown_edge
from servanda.core.identifiers import Digest
from servanda.core.people.passphrase import Verifier
from servanda.usecases.ports.audit import Attempts, AuditRecord, AuditStore, PassphraseStore


class MemoryAudit(AuditStore, PassphraseStore):
    """Fills the ports `AuditStore` and `PassphraseStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._audit: list[AuditRecord] = []
        self._verifiers: dict[Digest, Verifier] = {}
        self._attempts: dict[str, Attempts] = {}
        self._audit_lock = RLock()

    @override
    def append_audit(self, line: bytes, *, kind: str) -> AuditRecord:
        with self._audit_lock:
            size, edge = len(self._audit), self._audit[-1].edge if self._audit else NO_EDGE
            edge = grown_edge(line, size=size, edge=edge)
            record = AuditRecord(index=size, kind=kind, line=line, edge=edge)
            self._audit.append(record)
            return record

    @override
    def audit_records(self, *, first: int, limit: int) -> Sequence[AuditRecord]:
        return self._audit[first : first + limit]

    @override
    def audit_of_kinds(self, kinds: Collection[str]) -> Sequence[AuditRecord]:
        return [record for record in self._audit if record.kind and record.kind in kinds]

    @override
    def last_audit(self) -> AuditRecord | None:
        return self._audit[-1] if self._audit else None

    @override
    def save_verifier(self, name: str, verifier: Verifier) -> None:
        self._verifiers.setdefault(verifier.digest, verifier)

    @override
    def verifier(self, digest: Digest) -> Verifier | None:
        return self._verifiers.get(digest)

    @override
    def attempts(self, name: str) -> Attempts:
        return self._attempts.get(name, Attempts())

    @override
    def begin_attempt(self, name: str, *, at: datetime) -> Attempts:
        with self._audit_lock:
            before = self.attempts(name)
            self._attempts[name] = replace(before, failures=before.failures + 1, last_at=at)
            return before

    @override
    def clear_attempts(self, name: str) -> None:
        self._attempts.pop(name, None)

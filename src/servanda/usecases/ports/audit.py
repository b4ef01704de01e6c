"""The node's own audit log as the use cases see it, and what passphrases are known by.

Source: docs/spec/audit.md; docs/spec/people.md, "Passphrases".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Digest
from servanda.core.people.passphrase import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One entry as it is kept.

    Attributes:
        index: Its place in the log, from 0.
        kind: Of its event; empty without one. Found by an index, compared by `audit verify`.
        line: The entry, as it is hashed.
        edge: The right edge of the tree that it is the last entry of: hashes in a row.
    """

    index: int
    kind: str
    line: bytes
    edge: bytes


class AuditStore(Protocol):
    """Keeps the audit log.

    Every implementation must:
      * give each entry the next place, also when several processes append at once;
      * return from `append_audit` only when the entry would survive a power cut;
      * have no way to change or remove an entry (SQL triggers, not manners).

    tests/usecases/ports/test_audit_store_contract.py holds every implementation to this.
    """

    def append_audit(self, line: bytes, *, kind: str) -> AuditRecord:
        """Append an entry and return it with its place."""
        ...

    def audit_records(self, *, first: int, limit: int) -> Sequence[AuditRecord]:
        """Return up to `limit` entries from place `first` on, in order."""
        ...

    def audit_of_kinds(self, kinds: Collection[str]) -> Sequence[AuditRecord]:
        """Return the entries with an event of one of these kinds, in order."""
        ...

    def last_audit(self) -> AuditRecord | None:
        """Return the newest entry, or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How often in a row a passphrase was wrong.

    Attributes:
        failures: Before this attempt.
        last_at: When the last of them was; None without any.
    """

    failures: int = 0
    last_at: datetime | None = None


class PassphraseStore(Protocol):
    """Keeps what passphrases are known by, and counts wrong ones."""

    def save_verifier(self, name: str, verifier: Verifier) -> None:
        """Add what a new passphrase of `name` is known by; it counts once the log names it."""
        ...

    def verifier(self, digest: Digest) -> Verifier | None:
        """Return what was kept under `digest`, whether or not it still fits that digest."""
        ...

    def attempts(self, name: str) -> Attempts:
        """Return the wrong attempts in a row."""
        ...

    def begin_attempt(self, name: str, *, at: datetime) -> Attempts:
        """Count one more attempt as wrong, before it is looked at, and return those before it.

        So whoever guesses with many processes at once gains nothing.
        """
        ...

    def clear_attempts(self, name: str) -> None:
        """Forget the wrong attempts: the right passphrase came, or an administrator says so."""
        ...

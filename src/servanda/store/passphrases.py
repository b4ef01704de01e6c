"""What passphrases are known by, and wrong attempts, in SQL."""

from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Digest
from servanda.core.people.passphrase import Verifier
from servanda.store.sql import Database, instant, seconds
from servanda.usecases.ports.audit import Attempts

_ADD = """
INSERT INTO store_verifier (digest, name, salt, stretched) VALUES (%s, %s, %s, %s)
ON CONFLICT (digest) DO NOTHING
"""
_OF = "SELECT salt, stretched FROM store_verifier WHERE digest = %s"
_ATTEMPTS = "SELECT failures, last_seconds FROM store_attempt WHERE name = %s"
_COUNT = """
INSERT INTO store_attempt (name, failures, last_seconds) VALUES (%s, 1, %s)
ON CONFLICT (name) DO UPDATE
SET failures = store_attempt.failures + 1, last_seconds = excluded.last_seconds
"""
_LOCK = "SELECT failures, last_seconds FROM store_attempt WHERE name = %s FOR UPDATE"
_CLEAR = "DELETE FROM store_attempt WHERE name = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassphrases(Database):
    """Fills the port `PassphraseStore`."""

    def save_verifier(self, name: str, verifier: Verifier) -> None:
        """Add what a new passphrase of `name` is known by."""
        with self.transaction():
            self.run(_ADD, (verifier.digest, name, verifier.salt, verifier.stretched))

    def verifier(self, digest: Digest) -> Verifier | None:
        """Return what was kept under `digest`, whether or not it still fits that digest."""
        row = self.row(_OF, (digest,))
        if row is None:
            return None
        return Verifier(salt=bytes(row[0]), stretched=bytes(row[1]))

    def attempts(self, name: str) -> Attempts:
        """Return the wrong attempts in a row."""
        row = self.row(_ATTEMPTS, (name,))
        if row is None:
            return Attempts()
        return Attempts(failures=row[0], last_at=instant(row[1]))

    def begin_attempt(self, name: str, *, at: datetime) -> Attempts:
        """Count one more attempt as wrong, before it is looked at, and return those before it."""
        with self.transaction():
            # SQLite has the whole database to itself here; PostgreSQL locks the row.
            is_postgresql = self.connection.vendor == "postgresql"
            row = self.row(_LOCK if is_postgresql else _ATTEMPTS, (name,))
            self.run(_COUNT, (name, seconds(at)))
        if row is None:
            return Attempts()
        return Attempts(failures=row[0], last_at=instant(row[1]))

    def clear_attempts(self, name: str) -> None:
        """Forget the wrong attempts."""
        with self.transaction():
            self.run(_CLEAR, (name,))

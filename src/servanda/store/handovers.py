"""The words of hand-overs in SQL."""

from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.store.sql import Database

_ADD = """
INSERT INTO store_handover (digest, content) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING
"""
_OF = "SELECT content FROM store_handover WHERE digest = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHandOvers(Database):
    """Fills the port `HandOverStore`."""

    def save_handover(self, digest: Digest, content: bytes) -> None:
        """Add a content under its digest; one that is there stays."""
        with self.transaction():
            self.run(_ADD, (digest, content))

    def handover(self, digest: Digest) -> bytes | None:
        """Return the content kept under `digest`, whether or not it still fits."""
        row = self.row(_OF, (digest,))
        return None if row is None else bytes(row[0])

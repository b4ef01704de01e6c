"""Drafts that wait for a second person, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.store.sql import Database, Row, instant, seconds, storable
from servanda.usecases.ports.drafts import DraftRecord

_COLUMNS = "ticket, content, digest, eyes, written_seconds, refusal"
_ALL = f"SELECT {_COLUMNS} FROM store_draft"  # noqa: S608 - the columns are the constant above
_ONE = f"{_ALL} WHERE ticket = %s"
_IN_ORDER = f"{_ALL} ORDER BY written_seconds, ticket"
_SAVE = """
INSERT INTO store_draft (ticket, content, digest, eyes, written_seconds, refusal)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (ticket) DO UPDATE SET content = excluded.content, digest = excluded.digest,
    eyes = excluded.eyes, written_seconds = excluded.written_seconds, refusal = excluded.refusal
"""
_REMOVE = "DELETE FROM store_draft WHERE ticket = %s AND digest = %s"
_REFUSE = "UPDATE store_draft SET refusal = %s WHERE ticket = %s AND digest = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDrafts(Database):
    """Fills the port `DraftStore`."""

    def save_draft(self, draft: DraftRecord) -> None:
        """Add a draft, or put it in place of the one with its ticket."""
        with self.transaction():
            self.run(
                _SAVE,
                (
                    draft.ticket,
                    draft.content,
                    draft.digest,
                    " ".join(sorted(draft.eyes)),
                    seconds(draft.written_at),
                    storable(draft.refusal),
                ),
            )

    def draft(self, ticket: str) -> DraftRecord | None:
        """Return one draft, or None."""
        row = self.row(_ONE, (ticket,))
        return None if row is None else _record(row)

    def drafts(self) -> Sequence[DraftRecord]:
        """Return all drafts, the oldest version first."""
        return [_record(row) for row in self.rows(_IN_ORDER)]

    def remove_draft(self, ticket: str, digest: Digest) -> bool:
        """Remove a draft if it still has this digest; False if there is none such."""
        with self.transaction():
            return self.run(_REMOVE, (ticket, digest)) > 0

    def refuse_draft(self, ticket: str, digest: Digest, *, refusal: str) -> bool:
        """Note why it is not approved, if it still has this digest; False likewise."""
        with self.transaction():
            return self.run(_REFUSE, (storable(refusal), ticket, digest)) > 0


def _record(row: Row) -> DraftRecord:
    return DraftRecord(
        ticket=row[0],
        content=bytes(row[1]),
        digest=Digest(row[2]),
        eyes=frozenset(row[3].split()),
        written_at=instant(row[4]),
        refusal=row[5],
    )

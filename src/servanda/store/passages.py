"""Passages in SQL: what was let out by somebody's word."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.store.sql import Database, instant, seconds, storable
from servanda.usecases.ports.passages import PassageRecord

_ADD = """
INSERT INTO store_passage (leaf_hash, door, marking, "use", reason, at_seconds)
VALUES (%s, %s, %s, %s, %s, %s)
"""
_OF = """
SELECT leaf_hash, door, marking, "use", reason, at_seconds FROM store_passage
WHERE leaf_hash = %s ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassages(Database):
    """Fills the port `PassageStore`."""

    def note_passages(self, passages: Sequence[PassageRecord]) -> None:
        """Add passages, in one transaction."""
        with self.transaction():
            self.run_many(
                _ADD,
                [
                    (
                        one.leaf_hash,
                        one.door,
                        one.marking,
                        one.use,
                        storable(one.reason),
                        seconds(one.at),
                    )
                    for one in passages
                ],
            )

    def passages_of(self, leaf_hash: bytes) -> Sequence[PassageRecord]:
        """Return what was let pass of one statement, oldest first."""
        return [
            PassageRecord(
                leaf_hash=bytes(row[0]),
                door=row[1],
                marking=row[2],
                use=row[3],
                reason=row[4],
                at=instant(row[5]),
            )
            for row in self.rows(_OF, (leaf_hash,))
        ]

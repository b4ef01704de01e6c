"""What is kept of reviews, in SQL.

Source: servanda/usecases/ports/reviews.py, whose promises it keeps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin
from servanda.store.sql import Database, instant, seconds
from servanda.usecases.ports.reviews import KeptGroup

_OUTLINE = "SELECT data FROM store_keptoutline WHERE origin = %s"
_KEEP_OUTLINE = """
INSERT INTO store_keptoutline (origin, data) VALUES (%s, %s)
ON CONFLICT (origin) DO UPDATE SET data = excluded.data
"""
_GROUPS = """
SELECT name, key, statements, at_seconds, is_over, shares FROM store_keptgroup WHERE own = %s
"""
_KEEP_GROUP = """
INSERT INTO store_keptgroup (own, name, key, statements, at_seconds, is_over, shares)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (own, name) DO UPDATE SET key = excluded.key, statements = excluded.statements,
    at_seconds = excluded.at_seconds, is_over = excluded.is_over, shares = excluded.shares
"""
_DROP_GROUP = "DELETE FROM store_keptgroup WHERE own = %s AND name = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReviews(Database):
    """Fills the port `ReviewStore`."""

    def kept_outline(self, origin: Origin) -> bytes | None:
        """Return the outline of a log, as far as it was kept; None if none was."""
        row = self.row(_OUTLINE, (str(origin),))
        return None if row is None else bytes(row[0])

    def kept_groups(self, own: Origin) -> Sequence[KeptGroup]:
        """Return the groups kept of a pair, in no order."""
        return [
            KeptGroup(
                name=bytes(row[0]),
                key=bytes(row[1]),
                statements=bytes(row[2]),
                at=instant(row[3]),
                is_over=bool(row[4]),
                shares=bytes(row[5]),
            )
            for row in self.rows(_GROUPS, (str(own),))
        ]

    def keep_review(
        self,
        own: Origin,
        *,
        outlines: Mapping[Origin, bytes],
        groups: Sequence[KeptGroup],
        gone: Sequence[bytes],
    ) -> None:
        """Keep `outlines` and `groups` in the place of those of the same name."""
        with self.transaction():
            self.run_many(_KEEP_OUTLINE, [(str(origin), data) for origin, data in outlines.items()])
            self.run_many(_DROP_GROUP, [(str(own), name) for name in gone])
            self.run_many(
                _KEEP_GROUP,
                [
                    (
                        str(own),
                        one.name,
                        one.key,
                        one.statements,
                        seconds(one.at),
                        one.is_over,
                        one.shares,
                    )
                    # In one order for all, so that two writers do not wait for each other.
                    for one in sorted(groups, key=lambda one: one.name)
                ],
            )

    def drop_reviews(self) -> None:
        """Keep nothing any more, of any pair."""
        with self.transaction():
            for table in ("keptgroup", "keptoutline"):
                self.run(f"DELETE FROM store_{table}")  # noqa: S608 - one of the names above

"""Projections read and replaced; the refill of a damaged log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, parse_origin
from servanda.store.append_only import create_triggers, drop_triggers
from servanda.store.attachment_rows import add_attachments
from servanda.store.filings import add_filings, erase_filing
from servanda.store.log_ids import LogIds
from servanda.store.sql import FACTS_OF_LEAF, Database, Row, Values, optional_instant
from servanda.store.step import (
    add_bodies,
    add_facts,
    add_leaves,
    add_tiles,
    save_pairs,
)
from servanda.usecases.ports.records import (
    CONDUCT_TYPES,
    AttachmentRecord,
    BodyRecord,
    FilingRecord,
    LeafRecord,
    PairRecord,
    StatementFacts,
    TileRecord,
)

_FACTS = """
SELECT f.leaf_hash, g.origin, f.seq, f.type, f.sent_seconds, f.received_seconds,
    f.acknowledged_seconds, f.answered_seconds, f.outcome, f.withdrawn_seconds, f.refused,
    (SELECT COUNT(*) FROM store_attachment a
        WHERE a.leaf_hash = f.leaf_hash AND a.listed_seconds IS NULL),
    (SELECT MAX(a.listed_seconds) FROM store_attachment a WHERE a.leaf_hash = f.leaf_hash)
FROM store_facts f JOIN store_log g ON f.log_id = g.id
"""
# The types stand in the question as they stand in the index, or SQLite would not use it.
_CONDUCT = ", ".join(f"'{name}'" for name in CONDUCT_TYPES)
# In no order: asked for one, SQLite would rather walk the whole log than sort the few.
_OF_CONDUCT = f"{_FACTS} WHERE g.origin = %s AND f.type IN ({_CONDUCT}) AND f.type IN "
_EVERY = 2**62  # more than any log holds: the same question without a limit
_FACTS_OF_ONE = f"{_FACTS} WHERE {FACTS_OF_LEAF} ORDER BY f.id LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProjections(Database):
    """What can be computed from the logs again."""

    def facts(self, leaf_hash: bytes) -> StatementFacts | None:
        """Return what is known about one statement."""
        row = self.row(_FACTS_OF_ONE, (leaf_hash,))
        return None if row is None else _facts(row)

    def facts_of(self, origin: Origin) -> Sequence[StatementFacts]:
        """Return what is known about the statements of one log, by index."""
        question = _FACTS + " WHERE g.origin = %s ORDER BY f.seq"
        return [_facts(row) for row in self.rows(question, (str(origin),))]

    def facts_of_types(self, origin: Origin, types: Collection[str]) -> Sequence[StatementFacts]:
        """Return what is known about the statements of some types of one log, by index."""
        wanted = sorted(types)
        if not wanted:
            return []  # PostgreSQL takes no empty list
        rows = self.rows(facts_of_types_question(len(wanted)), (str(origin), *wanted))
        return sorted(map(_facts, rows), key=lambda facts: facts.index)

    def facts_before(self, origin: Origin, *, until: int, limit: int) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log below `until`, the newest first."""
        question = _FACTS + " WHERE g.origin = %s AND f.seq < %s ORDER BY f.seq DESC LIMIT %s"
        return [_facts(row) for row in self.rows(question, (str(origin), until, limit))]

    def facts_after(
        self, origin: Origin, types: Collection[str], *, first: int, limit: int
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of some types of one log, from index `first` on."""
        wanted = sorted(types)
        if not wanted or frozenset(wanted) <= frozenset(CONDUCT_TYPES):
            # Few, and with an index of their own.
            found = self.facts_of_types(origin, wanted)
            return [one for one in found if one.index >= first][:limit]
        marks = ", ".join(["%s"] * len(wanted))
        question = (
            f"{_FACTS} WHERE g.origin = %s AND f.type IN ({marks}) AND f.seq >= %s"
            " ORDER BY f.seq LIMIT %s"
        )
        values: Values = (str(origin), *wanted, first, limit)
        return [_facts(row) for row in self.rows(question, values)]

    def received_facts(
        self, origin: Origin, *, first: int, limit: int | None
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log that were received, from `first` on."""
        question = (
            _FACTS
            + " WHERE g.origin = %s AND f.seq >= %s AND f.received_seconds IS NOT NULL"
            + " ORDER BY f.seq LIMIT %s"
        )
        many = _EVERY if limit is None else limit
        return [_facts(row) for row in self.rows(question, (str(origin), first, many))]

    def replace_projections(
        self,
        *,
        facts: Sequence[StatementFacts],
        pairs: Sequence[PairRecord],
        tiles: Mapping[Origin, Sequence[TileRecord]],
        attachments: Sequence[AttachmentRecord] | None = None,
        filings: Sequence[FilingRecord] | None = None,
    ) -> None:
        """Replace all projections, in one transaction."""
        with self.transaction():
            ids = LogIds(self)
            self.run("DELETE FROM store_facts")
            add_facts(self, facts, ids)
            save_pairs(self, pairs)
            self.run("DELETE FROM store_tile")
            for origin, tiles_of_log in tiles.items():
                add_tiles(self, [(ids.of(origin), tiles_of_log)])
            if attachments is not None:
                self.run("DELETE FROM store_attachment")
                add_attachments(self, attachments, ids)
            if filings is not None:
                self.run("DELETE FROM store_filing")
                add_filings(self, filings, ids)

    def restore_log(
        self, origin: Origin, leaves: Sequence[LeafRecord], bodies: Sequence[BodyRecord]
    ) -> None:
        """Put `leaves` in place of the whole of one log."""
        with self.transaction():
            log = LogIds(self).of(origin)
            drop_triggers(self.connection)
            self.run("DELETE FROM store_leaf WHERE log_id = %s", (log,))
            self.run(
                "DELETE FROM store_checkpoint WHERE log_id = %s AND size > %s", (log, len(leaves))
            )
            create_triggers(self.connection)
            add_leaves(self, [(log, leaves)])
            add_bodies(self, bodies)

    def erase_body(self, leaf_hash: bytes) -> None:
        """Erase salt and body together, what was filed from them, and what was queued."""
        with self.transaction():
            erase_filing(self, leaf_hash)
            self.run("DELETE FROM store_body WHERE leaf_hash = %s", (leaf_hash,))
            self.run(
                "UPDATE store_queued SET salt = NULL, body = NULL WHERE leaf_hash = %s",
                (leaf_hash,),
            )


def facts_of_types_question(types: int) -> str:
    """Return the question for the facts of one log of so many types; its parameters follow it."""
    return f"{_OF_CONDUCT}({', '.join(['%s'] * types)})"


def _facts(row: Row) -> StatementFacts:
    return StatementFacts(
        leaf_hash=bytes(row[0]),
        origin=parse_origin(row[1]),
        index=row[2],
        type=row[3],
        sent_at=optional_instant(row[4]),
        received_at=optional_instant(row[5]),
        acknowledged_at=optional_instant(row[6]),
        answered_at=optional_instant(row[7]),
        outcome=row[8],
        withdrawn_at=optional_instant(row[9]),
        refused=row[10],
        attachments_missing=row[11],
        attachments_at=optional_instant(row[12]),
    )

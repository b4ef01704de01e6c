"""Reading the logs: leaves, bodies, tiles, checkpoints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from servanda.core.identifiers import Origin, parse_origin
from servanda.store.sql import (
    Database,
    Row,
    instant,
    optional_bytes,
    optional_instant,
)
from servanda.usecases.ports.records import BodyRecord, CheckpointRecord, LeafRecord

_PAGE_LEAVES = 2_000  # read at a time when a whole log is walked: a few MB
_MAX_VALUES = 500  # values in one IN list; SQLite allows at least 999

_LEAF_COLUMNS = "l.seq, l.hash, l.note, l.type, l.ref, l.seconds, l.verdict, l.reason, l.marks"
_SIZES = """
SELECT g.origin, (SELECT max(l.seq) FROM store_leaf l WHERE l.log_id = g.id) FROM store_log g
"""
_SIZE = """
SELECT max(l.seq) FROM store_leaf l JOIN store_log g ON l.log_id = g.id WHERE g.origin = %s
"""
_LEAVES = f"""
SELECT {_LEAF_COLUMNS} FROM store_leaf l JOIN store_log g ON l.log_id = g.id
WHERE g.origin = %s AND l.seq >= %s AND l.seq < %s ORDER BY l.seq
"""  # noqa: S608 - the columns are the constant above
_HASHES = """
SELECT l.hash FROM store_leaf l JOIN store_log g ON l.log_id = g.id
WHERE g.origin = %s AND l.seq >= %s AND l.seq < %s ORDER BY l.seq
"""
_FIND = f"""
SELECT {_LEAF_COLUMNS}, g.origin FROM store_leaf l JOIN store_log g ON l.log_id = g.id
WHERE l.hash = %s ORDER BY l.id
"""  # noqa: S608 - the columns are the constant above
_LAST_VALID = f"""
SELECT {_LEAF_COLUMNS} FROM store_leaf l JOIN store_log g ON l.log_id = g.id
WHERE g.origin = %s AND l.verdict = 'valid' ORDER BY l.seq DESC LIMIT 1
"""  # noqa: S608 - the columns are the constant above
# The types are LANDMARK_TYPES, written out so that the database knows its index fits.
_LANDMARKS = f"""
SELECT {_LEAF_COLUMNS} FROM store_leaf l JOIN store_log g ON l.log_id = g.id
WHERE g.origin = %s AND l.verdict = 'valid'
    AND l.type IN ('acceptance', 'cut', 'key', 'proposal', 'withdrawal') ORDER BY l.seq
"""  # noqa: S608 - the columns are the constant above
_BODIES = "SELECT leaf_hash, salt, body FROM store_body WHERE leaf_hash IN ({marks})"
_TILE = """
SELECT t.hashes FROM store_tile t JOIN store_log g ON t.log_id = g.id
WHERE g.origin = %s AND t.level = %s AND t.number = %s
"""
_CHECKPOINT = """
SELECT c.size, c.root, c.note, c.signed_seconds
FROM store_checkpoint c JOIN store_log g ON c.log_id = g.id
WHERE g.origin = %s AND c.size <= %s ORDER BY c.size DESC LIMIT 1
"""
_CHECKPOINT_FROM = """
SELECT c.size, c.root, c.note, c.signed_seconds
FROM store_checkpoint c JOIN store_log g ON c.log_id = g.id
WHERE g.origin = %s AND c.size >= %s ORDER BY c.size LIMIT 1
"""
_NO_LIMIT = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLogs(Database):
    """The reading half of the store."""

    def foreign_changes(self) -> int | None:
        """Return SQLite's count of changes by other connections; PostgreSQL has none."""
        if self.connection.vendor != "sqlite":
            return None
        row = self.row("PRAGMA data_version")
        return None if row is None else int(row[0])

    def log_sizes(self) -> Mapping[Origin, int]:
        """Return the number of leaves of every log."""
        return {_origin(text): 0 if last is None else last + 1 for text, last in self.rows(_SIZES)}

    def log_size(self, origin: Origin) -> int:
        """Return the number of leaves of one log."""
        row = self.row(_SIZE, (str(origin),))
        return 0 if row is None or row[0] is None else int(row[0]) + 1

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return a range of leaves, in order."""
        return [_leaf(row) for row in self.rows(_LEAVES, (str(origin), first, until))]

    def iterate_leaves(self, origin: Origin) -> Iterator[LeafRecord]:
        """Yield all leaves in order, a page at a time."""
        first = 0
        while page := self.leaves(origin, first, first + _PAGE_LEAVES):
            yield from page
            first = page[-1].index + 1

    def leaf_hashes(self, origin: Origin, first: int, until: int) -> Sequence[bytes]:
        """Return the stored hashes of a range of leaves."""
        return [bytes(row[0]) for row in self.rows(_HASHES, (str(origin), first, until))]

    def find_leaves(self, leaf_hash: bytes) -> Sequence[tuple[Origin, LeafRecord]]:
        """Return every leaf with this hash and its log."""
        return [(_origin(row[9]), _leaf(row)) for row in self.rows(_FIND, (leaf_hash,))]

    def last_valid_leaf(self, origin: Origin) -> LeafRecord | None:
        """Return the last valid leaf."""
        row = self.row(_LAST_VALID, (str(origin),))
        return None if row is None else _leaf(row)

    def landmarks(self, origin: Origin) -> Sequence[LeafRecord]:
        """Return the valid leaves that decide how others are judged."""
        return [_leaf(row) for row in self.rows(_LANDMARKS, (str(origin),))]

    def bodies(self, leaf_hashes: Sequence[bytes]) -> Mapping[bytes, BodyRecord]:
        """Return the bodies still held, by leaf hash."""
        found: dict[bytes, BodyRecord] = {}
        for start in range(0, len(leaf_hashes), _MAX_VALUES):
            part = leaf_hashes[start : start + _MAX_VALUES]
            question = _BODIES.format(marks=", ".join(["%s"] * len(part)))
            for leaf_hash, salt, body in self.rows(question, part):
                record = BodyRecord(leaf_hash=bytes(leaf_hash), salt=bytes(salt), body=bytes(body))
                found[record.leaf_hash] = record
        return found

    def tile(self, origin: Origin, level: int, number: int) -> bytes:
        """Return a tile's hashes; empty where none is stored."""
        row = self.row(_TILE, (str(origin), level, number))
        return b"" if row is None else bytes(row[0])

    def checkpoint(self, origin: Origin, *, at_most: int | None = None) -> CheckpointRecord | None:
        """Return the largest checkpoint stored, up to a size."""
        limit = _NO_LIMIT if at_most is None else at_most
        row = self.row(_CHECKPOINT, (str(origin), limit))
        return None if row is None else _checkpoint(origin, row)

    def checkpoint_from(self, origin: Origin, *, at_least: int) -> CheckpointRecord | None:
        """Return the smallest checkpoint stored, from a size on."""
        row = self.row(_CHECKPOINT_FROM, (str(origin), at_least))
        return None if row is None else _checkpoint(origin, row)


# The same few names are read again and again.
_origin = lru_cache(maxsize=1024)(parse_origin)


def _leaf(row: Row) -> LeafRecord:
    return LeafRecord(
        index=row[0],
        leaf_hash=bytes(row[1]),
        note=bytes(row[2]),
        type=row[3],
        ref=optional_bytes(row[4]),
        time=optional_instant(row[5]),
        verdict=row[6],
        reason=row[7],
        marks=tuple(row[8].split()),
    )


def _checkpoint(origin: Origin, row: Row) -> CheckpointRecord:
    return CheckpointRecord(
        origin=origin,
        size=row[0],
        root=bytes(row[1]),
        note=bytes(row[2]),
        signed_at=instant(row[3]),
    )

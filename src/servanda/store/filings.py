"""File numbers and titles: questions and changes in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, parse_origin
from servanda.store.log_ids import LogIds
from servanda.store.sql import FACTS_OF_LEAF, Database, Row, storable
from servanda.usecases.ports.records import FilingRecord, searched_words

_ROWS = """
SELECT f.leaf_hash, g.origin, f.seq, f.about, f.file_number, f.title, f.items
FROM store_filing f JOIN store_log g ON f.log_id = g.id
"""
_ADD = """
INSERT INTO store_filing (log_id, seq, leaf_hash, about, file_number, title, words, items)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (log_id, seq) DO NOTHING
"""
_OPEN_WITH_ITEMS = """
SELECT f.leaf_hash FROM store_filing f
JOIN store_log g ON f.log_id = g.id
JOIN store_facts s ON s.log_id = f.log_id AND s.seq = f.seq
WHERE f.items = %s AND f.items IS NOT NULL AND g.origin = %s AND s.answered_seconds IS NULL
    AND s.withdrawn_seconds IS NULL AND s.refused = ''
ORDER BY f.seq
"""
_ERASE = f"DELETE FROM store_filing WHERE {FACTS_OF_LEAF}"  # noqa: S608 - a constant
_ASKED_AT_ONCE = 400  # values of one question; databases bound them


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFilings(Database):
    """What statements say for the files."""

    def filings_about(self, leaf_hashes: Sequence[bytes]) -> Sequence[FilingRecord]:
        """Return what is filed about these requests and pieces of information."""
        found: list[FilingRecord] = []
        for some in _parts(leaf_hashes):
            places = ", ".join(["%s"] * len(some))
            question = f"{_ROWS} WHERE f.about IN ({places}) ORDER BY g.origin, f.seq"
            found += [_record(row) for row in self.rows(question, some)]
        return found

    def find_filings(self, text: str, *, limit: int) -> Sequence[FilingRecord]:
        """Return what has `text` in its file number or title."""
        pattern = searched_words(text)
        for sign in ("!", "%", "_"):
            pattern = pattern.replace(sign, f"!{sign}")
        question = _ROWS + " WHERE f.words LIKE %s ESCAPE '!' ORDER BY f.id DESC LIMIT %s"
        return [_record(row) for row in self.rows(question, (storable(f"%{pattern}%"), limit))]

    def open_with_items(self, own: Origin, items: bytes) -> Sequence[bytes]:
        """Return our open requests that ask for these items."""
        return [bytes(row[0]) for row in self.rows(_OPEN_WITH_ITEMS, (items, str(own)))]

    def all_filings(self, *, origin: Origin | None = None) -> Sequence[FilingRecord]:
        """Return all, or those of one log, by log and index."""
        if origin is None:
            return [_record(row) for row in self.rows(_ROWS + " ORDER BY g.origin, f.seq")]
        question = _ROWS + " WHERE g.origin = %s ORDER BY f.seq"
        return [_record(row) for row in self.rows(question, (str(origin),))]


def add_filings(database: Database, filings: Sequence[FilingRecord], ids: LogIds) -> None:
    """Insert rows; one that is there stays."""
    database.run_many(
        _ADD,
        [
            (
                ids.of(one.origin),
                one.index,
                one.leaf_hash,
                one.about,
                storable(one.file_number),
                storable(one.title),
                storable(searched_words(f"{one.file_number}\n{one.title}")),
                one.items,
            )
            for one in filings
        ],
    )


def erase_filing(database: Database, leaf_hash: bytes) -> None:
    """Remove what a statement said for the files, wherever the leaf stands."""
    database.run(_ERASE, (leaf_hash,))


def _record(row: Row) -> FilingRecord:
    return FilingRecord(
        leaf_hash=bytes(row[0]),
        origin=parse_origin(row[1]),
        index=row[2],
        about=bytes(row[3]),
        file_number=row[4],
        title=row[5],
        items=None if row[6] is None else bytes(row[6]),
    )


def _parts(values: Sequence[bytes]) -> Sequence[Sequence[bytes]]:
    return [values[at : at + _ASKED_AT_ONCE] for at in range(0, len(values), _ASKED_AT_ONCE)]

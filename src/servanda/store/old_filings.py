"""Bring the file numbers of a store that was made before to what is kept of them now."""

from servanda.core.identifiers import parse_origin
from servanda.store.filings import add_filings
from servanda.store.log_ids import LogIds
from servanda.store.sql import Database, Row, storable
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import VALID, FilingRecord, LeafRecord, searched_words
from servanda.usecases.reading.filings import filing_of

_HELD = """
SELECT l.id, g.origin, l.seq, l.hash, l.note, l.type, l.ref, b.body
FROM store_leaf l JOIN store_log g ON l.log_id = g.id JOIN store_body b ON b.leaf_hash = l.hash
WHERE l.verdict = 'valid' AND l.type IN ('request', 'acknowledgement', 'information')
    AND l.id > %s
ORDER BY l.id LIMIT 1000
"""
_FILED = "SELECT id, file_number, title FROM store_filing WHERE id > %s ORDER BY id LIMIT 1000"
_SEARCHED = "UPDATE store_filing SET words = %s WHERE id = %s"


def file_what_is_held(alias: str) -> None:
    """Add a row for each valid statement whose body says something for the files.

    Runs within the transaction of its migration.
    """
    database = Database(alias=alias)
    ids = LogIds(database)
    last = 0
    while rows := database.rows(_HELD, (last,)):
        filings = [_filing(row[1:]) for row in rows]
        add_filings(database, [one for one in filings if one is not None], ids)
        last = rows[-1][0]


def search_without_spaces(alias: str) -> None:
    """Write anew what is searched of each file number and title.

    Runs within the transaction of its migration.
    """
    database = Database(alias=alias)
    last = 0
    while rows := database.rows(_FILED, (last,)):
        searched = [(storable(searched_words(f"{row[1]}\n{row[2]}")), row[0]) for row in rows]
        database.run_many(_SEARCHED, searched)
        last = rows[-1][0]


def _filing(row: Row) -> FilingRecord | None:
    record = LeafRecord(
        index=row[1],
        leaf_hash=bytes(row[2]),
        note=bytes(row[3]),
        type=row[4],
        ref=None if row[5] is None else bytes(row[5]),
        time=None,
        verdict=VALID,
    )
    return filing_of(verified_leaf(parse_origin(row[0]), record), bytes(row[6]))

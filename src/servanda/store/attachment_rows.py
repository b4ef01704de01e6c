"""Attachments named and listed: questions and changes in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, parse_origin
from servanda.store.log_ids import LogIds
from servanda.store.sql import (
    Database,
    Row,
    Values,
    optional_instant,
    optional_seconds,
    seconds,
    storable,
)
from servanda.usecases.ports.records import AttachmentRecord
from servanda.usecases.ports.store import ListedAttachment

_ROWS = """
SELECT a.digest, a.leaf_hash, g.origin, a.seq, a.listed_seconds, a.due_seconds, a.attempts,
    a.handed_over, a.trouble
FROM store_attachment a JOIN store_log g ON a.log_id = g.id
"""
# What was listed before, under another statement of the log, is not to be sent again. The casts
# are for PostgreSQL, which takes a value without a type for text.
_LISTED = """
COALESCE(CAST(%s AS bigint),
    (SELECT MIN(listed_seconds) FROM store_attachment WHERE log_id = %s AND digest = %s))
"""
_ADD = f"""
INSERT INTO store_attachment (digest, leaf_hash, log_id, seq, listed_seconds, due_seconds,
    attempts, handed_over, trouble)
VALUES (%s, %s, %s, %s, {_LISTED}, CASE WHEN {_LISTED} IS NULL THEN CAST(%s AS bigint) END,
    %s, %s, %s)
ON CONFLICT (log_id, seq, digest) DO NOTHING
"""  # noqa: S608 - the expression is the constant above
# A receipt counts if what it has seen names the attachment; then for all that name it.
_LIST = """
UPDATE store_attachment SET listed_seconds = %s, due_seconds = NULL, trouble = ''
WHERE log_id = %s AND digest = %s AND listed_seconds IS NULL AND EXISTS (
    SELECT 1 FROM store_attachment n WHERE n.log_id = %s AND n.digest = %s AND n.seq < %s)
"""
_SENT = """
UPDATE store_attachment SET due_seconds = %s, attempts = %s, handed_over = %s, trouble = %s
WHERE leaf_hash = %s AND digest = %s AND listed_seconds IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttachments(Database):
    """What is known of attachments."""

    def attachments_of(self, leaf_hash: bytes) -> Sequence[AttachmentRecord]:
        """Return the attachments of one statement."""
        return [
            _record(row)
            for row in self.rows(_ROWS + " WHERE a.leaf_hash = %s ORDER BY a.id", (leaf_hash,))
        ]

    def attachments_named(self, digest: bytes) -> Sequence[AttachmentRecord]:
        """Return every statement that names one."""
        return [
            _record(row)
            for row in self.rows(_ROWS + " WHERE a.digest = %s ORDER BY a.id", (digest,))
        ]

    def unlisted_attachments(self) -> Sequence[AttachmentRecord]:
        """Return what no receipt lists yet."""
        question = _ROWS + " WHERE a.listed_seconds IS NULL ORDER BY a.id"
        return [_record(row) for row in self.rows(question)]

    def all_attachments(self, *, origin: Origin | None = None) -> Sequence[AttachmentRecord]:
        """Return all, or those of one log, by log and index."""
        if origin is None:
            found = [_record(row) for row in self.rows(_ROWS + " ORDER BY a.id")]
        else:
            question = _ROWS + " WHERE g.origin = %s ORDER BY a.id"
            found = [_record(row) for row in self.rows(question, (str(origin),))]
        return sorted(found, key=lambda one: (str(one.origin), one.index))

    def save_attachment_sending(self, sent: AttachmentRecord) -> None:
        """Store how a sending went."""
        self.run(
            _SENT,
            (
                optional_seconds(sent.due_at),
                sent.attempts,
                sent.is_handed_over,
                storable(sent.trouble),
                sent.leaf_hash,
                sent.digest,
            ),
        )


def add_attachments(
    database: Database, attachments: Sequence[AttachmentRecord], ids: LogIds
) -> None:
    """Insert what new statements name; inside a transaction."""
    database.run_many(_ADD, [_added_values(one, ids) for one in attachments])


def list_attachments(database: Database, listed: Sequence[ListedAttachment], ids: LogIds) -> None:
    """Note what new receipts list; inside a transaction."""
    many: list[Values] = []
    for one in listed:
        log = ids.of(one.origin)
        many.append((seconds(one.at), log, one.digest, log, one.digest, one.seen_size))
    database.run_many(_LIST, many)


def _added_values(one: AttachmentRecord, ids: LogIds) -> Values:
    log = ids.of(one.origin)
    listed = (optional_seconds(one.listed_at), log, one.digest)
    return (
        one.digest,
        one.leaf_hash,
        log,
        one.index,
        *listed,
        *listed,
        optional_seconds(one.due_at),
        one.attempts,
        one.is_handed_over,
        one.trouble,
    )


def _record(row: Row) -> AttachmentRecord:
    return AttachmentRecord(
        digest=bytes(row[0]),
        leaf_hash=bytes(row[1]),
        origin=parse_origin(row[2]),
        index=row[3],
        listed_at=optional_instant(row[4]),
        due_at=optional_instant(row[5]),
        attempts=row[6],
        is_handed_over=bool(row[7]),
        trouble=row[8],
    )

"""Envelopes that a carrier may give back, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Origin, parse_origin
from servanda.store.sql import Database, Row, instant, optional_instant, optional_seconds, seconds
from servanda.usecases.ports.sendings import SendingRecord

_ADD = """
INSERT INTO store_sending (digest, own, first, until, carrier, sent_seconds, returned_seconds,
    status)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING
"""
_FORGET = """
DELETE FROM store_sending WHERE own = %s AND id <= (
    SELECT id FROM store_sending WHERE own = %s ORDER BY id DESC LIMIT 1 OFFSET %s)
"""
_SENDINGS = """
SELECT digest, own, first, until, carrier, sent_seconds, returned_seconds, status
FROM store_sending
"""
_RETURNED = """
UPDATE store_sending SET returned_seconds = %s, status = %s
WHERE digest = %s AND returned_seconds IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSendings(Database):
    """Fills the port `SendingStore`."""

    def add_sending(self, sending: SendingRecord, *, keep: int) -> None:
        """Add one; of its pair only the newest `keep` stay."""
        own = str(sending.own)
        values = (
            sending.digest,
            own,
            sending.first,
            sending.until,
            sending.carrier,
            seconds(sending.sent_at),
            optional_seconds(sending.returned_at),
            sending.status,
        )
        with self.transaction():
            self.run(_ADD, values)
            self.run(_FORGET, (own, own, keep))

    def sending(self, digest: str) -> SendingRecord | None:
        """Return the sending of this envelope."""
        row = self.row(_SENDINGS + " WHERE digest = %s", (digest,))
        return None if row is None else _sending(row)

    def sendings(self, own: Origin) -> Sequence[SendingRecord]:
        """Return what is kept of one pair, the newest first."""
        question = _SENDINGS + " WHERE own = %s ORDER BY id DESC"
        return [_sending(row) for row in self.rows(question, (str(own),))]

    def note_returned(self, digest: str, *, status: str, at: datetime) -> bool:
        """Note that an envelope came back, once."""
        return self.run(_RETURNED, (seconds(at), status, digest)) == 1


def _sending(row: Row) -> SendingRecord:
    return SendingRecord(
        digest=row[0],
        own=parse_origin(row[1]),
        first=row[2],
        until=row[3],
        carrier=row[4],
        sent_at=instant(row[5]),
        returned_at=optional_instant(row[6]),
        status=row[7],
    )

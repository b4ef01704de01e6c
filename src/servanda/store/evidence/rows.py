"""Documents and decisions in SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from servanda.store.sql import Database, Row, instant, seconds, storable
from servanda.usecases.ports.evidence import KeptDecision, KeptDocument
from servanda.usecases.ports.store import IndexTakenError

_ADD = """
INSERT INTO store_evidencedocument (sha256, name, size, added_seconds, fetched_on, tlp)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (sha256) DO NOTHING
"""
_MARK = "UPDATE store_evidencedocument SET tlp = %s WHERE sha256 = %s"
_DOCUMENTS = "SELECT sha256, name, size, added_seconds, fetched_on, tlp FROM store_evidencedocument"
# Hex digits alone come here, so a range finds all that begin with the prefix, by the key's index.
_BY_PREFIX = f"{_DOCUMENTS} WHERE sha256 >= %s AND sha256 < %s ORDER BY sha256 LIMIT 2"
_PAGE = f"{_DOCUMENTS} WHERE sha256 > %s ORDER BY sha256 LIMIT %s"
_AFTER_HEX = "g"
_APPEND = "INSERT INTO store_evidencedecision (number, note) VALUES (%s, %s)"
_DECISIONS = "SELECT number, note FROM store_evidencedecision WHERE number >= %s ORDER BY number"
PAGE_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvidence(Database):
    """Fills the port `EvidenceStore`."""

    def add_document(self, document: KeptDocument) -> bool:
        """Add a row; False where one of that hash is there, which stays as it is."""
        values = (
            document.sha256,
            storable(document.name),
            document.size,
            seconds(document.added_at),
            "" if document.fetched is None else document.fetched.isoformat(),
            document.tlp,
        )
        with self.transaction():
            return self.run(_ADD, values) > 0

    def mark_document(self, digest: str, *, tlp: str) -> None:
        """Give a document another marking."""
        with self.transaction():
            self.run(_MARK, (tlp, digest))

    def document(self, prefix: str) -> Sequence[KeptDocument]:
        """Return the documents whose hash begins with `prefix`, in order; at most two."""
        return [*map(_document, self.rows(_BY_PREFIX, (prefix, prefix + _AFTER_HEX)))]

    def documents(self) -> Iterator[KeptDocument]:
        """Yield all documents in the order of their hashes."""
        last = ""
        while rows := self.rows(_PAGE, (last, PAGE_ROWS)):
            yield from map(_document, rows)
            last = rows[-1][0]

    def append_decision(self, decision: KeptDecision) -> None:
        """Append the next decision, or raise `IndexTakenError`."""
        try:
            with self.transaction():
                self.run(_APPEND, (decision.number, decision.note))
        except IntegrityError as error:
            raise IndexTakenError(f"expected no decision {decision.number} yet: {error}") from error

    def decisions(self, *, first: int = 0) -> Sequence[KeptDecision]:
        """Return the decisions from `first` on, in order."""
        return [
            KeptDecision(number=row[0], note=bytes(row[1]))
            for row in self.rows(_DECISIONS, (first,))
        ]


def _document(row: Row) -> KeptDocument:
    return KeptDocument(
        sha256=row[0],
        name=row[1],
        size=row[2],
        added_at=instant(row[3]),
        fetched=date.fromisoformat(row[4]) if row[4] else None,
        tlp=row[5],
    )

"""The rows of attachments in the store in memory.

Source: servanda/usecases/ports/store.py, whose promises these keep.
"""

from collections.abc import Sequence
from dataclasses import replace

from servanda.core.identifiers import Origin
from servanda.usecases.attachments.attachment_facts import with_attachments
from servanda.usecases.ports.records import AttachmentRecord, StatementFacts
from servanda.usecases.ports.store import ListedAttachment


class MemoryAttachmentRows:
    """What statements name, in the order it was stored; guarded by the lock of the store."""

    def __init__(self) -> None:
        super().__init__()
        self._attachments: list[AttachmentRecord] = []

    def attachments_of(self, leaf_hash: bytes) -> Sequence[AttachmentRecord]:
        """Return the attachments of one statement."""
        return [row for row in self._attachments if row.leaf_hash == leaf_hash]

    def attachments_named(self, digest: bytes) -> Sequence[AttachmentRecord]:
        """Return every statement that names one."""
        return [row for row in self._attachments if row.digest == digest]

    def unlisted_attachments(self) -> Sequence[AttachmentRecord]:
        """Return what no receipt lists yet."""
        return [row for row in self._attachments if row.listed_at is None]

    def all_attachments(self, *, origin: Origin | None = None) -> Sequence[AttachmentRecord]:
        """Return all, or those of one log, by log and index."""
        found = [one for one in self._attachments if origin is None or one.origin == origin]
        return sorted(found, key=lambda one: (str(one.origin), one.index))

    def save_attachment_sending(self, sent: AttachmentRecord) -> None:
        """Store how a sending went."""
        self._attachments = [
            sent if _is_same_row(row, sent) and row.listed_at is None else row
            for row in self._attachments
        ]

    def add_attachments(self, attachments: Sequence[AttachmentRecord]) -> None:
        """Add what new statements name."""
        for one in attachments:
            same = [row for row in self._attachments if _is_same_file(row, one)]
            times = [row.listed_at for row in same if row.listed_at is not None]
            listed_at = min(times, default=one.listed_at)
            if all(row.index != one.index for row in same):
                due_at = one.due_at if listed_at is None else None
                self._attachments.append(replace(one, listed_at=listed_at, due_at=due_at))

    def list_attachments(self, listed: Sequence[ListedAttachment]) -> None:
        """Note what new receipts list."""
        for one in listed:
            same = [row for row in self._attachments if _is_same_file(row, one)]
            if any(row.index < one.seen_size for row in same):
                self._attachments = [
                    replace(row, listed_at=one.at, due_at=None, trouble="")
                    if _is_same_file(row, one) and row.listed_at is None
                    else row
                    for row in self._attachments
                ]

    def replace_attachments(self, attachments: Sequence[AttachmentRecord]) -> None:
        """Replace all rows."""
        self._attachments = list(attachments)

    def with_attachments(self, facts: StatementFacts) -> StatementFacts:
        """Return `facts` with what is known of the statement's attachments."""
        return with_attachments(facts, self.attachments_of(facts.leaf_hash))


def _is_same_file(row: AttachmentRecord, other: AttachmentRecord | ListedAttachment) -> bool:
    return (row.origin, row.digest) == (other.origin, other.digest)


def _is_same_row(row: AttachmentRecord, other: AttachmentRecord) -> bool:
    return (row.leaf_hash, row.digest) == (other.leaf_hash, other.digest)

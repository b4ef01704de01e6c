"""Show the attachments of a statement, and how far each has come.

Source: docs/spec/attachments.md, "States".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attached_files import attached_file, is_ours
from servanda.usecases.records import AttachmentRecord
from servanda.usecases.services import Services

AttachmentState: TypeAlias = Literal[
    "waiting", "in_part", "whole", "handed_over", "receipted", "erased"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """One attachment as people see it.

    Attributes:
        digest: Of the ciphertext.
        name: As its sender states it; empty if erased.
        media: Likewise.
        size: Bytes of the ciphertext; None if erased.
        held: Bytes of the ciphertext that we hold.
        state: `waiting` (nothing has come, or not sent yet), `in_part`, `whole` (our receipt is
            still to be written), `handed_over` (all sent, no receipt yet), `receipted`, `erased`.
        received_at: Time of the receipt that lists it.
        trouble: Why our last sending failed; empty if it did not.
    """

    digest: Digest
    name: str
    media: str
    size: int | None
    held: int
    state: AttachmentState
    received_at: datetime | None
    trouble: str


def list_attachments(leaf_hash: bytes, *, services: Services) -> tuple[AttachmentView, ...]:
    """Return the attachments of one statement, in the order of its header."""
    return tuple(_view(row, services=services) for row in services.store.attachments_of(leaf_hash))


def _view(row: AttachmentRecord, *, services: Services) -> AttachmentView:
    digest = digest_from_hash(row.digest)
    file = attached_file(row, services=services)
    whole = services.attachments.size(digest)
    held = services.attachments.partial_size(digest) if whole is None else whole
    return AttachmentView(
        digest=digest,
        name="" if file is None else file.name,
        media="" if file is None else file.media,
        size=None if file is None else file.size,
        held=held,
        state=_state(
            row, file, is_whole=whole is not None, held=held, ours=is_ours(row, services=services)
        ),
        received_at=row.listed_at,
        trouble=row.trouble,
    )


def _state(
    row: AttachmentRecord, file: AttachedFile | None, *, is_whole: bool, held: int, ours: bool
) -> AttachmentState:
    if file is None:
        return "erased"
    if row.listed_at is not None:
        return "receipted"
    if ours:
        return "handed_over" if row.is_handed_over else "waiting"
    if is_whole:
        return "whole"
    return "in_part" if held else "waiting"

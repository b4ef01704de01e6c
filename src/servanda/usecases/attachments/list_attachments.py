"""Show the attachments of a statement, and how far each has come.

Source: docs/spec/attachments.md, "States".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from servanda.core.handling.markings import Handling
from servanda.core.handling.sealed import AS_ITS_STATEMENT, file_handling
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attachments.attached_files import attached_file, is_ours
from servanda.usecases.handling.stored_handling import stored_handling
from servanda.usecases.ports.records import AttachmentRecord
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
        handling: What holds for it; None if erased.
        is_marked: Whether its marking or use limit is its own.
    """

    digest: Digest
    name: str
    media: str
    size: int | None
    held: int
    state: AttachmentState
    received_at: datetime | None
    trouble: str
    handling: Handling | None
    is_marked: bool


def list_attachments(leaf_hash: bytes, *, services: Services) -> tuple[AttachmentView, ...]:
    """Return the attachments of one statement, in the order of its header."""
    rows = services.store.attachments_of(leaf_hash)
    if not rows:
        return ()
    handling = stored_handling(leaf_hash, services=services)
    return tuple(_view(row, handling, services=services) for row in rows)


def _view(
    row: AttachmentRecord, handling: Handling | None, *, services: Services
) -> AttachmentView:
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
        handling=None
        if file is None or handling is None
        else handling.of_file(file_handling(file)),
        is_marked=file is not None and file_handling(file) != AS_ITS_STATEMENT,
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

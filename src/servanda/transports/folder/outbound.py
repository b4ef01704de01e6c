"""Deliver envelopes by writing them into a folder that the counterpart reads.

For parties whose only link is a removable disk or a shared mount. One envelope is one file,
named by its digest, so a reader can tell a whole envelope from its name alone.

Source: docs/spec/names-and-layouts.md, Folder.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from servanda.core.identifiers import PartyId
from servanda.transports.folder.attachments import carry_by_folder
from servanda.transports.folder.layout import (
    PARTIAL_PREFIX,
    READABLE,
    TAKEN,
    envelope_name,
    folder_of,
    sync_folder,
)
from servanda.usecases.ports.attachments import (
    AttachmentTransport,
    HeldAttachment,
    Progress,
)
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)


@dataclass(frozen=True, slots=True)
class FolderOutbound(OutboundTransport, AttachmentTransport):
    """Writes envelopes for `recipient` below `folder`.

    `folder` must exist: we never create a mount point, for a stick that is not plugged in
    would leave a folder that looks like one.
    """

    kind: ClassVar[str] = "folder"
    needs_statement: ClassVar[bool] = False  # both lie side by side; the reader takes them in order

    folder: Path
    recipient: PartyId

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        destination = folder_of(self.folder, self.recipient) / envelope_name(envelope.digest)
        if not self.folder.is_dir():
            raise DeliveryDelayedError(f"{self.folder} is not there; is the disk mounted?")
        try:
            destination.parent.mkdir(exist_ok=True)
            if (destination.parent / TAKEN / destination.name).exists():
                return HandedOver(location=str(destination))
            if destination.exists():
                _require_same_bytes(destination, envelope)
            else:
                _write_whole_or_nothing(destination, envelope.content)
            # Also after an earlier attempt: that one may have stopped just before these lines.
            sync_folder(destination.parent)
            sync_folder(self.folder)
        except PermissionError as error:
            raise DeliveryRefusedError(f"may not write to {self.folder}") from error
        except OSError as error:
            raise DeliveryDelayedError(f"could not write {destination.name}: {error}") from error
        return HandedOver(location=str(destination))

    @override
    def carry(self, attachment: HeldAttachment, *, progress: Progress) -> HandedOver:
        return carry_by_folder(self.folder, self.recipient, attachment, progress=progress)


def _require_same_bytes(destination: Path, envelope: SealedEnvelope) -> None:
    if destination.read_bytes() != envelope.content:
        raise DeliveryRefusedError(f"{destination} holds other bytes under the same name")


def _write_whole_or_nothing(destination: Path, content: bytes) -> None:
    """Write `content` so that a reader sees all of it or no file at all."""
    descriptor, temporary = tempfile.mkstemp(dir=destination.parent, prefix=PARTIAL_PREFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), READABLE)
            os.fsync(file.fileno())
        Path(temporary).replace(destination)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

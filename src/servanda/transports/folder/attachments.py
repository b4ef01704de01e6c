"""Attachments as files in a carrier's folder: written whole or not at all, read once wanted.

Source: docs/spec/names-and-layouts.md, Folder; docs/spec/attachments.md, "Sending".
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import DIGEST_PREFIX, Digest, PartyId, parse_digest
from servanda.transports.folder.layout import (
    ATTACHMENT_SUFFIX,
    PARTIAL_PREFIX,
    READABLE,
    TAKEN,
    attachment_name,
    folder_of,
    sync_folder,
)
from servanda.usecases.attachments.receive_attachment import take_attachment_file
from servanda.usecases.ports.attachments import PIECE_BYTES, HeldAttachment, Measured, Progress
from servanda.usecases.ports.outside import DeliveryDelayedError, DeliveryRefusedError, HandedOver
from servanda.usecases.services import Services


def carry_by_folder(
    folder: Path, recipient: PartyId, attachment: HeldAttachment, *, progress: Progress
) -> HandedOver:
    """Write `attachment` for `recipient` below `folder`, unless it lies there.

    Raises:
        DeliveryDelayedError: The folder is not there, or full.
        DeliveryRefusedError: It may not be written.
    """
    destination = folder_of(folder, recipient) / attachment_name(attachment.hex)
    if not folder.is_dir():
        raise DeliveryDelayedError(f"{folder} is not there; is the disk mounted?")
    try:
        destination.parent.mkdir(exist_ok=True)
        if (destination.parent / TAKEN / destination.name).exists():
            return HandedOver(location=str(destination))
        if not _lies_whole(destination, attachment.size):
            _write(destination, attachment, progress)
        sync_folder(destination.parent)
        sync_folder(folder)
    except PermissionError as error:
        raise DeliveryRefusedError(f"may not write to {folder}") from error
    except OSError as error:
        raise DeliveryDelayedError(f"could not write {destination.name}: {error}") from error
    return HandedOver(location=str(destination))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedAttachment:
    """An attachment found in the folder.

    Attributes:
        file: Where it lies.
        digest: What its name says; its bytes are not looked at yet.
        size: By the file system.
    """

    file: Path
    digest: Digest
    size: int


@dataclass(frozen=True, slots=True)
class FolderAttachments:
    """Finds attachments that lie for `recipient` below `folder`."""

    folder: Path
    recipient: PartyId

    def arrived(self) -> Iterator[ArrivedAttachment]:
        """Return the attachments that lie there, by name."""
        try:
            files = sorted(folder_of(self.folder, self.recipient).glob(f"*{ATTACHMENT_SUFFIX}"))
        except OSError:  # not mounted: the next look sees what is there
            return
        for file in files:
            try:
                digest = parse_digest(DIGEST_PREFIX + file.name.removesuffix(ATTACHMENT_SUFFIX))
                if file.is_symlink():
                    continue
                size = file.stat().st_size
            except (InvalidInputError, OSError):  # being written, taken, or no attachment
                continue
            yield ArrivedAttachment(file=file, digest=digest, size=size)

    def take(self, arrived: ArrivedAttachment) -> None:
        """Move an attachment that is safely held out of the way.

        Raises:
            OSError: It cannot be moved; it will be found again, which changes nothing.
        """
        taken = arrived.file.parent / TAKEN
        taken.mkdir(exist_ok=True)
        arrived.file.replace(taken / arrived.file.name)


def take_in(carrier: FolderAttachments, arrived: ArrivedAttachment, *, services: Services) -> None:
    """Take one attachment that lies in the folder, and move its file away.

    Raises:
        UnnamedAttachmentError: No statement names it, or not yet.
        WrongAttachmentError: It is something else than its name says.
        AttachmentBusyError: There is no room now.
        OSError: It cannot be read or moved.
    """
    with arrived.file.open("rb") as source:
        take_attachment_file(arrived.digest, source=source, size=arrived.size, services=services)
    carrier.take(arrived)


def _lies_whole(destination: Path, size: int) -> bool:
    try:
        return destination.stat().st_size == size
    except FileNotFoundError:
        return False


def _write(destination: Path, attachment: HeldAttachment, progress: Progress) -> None:
    """Write so that a reader sees all of it or no file at all."""
    descriptor, temporary = tempfile.mkstemp(dir=destination.parent, prefix=PARTIAL_PREFIX)
    try:
        with os.fdopen(descriptor, "wb") as file, attachment.open() as source:
            copied = Measured(sink=file, progress=progress)
            while piece := source.read(PIECE_BYTES):
                copied.write(piece)
            if copied.digest != attachment.digest:
                raise DeliveryRefusedError(
                    f"our file of {attachment.digest} is damaged; take it from a backup"
                )
            file.flush()
            os.fchmod(file.fileno(), READABLE)
            os.fsync(file.fileno())
        Path(temporary).replace(destination)
    finally:
        Path(temporary).unlink(missing_ok=True)

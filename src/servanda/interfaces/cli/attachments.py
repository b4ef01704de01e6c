"""Attachments on the command line: files to attach, and what came and where it was put."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.output import shown_instant
from servanda.interfaces.cli.progress import progress_bar
from servanda.interfaces.language import text
from servanda.store.attachments.release_folder import DiskReleaseFolder
from servanda.usecases.attach_file import attach_file, discard_unused
from servanda.usecases.list_attachments import AttachmentView
from servanda.usecases.queue_statement import Attachment
from servanda.usecases.release_attachments import ReleasedFile, release_attachments
from servanda.usecases.services import Services

MAX_ATTACHED = 64  # of one statement, as the header allows


@contextmanager
def attached(files: Sequence[Path], *, services: Services) -> Iterator[list[Attachment]]:
    """Return a context with the encrypted `files`; those that no statement names at its end go.

    Raises:
        InvalidInputError: One cannot be read, or there are too many.
        AttachmentNotStoredError: The disk is full.
    """
    if len(files) > MAX_ATTACHED:
        raise InvalidInputError(f"expected at most {MAX_ATTACHED} files, found {len(files)}")
    for file in files:
        if not file.is_file():
            raise InvalidInputError(f"expected a file to attach, found none: {file}")
    done: list[Attachment] = []
    with services.attachments.hold():
        try:
            for file in files:
                done.append(_attach(file, services=services))
            yield done
        finally:
            discard_unused([one.digest for one in done], services=services)


def release(
    leaf_hash: bytes, folder: Path, *, reason: str | None, services: Services
) -> tuple[ReleasedFile, ...]:
    """Put the attachments of a statement into `folder`, with a bar while it takes long."""
    with progress_bar(text("Decrypting"), total=None) as progress:
        return release_attachments(
            leaf_hash,
            folder=DiskReleaseFolder(folder),
            reason=reason,
            progress=progress,
            services=services,
        )


def attachment_members(views: Iterable[AttachmentView]) -> list[dict[str, object]]:
    """Return attachments for programs."""
    return [
        {
            "sha256": view.digest,
            "name": view.name,
            "media": view.media,
            "size": view.size,
            "held": view.held,
            "state": view.state,
            "received_at": shown_instant(view.received_at) if view.received_at else None,
            "trouble": view.trouble,
        }
        for view in views
    ]


def attachment_lines(views: Iterable[AttachmentView]) -> Iterator[str]:
    """Yield attachments for people."""
    for view in views:
        yield text("Attachment {name} ({media}, {held} of {size} bytes): {state}").format(
            name=view.name or view.digest,
            media=view.media or "-",
            held=view.held,
            size="-" if view.size is None else view.size,
            state=view.state,
        )
        if view.trouble:
            yield f"  {view.trouble}"


def _attach(file: Path, *, services: Services) -> Attachment:
    try:
        with (
            file.open("rb") as source,
            progress_bar(file.name, total=file.stat().st_size) as progress,
        ):
            return attach_file(source=source, name=file.name, progress=progress, services=services)
    except OSError as error:
        raise InvalidInputError(f"expected a file that can be read: {error}") from error

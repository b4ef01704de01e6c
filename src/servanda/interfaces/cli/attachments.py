"""Attachments on the command line: what came, and where it was put."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from servanda.interfaces.cli.handling import codes_line, handling_members
from servanda.interfaces.cli.output import shown_instant
from servanda.interfaces.cli.progress import progress_bar
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.store.attachments.release_folder import DiskReleaseFolder
from servanda.usecases.attachments.list_attachments import AttachmentView
from servanda.usecases.attachments.release_attachments import ReleasedFile, release_attachments
from servanda.usecases.services import Services


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
            "handling": handling_members(view.handling),
            "marked": view.is_marked,
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
        if view.handling is not None:
            shown = (
                text("  marked by itself: {marking}, use limit {use}")
                if view.is_marked
                else text("  marked as its statement: {marking}, use limit {use}")
            )
            yield shown.format(marking=word(view.handling.marking), use=word(view.handling.use))
            yield from codes_line(view.handling)
        if view.trouble:
            yield f"  {view.trouble}"

"""Attachments on the command line: files to attach, and what came and where it was put."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.markings import MARKINGS, USE_LIMITS
from servanda.core.handling.sealed import AS_ITS_STATEMENT, FileHandling
from servanda.interfaces.cli.handling import handling_members
from servanda.interfaces.cli.output import shown_instant
from servanda.interfaces.cli.progress import progress_bar
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.store.attachments.release_folder import DiskReleaseFolder
from servanda.usecases.attach_file import attach_file, discard_unused
from servanda.usecases.list_attachments import AttachmentView
from servanda.usecases.queue_statement import Attachment
from servanda.usecases.release_attachments import ReleasedFile, release_attachments
from servanda.usecases.services import Services

MAX_ATTACHED = 64  # of one statement, as the header allows


@contextmanager
def attached(
    files: Sequence[Path],
    *,
    handlings: Mapping[Path, FileHandling],
    services: Services,
) -> Iterator[list[Attachment]]:
    """Return a context with the encrypted `files`; those that no statement names at its end go.

    Args:
        files: To attach.
        handlings: Of those that have one of their own.
        services: The node's ports.

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
                done.append(_attach(file, handlings.get(file), services=services))
            yield done
        finally:
            discard_unused([one.digest for one in done], services=services)


def read_handlings(
    files: Sequence[Path], *, tlp: Iterable[str], use: Iterable[str]
) -> Mapping[Path, FileHandling]:
    """Return the handling of the files that have one of their own.

    Args:
        files: To attach, as they are named.
        tlp: `FILE=MARKING`, for some of them.
        use: `FILE=LIMIT`, likewise.

    Raises:
        InvalidInputError: One names no file that is attached, or a word that there is none of.
    """
    markings = dict(_named(one, files=files, words=MARKINGS) for one in tlp)
    limits = dict(_named(one, files=files, words=USE_LIMITS) for one in use)
    return {
        file: FileHandling(marking=markings.get(file), use=limits.get(file))
        for file in {*markings, *limits}
    }


def _named(given: str, *, files: Sequence[Path], words: Sequence[str]) -> tuple[Path, str]:
    name, _, word_given = given.rpartition("=")
    found = [file for file in files if name in {str(file), file.name}]
    if len(found) != 1:
        raise InvalidInputError(
            f"expected FILE=WORD for one file that is attached, found {given!r:.80}"
        )
    if word_given not in words:
        raise InvalidInputError(Fault(name, expect(Expected.CODE, words=tuple(words)), word_given))
    return found[0], word_given


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
        if view.trouble:
            yield f"  {view.trouble}"


def _attach(file: Path, handling: FileHandling | None, *, services: Services) -> Attachment:
    try:
        with (
            file.open("rb") as source,
            progress_bar(file.name, total=file.stat().st_size) as progress,
        ):
            return attach_file(
                source=source,
                name=file.name,
                handling=handling or AS_ITS_STATEMENT,
                progress=progress,
                services=services,
            )
    except OSError as error:
        raise InvalidInputError(f"expected a file that can be read: {error}") from error

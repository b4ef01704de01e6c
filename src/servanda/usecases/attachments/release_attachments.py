"""Put the plaintext of a statement's attachments into a folder, once everything about it fits.

    1. the body that names the attachment is held, and the ciphertext has come whole
    2. the ciphertext has the hash of the header and the size of the body
    3. it opens with the one-time identity of the body
    4. the plaintext has the hash of the body
    5. only then the file gets its name, which nothing had before

The content is never executed, opened or rendered.

Source: docs/spec/attachments.md, "Release".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.attachments.names import distinct_names
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attachments.attached_files import attached_files
from servanda.usecases.handling.require_passage import require_own_folder
from servanda.usecases.ports.attachments import (
    Measured,
    Progress,
    ReleaseFolder,
    UnreadableAttachmentError,
    drain,
)
from servanda.usecases.services import Services


class AttachmentNotHeldError(InvalidInputError):
    """An attachment cannot be released: it has not come whole, or was erased."""

    code: ClassVar[str] = "attachment-not-held"


class AttachmentMismatchError(CounterpartError):
    """What an attachment holds is not what its statement says; nothing was released."""

    code: ClassVar[str] = "attachment-mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """A file that was put into the folder.

    Attributes:
        digest: Of its ciphertext.
        name: The name it got, which may differ from the sender's.
        media: As the sender states it.
        size: Bytes of plaintext.
        plain: Digest of the plaintext.
    """

    digest: Digest
    name: str
    media: str
    size: int
    plain: Digest


def release_attachments(
    leaf_hash: bytes,
    *,
    folder: ReleaseFolder,
    only: Digest | None = None,
    reason: str | None = None,
    progress: Progress | None = None,
    services: Services,
) -> tuple[ReleasedFile, ...]:
    """Release all attachments of one statement, ours or theirs.

    Args:
        leaf_hash: The statement.
        folder: Where to.
        only: One of them alone; None: all.
        reason: Why, where the marking lets nothing out without one; it is noted.
        progress: Told of ciphertext bytes done.
        services: The node's ports.

    Raises:
        AttachmentNotHeldError: It has none, or one is missing (1); nothing was released.
        HandlingError: The marking asks for a reason; nothing was released.
        AttachmentMismatchError: (2) to (4) do not hold for one; those before it are released.
        FileExistsAlreadyError: A file has its name already (5); likewise.
    """
    files = _held_files(leaf_hash, only=only, services=services)
    require_own_folder(leaf_hash, [file for _, file in files], reason=reason, services=services)
    names = distinct_names(file.name for _, file in files)
    return tuple(
        _release(digest, file, name=name, folder=folder, progress=progress, services=services)
        for (digest, file), name in zip(files, names, strict=True)
    )


def _held_files(
    leaf_hash: bytes, *, only: Digest | None, services: Services
) -> Sequence[tuple[Digest, AttachedFile]]:  # (1)
    rows = [
        row
        for row in services.store.attachments_of(leaf_hash)
        if only is None or digest_from_hash(row.digest) == only
    ]
    if not rows:
        raise AttachmentNotHeldError("expected a statement with attachments, found one without")
    stated = attached_files(rows[0], services=services)
    found = []
    for row in rows:
        digest = digest_from_hash(row.digest)
        file = stated.get(digest)
        if file is None:
            raise AttachmentNotHeldError(f"the body that opens {digest} is erased")
        if services.attachments.size(digest) is None:
            have = services.attachments.partial_size(digest)
            raise AttachmentNotHeldError(
                f"{file.name}: expected {file.size} bytes of ciphertext, found {have} so far"
            )
        found.append((digest, file))
    return found


def _release(
    digest: Digest,
    file: AttachedFile,
    *,
    name: str,
    folder: ReleaseFolder,
    progress: Progress | None,
    services: Services,
) -> ReleasedFile:
    with services.attachments.open(digest) as source, folder.new() as new:
        sealed, plain = Measured(source=source, progress=progress), Measured(sink=new)
        try:
            services.cipher.decrypt(sealed, plain, identity=file.identity)  # (3)
        except UnreadableAttachmentError as error:
            raise AttachmentMismatchError(f"{file.name}: {error}") from error
        drain(sealed)
        _require("hash of the ciphertext", digest, sealed.digest)  # (2)
        _require("size of the ciphertext", file.size, sealed.size)
        _require("hash of the plaintext", file.plain, plain.digest)  # (4)
        new.keep(name)  # (5)
    return ReleasedFile(
        digest=digest, name=name, media=file.media, size=plain.size, plain=file.plain
    )


def _require(what: str, expected: object, found: object) -> None:
    if expected != found:
        raise AttachmentMismatchError(f"{what}: expected {expected}, found {found}")

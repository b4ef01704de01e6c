"""Encrypt a file for one statement, before the statement is queued.

Source: docs/spec/attachments.md, "Encryption".
"""

import mimetypes
from collections.abc import Iterable, Sequence
from typing import ClassVar, cast

from servanda.core import canonical
from servanda.core.attachments.names import safe_name
from servanda.core.attachments.parts import MAX_ATTACHMENT_BYTES
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.handling.sealed import AS_ITS_STATEMENT, FileHandling
from servanda.core.identifiers import DIGEST_PREFIX, Digest, hash_from_digest
from servanda.core.statements.body import AttachedFile
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.people.draft_content import parse_content
from servanda.usecases.ports.attachments import Measured, Progress, Reader
from servanda.usecases.services import Services

_UNKNOWN_MEDIA = "application/octet-stream"
_ALL_QUEUED = 1_000_000  # more never wait


class AttachmentNotStoredError(MisconfiguredError):
    """An attachment could not be read or written; nothing of it is kept."""

    code: ClassVar[str] = "attachment-not-stored"


def attach_file(
    *,
    source: Reader,
    name: str,
    handling: FileHandling = AS_ITS_STATEMENT,
    progress: Progress | None = None,
    services: Services,
) -> Attachment:
    """Encrypt all of `source` to a new identity and keep the ciphertext.

    Args:
        source: The plaintext, at its beginning.
        name: The file name the counterpart sees; its ending tells the media type.
        handling: Its own marking and use limit, where it has any.
        progress: Told of plaintext bytes done.
        services: The node's ports.

    Raises:
        InvalidInputError: It is larger than any node takes.
        AttachmentNotStoredError: It cannot be read, or the disk is full.
    """
    plain = Measured(source=source, progress=progress)
    try:
        with services.attachments.new() as file:
            sealed = Measured(sink=file)
            identity = services.cipher.encrypt(plain, sealed)
            if sealed.size > MAX_ATTACHMENT_BYTES:
                raise InvalidInputError(
                    f"expected an attachment of at most {MAX_ATTACHMENT_BYTES} bytes, "
                    f"found {sealed.size}"
                )
            # Before it has a name: one whose statement is never queued is found by this.
            services.attachments.note(sealed.digest)
            file.keep(sealed.digest.removeprefix(DIGEST_PREFIX))
    except OSError as error:
        raise AttachmentNotStoredError(
            f"{name} could not be attached ({error}); make room, or check that it can be read"
        ) from error
    shown = safe_name(name)
    return Attachment(
        digest=sealed.digest,
        file=AttachedFile(
            identity=identity,
            media=(mimetypes.guess_type(shown)[0] or _UNKNOWN_MEDIA).lower(),
            name=shown,
            plain=plain.digest,
            size=sealed.size,
            tlp=handling.marking,
            use=handling.use,
            handling=None if handling.codes is None else tuple(sorted(handling.codes)),
            pap=handling.pap,
        ),
    )


def discard_unused(digests: Iterable[Digest], *, services: Services) -> None:
    """Remove ciphertexts of a statement that was not queued; those in use stay.

    What a program sent, to name it in a statement soon, stays until that is forgotten.
    """
    queued = {
        digest
        for statement in services.store.queued(limit=_ALL_QUEUED)
        for digest in statement.attachments
    }
    queued |= _named_by_drafts(services) | _named_by_worksheets(services)
    for digest in digests:
        if services.store.upload(digest) is not None:
            continue
        is_named = bool(services.store.attachments_named(hash_from_digest(digest)))
        if not is_named and digest not in queued:
            services.attachments.remove(digest)
        services.attachments.settle(digest)


def _named_by_drafts(services: Services) -> set[str]:
    """Return what statements name that wait for a second person."""
    return {
        digest
        for draft in services.store.drafts()
        for digest in parse_content(
            draft.content, ticket=draft.ticket, queued_at=draft.written_at
        ).attachments
    }


def _named_by_worksheets(services: Services) -> set[Digest]:
    """Return what persons have attached and not sent yet."""
    return {
        Digest(str(file["digest"]))
        for worksheet in services.store.worksheets()
        for file in cast("Sequence[JsonObject]", canonical.parse_object(worksheet.content)["files"])
    }


def sweep_unused(*, services: Services) -> None:
    """Remove what a process left behind that was killed before it queued its statement.

    Raises:
        AttachmentNotStoredError: The folder of attachments cannot be read or written.
    """
    try:
        services.attachments.sweep(lambda digest: discard_unused([digest], services=services))
    except OSError as error:
        raise AttachmentNotStoredError(
            f"the folder of attachments could not be swept ({error}); see that it can be written"
        ) from error

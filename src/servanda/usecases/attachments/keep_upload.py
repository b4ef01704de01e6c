"""Take an attachment before the statement that names it, as programs send them.

1. The plaintext is encrypted as it comes and lies nowhere in clear.
2. Where its hash was said, it must be that one.
3. What opens it is kept beside the ciphertext and handed to nobody; a statement that is sent by
   the same key may name it by the ciphertext's digest.
4. What no statement names within a day is forgotten.

Source: docs/reference/api.md, "Attachments".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import ClassVar, Final

import orjson

from servanda.core.errors import InvalidInputError
from servanda.core.handling.sealed import FileHandling
from servanda.core.identifiers import Digest
from servanda.core.people.api_key import ApiKey
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attachments.attach_file import attach_file, discard_unused
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.ports.api_keys import UploadRecord
from servanda.usecases.ports.attachments import Reader
from servanda.usecases.services import Services

KEPT_FOR: Final = timedelta(days=1)


class OtherContentError(InvalidInputError):
    """What came has not the hash that was said for it; nothing is kept."""

    code: ClassVar[str] = "other-content"


class NoSuchUploadError(InvalidInputError):
    """No attachment of this digest was sent by this key, or it is forgotten or used."""

    code: ClassVar[str] = "no-such-upload"


def keep_upload(
    source: Reader,
    *,
    name: str,
    handling: FileHandling,
    expected: Digest | None,
    key: ApiKey,
    at: datetime,
    services: Services,
) -> Attachment:
    """Encrypt and keep all of `source`.

    Args:
        source: The plaintext, at its beginning.
        name: The file name that the counterpart sees.
        handling: Its own marking, where it has one.
        expected: Digest of the plaintext; None where it was not said.
        key: By which it was sent.
        at: By the machine's clock.
        services: The node's ports.

    Raises:
        OtherContentError: (2)
        InvalidInputError: Of `attach_file`: too large.
        AttachmentNotStoredError: The disk is full.
    """
    for old in services.store.uploads_before(at - KEPT_FOR):  # (4)
        services.store.end_upload(old.digest)
        discard_unused([old.digest], services=services)
    with services.attachments.hold():
        made = attach_file(source=source, name=name, handling=handling, services=services)
        if expected is not None and made.file.plain != expected:
            discard_unused([made.digest], services=services)
            raise OtherContentError(f"expected content of {expected}, found {made.file.plain}")
        services.store.save_upload(
            UploadRecord(
                digest=made.digest, token=key.token, file=orjson.dumps(asdict(made.file)), at=at
            )
        )
    return made


@contextmanager
def uploaded(
    digests: Sequence[Digest], *, key: ApiKey, services: Services
) -> Iterator[Sequence[Attachment]]:
    """Return a context with these attachments; at its end, if it did not fail, they are used.

    Raises:
        NoSuchUploadError: (3)
    """
    found = []
    with services.attachments.hold():
        for digest in digests:
            record = services.store.upload(digest)
            is_there = services.attachments.size(digest) is not None
            if record is None or record.token != key.token or not is_there:
                raise NoSuchUploadError("there is no attachment of this digest: send it again")
            found.append(Attachment(digest=digest, file=_file(record.file)))
        yield found
        for digest in digests:
            services.store.end_upload(digest)
        discard_unused(digests, services=services)


def _file(kept: bytes) -> AttachedFile:
    members = orjson.loads(kept)
    codes = members.pop("handling")
    return AttachedFile(**members, handling=None if codes is None else tuple(codes))

"""Files: those of a statement, the content of one, and one that is to go along with what is said.

1. A file that comes is encrypted as it comes; its plaintext is never written to the disk.
2. A file that is asked for is decrypted to a file without a name, and not a byte of it leaves
   before all its hashes fit. It leaves as bytes to be saved, never as a page or a picture.

Source: docs/reference/api.md, "Attachments".
"""

import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, Annotated, Literal

from django.http import FileResponse, HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field
from typing_extensions import override

from servanda.core.attachments.parts import MAX_ATTACHMENT_BYTES
from servanda.core.handling.sealed import FileHandling
from servanda.core.identifiers import Digest, hash_from_digest, parse_digest
from servanda.interfaces.api.door import BYTES, declared, performed
from servanda.interfaces.api.forms import LARGEST, DigestText, Given, InstantText, shown
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.usecases.attachments.keep_upload import keep_upload
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.attachments.release_attachments import release_attachments
from servanda.usecases.ports.attachments import NewFile, ReleaseFolder

router = Router(tags=["attachments"])
_SPOOLED = 1024 * 1024  # a small file never touches the disk


class ListedAttachment(Given):
    """One file of a statement; what its body says of it is for who may read bodies."""

    digest: DigestText = Field(description="Of the ciphertext: its name here.")
    state: str
    held: int = Field(ge=0, le=LARGEST, description="Bytes of the ciphertext that are here.")
    received_at: InstantText | None
    name: str | None
    media: str | None
    size: int | None = Field(ge=0, le=LARGEST, description="Bytes of the ciphertext.")
    marking: str | None
    use: str | None


class ListedAttachments(Given):
    """The files of one statement, in its order."""

    items: list[ListedAttachment]


class UploadQuery(BaseModel):
    """What is said of a file that comes."""

    name: str = Field(min_length=1, max_length=200, description="As the counterpart sees it.")
    plain: DigestText | None = Field(None, description="Of the content: refused if it is another.")
    tlp: Literal["red", "amber_strict", "amber", "green", "clear"] | None = None
    use: (
        Literal["intelligence_only", "investigative", "evidential_with_consent", "evidential"]
        | None
    ) = None


class ReleaseQuery(BaseModel):
    """Why a file becomes a plain one."""

    reason: str | None = Field(
        None, max_length=1_000, description="Where its marking asks for it; it is noted."
    )


class Uploaded(Given):
    """A file that waits for a statement to go along with."""

    digest: DigestText = Field(description="Give it among `attachments` within a day.")
    plain: DigestText = Field(description="Of the content as it came.")
    name: str
    media: str
    size: int = Field(ge=0, le=LARGEST, description="Bytes of the ciphertext.")


@dataclass(slots=True)
class _Unnamed(ReleaseFolder, NewFile):
    """One file without a name; `keep` says that all of it fits (2)."""

    file: IO[bytes] = field(
        default_factory=lambda: tempfile.SpooledTemporaryFile(  # noqa: SIM115 - the answer closes it
            max_size=_SPOOLED
        )
    )
    is_kept: bool = False

    @override
    @contextmanager
    def new(self) -> Iterator[NewFile]:
        yield self

    @override
    def write(self, data: bytes, /) -> int:
        return self.file.write(data)

    @override
    def keep(self, name: str) -> None:
        self.is_kept = True


@router.get(
    "/statements/{leaf}/attachments",
    **declared("list-attachments", ListedAttachments, summary="List the files of a statement"),
)
def list_files(request: HttpRequest, leaf: Annotated[DigestText, Path()]) -> ListedAttachments:
    """Return the files of one statement, ours or theirs."""
    with performed(request, "list-attachments", about=[leaf]) as called:
        name = hash_from_digest(parse_digest(leaf))
        if called.services.store.facts(name) is None:
            raise NoSuchThingError("there is no such statement")
        seen = called.reads_bodies
        items = [
            ListedAttachment(
                digest=one.digest,
                state=one.state,
                held=one.held,
                received_at=shown(one.received_at),
                name=one.name if seen else None,
                media=one.media if seen else None,
                size=one.size if seen else None,
                marking=one.handling.marking if seen and one.handling else None,
                use=one.handling.use if seen and one.handling else None,
            )
            for one in list_attachments(name, services=called.services)
        ]
        return ListedAttachments(items=items)


@router.get(
    "/statements/{leaf}/attachments/{digest}",
    **declared(
        "release-attachment",
        bytes,
        summary="Take the content of a file",
        asks=ReleaseQuery,
    ),
)
def release_file(
    request: HttpRequest,
    leaf: Annotated[DigestText, Path()],
    digest: Annotated[DigestText, Path()],
    asked: Query[ReleaseQuery],
) -> FileResponse:
    """Return the content of one file, once everything about it fits."""
    with performed(request, "release-attachment", about=[leaf, digest]) as called:
        wanted = parse_digest(digest)
        name = hash_from_digest(parse_digest(leaf))
        known = called.services.store.attachments_of(name)
        if hash_from_digest(wanted) not in {one.digest for one in known}:
            raise NoSuchThingError("there is no such file")
        folder = _Unnamed()
        try:
            (released,) = release_attachments(
                name, folder=folder, only=wanted, reason=asked.reason, services=called.services
            )
        except BaseException:
            folder.file.close()
            raise
        folder.file.seek(0)
        return _sent(folder.file, name=released.name, size=released.size, plain=released.plain)


@router.post(
    "/attachments",
    **declared(
        "upload-attachment",
        Uploaded,
        summary="Send a file that is to go along with a statement",
        status=HTTPStatus.CREATED,
        media=BYTES,
        most=MAX_ATTACHMENT_BYTES,
        asks=UploadQuery,
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def upload_file(request: HttpRequest, asked: Query[UploadQuery]) -> Status[Uploaded]:
    """Encrypt and keep a file; the body is its content and nothing else."""
    with performed(request, "upload-attachment") as called:
        made = keep_upload(
            request,
            name=asked.name,
            handling=FileHandling(marking=asked.tlp, use=asked.use),
            expected=None if asked.plain is None else parse_digest(asked.plain),
            key=called.key,
            at=called.at,
            services=called.services,
        )
        called.services.acting.note(made.digest)
        given = Uploaded(
            digest=made.digest,
            plain=made.file.plain,
            name=made.file.name,
            media=made.file.media,
            size=made.file.size,
        )
        return Status(HTTPStatus.CREATED.value, given)


def _sent(file: IO[bytes], *, name: str, size: int, plain: Digest) -> FileResponse:
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=BYTES)
    answer["Content-Length"] = str(size)
    digest = b64encode(hash_from_digest(plain)).decode()
    answer["Repr-Digest"] = f"sha-256=:{digest}:"  # RFC 9530
    return answer

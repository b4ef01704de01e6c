"""The part of the carrier that takes attachments: `HEAD` asks what is held, `PUT` brings a part.

The bytes go from the socket to the disk in pieces; a part is never whole in memory.

Source: docs/spec/names-and-layouts.md, HTTPS; docs/spec/attachments.md, "Parts".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO, Protocol, assert_never
from urllib.parse import parse_qs

from servanda.core.attachments.parts import MAX_PART_BYTES
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import DIGEST_PREFIX, Digest, parse_digest
from servanda.transports.https.wire import (
    ATTACHMENT_MEDIA_TYPE,
    ATTACHMENTS_PATH,
    HAVE_HEADER,
    RETRY_HEADER,
)
from servanda.usecases.ports.attachments import PIECE_BYTES

Environ = dict[str, Any]
Answer = tuple[HTTPStatus, list[tuple[str, str]], bytes]

_MAX_OFFSET_DIGITS = 18  # below 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """Taken, or asked: this many bytes are held."""

    have: int


@dataclass(frozen=True, slots=True)
class NotNamed:
    """No copied statement names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereExpected:
    """The part does not go on where the bytes held end; nothing of it was taken."""

    have: int


@dataclass(frozen=True, slots=True)
class TooLarge:
    """It, or the part, is larger than was said or than is ever taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """There is no room, or another part of it is being written."""

    retry_after_seconds: int


AttachmentReply = Holds | NotNamed | ElsewhereExpected | TooLarge | NotNow


class AttachmentReceiver(Protocol):
    """Takes attachments for a node; used by many threads at once."""

    def have(self, digest: Digest) -> AttachmentReply:
        """Say how many bytes of an attachment are held."""
        ...

    def receive_part(
        self, digest: Digest, *, offset: int, length: int, pieces: Iterator[bytes]
    ) -> AttachmentReply:
        """Take one part; `pieces` give at most `length` bytes."""
        ...


def answer_attachment(environ: Environ, receiver: AttachmentReceiver) -> Answer:
    """Answer a request below `ATTACHMENTS_PATH`."""
    path: str = environ["PATH_INFO"]
    try:
        digest = parse_digest(DIGEST_PREFIX + path.removeprefix(ATTACHMENTS_PATH))
    except InvalidInputError:
        return HTTPStatus.NOT_FOUND, [], b""
    match environ["REQUEST_METHOD"]:
        case "HEAD":
            return _written(receiver.have(digest))
        case "PUT":
            return _take(environ, digest, receiver)
        case _:
            return HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "HEAD, PUT")], b""


def _take(environ: Environ, digest: Digest, receiver: AttachmentReceiver) -> Answer:
    offset = _number(parse_qs(environ.get("QUERY_STRING", "")).get("offset", [""])[0])
    # A part must say how long it is, so that one that breaks off is known for what it is.
    length = _number(environ.get("CONTENT_LENGTH") or "")
    if environ.get("CONTENT_TYPE", "") != ATTACHMENT_MEDIA_TYPE or offset is None:
        return HTTPStatus.BAD_REQUEST, [], b""
    if not length:
        return HTTPStatus.LENGTH_REQUIRED, [], b""
    if length > MAX_PART_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [], b""
    pieces = _pieces(environ["wsgi.input"], length)
    return _written(receiver.receive_part(digest, offset=offset, length=length, pieces=pieces))


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MAX_OFFSET_DIGITS
    return int(text) if is_number else None


def _pieces(stream: BinaryIO, length: int) -> Iterator[bytes]:
    left = length
    while left and (piece := stream.read(min(PIECE_BYTES, left))):
        left -= len(piece)
        yield piece


def _written(reply: AttachmentReply) -> Answer:
    match reply:
        case Holds():
            return HTTPStatus.NO_CONTENT, [(HAVE_HEADER, str(reply.have))], b""
        case NotNamed():
            return HTTPStatus.NOT_FOUND, [], b""
        case ElsewhereExpected():
            return HTTPStatus.CONFLICT, [(HAVE_HEADER, str(reply.have))], b""
        case TooLarge():
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [], b""
        case NotNow():
            later = [(RETRY_HEADER, str(reply.retry_after_seconds))]
            return HTTPStatus.SERVICE_UNAVAILABLE, later, b""
        case _:
            assert_never(reply)

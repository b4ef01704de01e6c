"""The carrier as a WSGI application: one path that takes envelopes, one for attachments.

No framework stands between the socket and the receiver: this path carries every statement of a
busy desk, everything that could help an attacker is left out, and what is refused is refused
before its body is read.

Source: docs/spec/names-and-layouts.md, HTTPS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO, assert_never

from servanda.core.envelope.sealed import MAX_ENVELOPE_BYTES
from servanda.interfaces.web.carrier.attachments import AttachmentReceiver, answer_attachment
from servanda.interfaces.web.carrier.reply import (
    Answered,
    Busy,
    CarrierReply,
    NothingOwed,
    NotTaken,
    Receiver,
    TakenLater,
    TooMany,
)
from servanda.transports.https.wire import (
    ATTACHMENTS_PATH,
    ENVELOPE_MEDIA_TYPE,
    ENVELOPES_PATH,
    RETRY_HEADER,
)

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Environ = dict[str, Any]

_SAFE_HEADERS = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]


@dataclass(frozen=True, slots=True)
class CarrierApplication:
    """Answers `POST /servanda/1/envelopes`, the paths of attachments, and nothing else.

    Attributes:
        receiver: Takes envelopes.
        attachments: Takes attachments; None where none are taken.
    """

    receiver: Receiver
    attachments: AttachmentReceiver | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as PEP 3333 says."""
        status, headers, body = self._answer(environ)
        headers.append(("Content-Length", str(len(body))))
        headers += _SAFE_HEADERS
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _answer(self, environ: Environ) -> tuple[HTTPStatus, list[tuple[str, str]], bytes]:
        if self.attachments is not None and environ["PATH_INFO"].startswith(ATTACHMENTS_PATH):
            return answer_attachment(environ, self.attachments)
        if environ["PATH_INFO"] != ENVELOPES_PATH:
            return HTTPStatus.NOT_FOUND, [], b""
        if environ["REQUEST_METHOD"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "POST")], b""
        if environ.get("CONTENT_TYPE", "") != ENVELOPE_MEDIA_TYPE:
            return HTTPStatus.BAD_REQUEST, [], b""
        envelope = _read_capped(environ)
        if envelope is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [], b""
        return _written(self.receiver.receive(envelope))


def _read_capped(environ: Environ) -> bytes | None:
    """Return the body, or None if it is larger than any envelope."""
    declared = environ.get("CONTENT_LENGTH") or "0"
    if not declared.isdecimal() or int(declared) > MAX_ENVELOPE_BYTES:
        return None
    stream: BinaryIO = environ["wsgi.input"]
    # One byte more than allowed: a body sent in chunks declares no length.
    envelope = stream.read(MAX_ENVELOPE_BYTES + 1)
    return envelope if len(envelope) <= MAX_ENVELOPE_BYTES else None


def _written(reply: CarrierReply) -> tuple[HTTPStatus, list[tuple[str, str]], bytes]:
    match reply:
        case Answered():
            return HTTPStatus.OK, [("Content-Type", ENVELOPE_MEDIA_TYPE)], reply.envelope
        case NothingOwed():
            return HTTPStatus.NO_CONTENT, [], b""
        case TakenLater():
            return HTTPStatus.ACCEPTED, [], b""
        case NotTaken():
            return HTTPStatus.BAD_REQUEST, [], b""
        case Busy():
            return HTTPStatus.SERVICE_UNAVAILABLE, _later(reply.retry_after_seconds), b""
        case TooMany():
            return HTTPStatus.TOO_MANY_REQUESTS, _later(reply.retry_after_seconds), b""
        case _:
            assert_never(reply)


def _later(seconds: int) -> list[tuple[str, str]]:
    return [(RETRY_HEADER, str(seconds))]

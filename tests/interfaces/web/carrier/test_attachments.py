"""The paths of attachments answer what the protocol lists, and read nothing they will not take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.attachments.parts import MAX_PART_BYTES
from servanda.core.identifiers import Digest, digest_of
from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.interfaces.web.carrier.attachments import (
    AttachmentReply,
    ElsewhereExpected,
    Holds,
    NotNamed,
    NotNow,
    TooLarge,
)
from servanda.interfaces.web.carrier.reply import CarrierReply

DIGEST = digest_of(b"a ciphertext")
PATH = "/servanda/1/attachments/" + DIGEST.removeprefix("sha256:")


@dataclass
class Desk:
    reply: AttachmentReply = field(default_factory=lambda: Holds(have=5))
    asked: list[Digest] = field(default_factory=list)
    parts: list[tuple[int, int, bytes]] = field(default_factory=list)

    def receive(self, envelope: bytes) -> CarrierReply:
        raise AssertionError(envelope)

    def have(self, digest: Digest) -> AttachmentReply:
        self.asked.append(digest)
        return self.reply

    def receive_part(
        self, digest: Digest, *, offset: int, length: int, pieces: Iterator[bytes]
    ) -> AttachmentReply:
        assert digest == DIGEST
        self.parts.append((offset, length, b"".join(pieces)))
        return self.reply


def ask(
    desk: Desk,
    body: bytes = b"part",
    *,
    path: str = PATH,
    method: str = "PUT",
    query: str = "offset=0",
    media_type: str = "application/octet-stream",
    length: str | None = None,
) -> tuple[int, Mapping[str, str]]:
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "CONTENT_TYPE": media_type,
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "wsgi.input": BytesIO(body),
    }
    answered: list[tuple[str, list[tuple[str, str]]]] = []
    CarrierApplication(desk, desk)(
        environ, lambda status, headers: answered.append((status, headers))
    )
    status, headers = answered[0]
    return int(status[:3]), dict(headers)


@pytest.mark.parametrize(
    ("reply", "status", "have"),
    [
        (Holds(have=7), 204, "7"),
        (NotNamed(), 404, None),
        (ElsewhereExpected(have=3), 409, "3"),
        (TooLarge(), 413, None),
        (NotNow(retry_after_seconds=9), 503, None),
    ],
)
@pytest.mark.parametrize("method", ["HEAD", "PUT"])
def test_each_reply_has_the_status_of_the_protocol(
    method: str, reply: AttachmentReply, status: int, have: str | None
) -> None:
    found = ask(Desk(reply=reply), method=method)

    assert (found[0], found[1].get("Servanda-Have")) == (status, have)


def test_a_part_reaches_the_node_with_its_offset() -> None:
    desk = Desk()

    ask(desk, b"bytes", query="offset=1024")

    assert desk.parts == [(1024, 5, b"bytes")]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"path": PATH[:-1]}, 404),
        ({"path": PATH + "0"}, 404),
        ({"path": PATH.upper()}, 404),
        ({"path": "/servanda/1/attachments/../../etc/passwd"}, 404),
        ({"method": "GET"}, 405),
        ({"method": "DELETE"}, 405),
        ({"media_type": "text/html"}, 400),
        ({"query": ""}, 400),
        ({"query": "offset=-1"}, 400),
        ({"query": "offset=1e3"}, 400),
        ({"query": "offset=" + "9" * 30}, 400),
        ({"query": "offset=١"}, 400),
        ({"length": ""}, 411),
        ({"length": "0"}, 411),
        ({"length": str(MAX_PART_BYTES + 1)}, 413),
    ],
)
def test_what_is_no_part_is_refused_unread(request_: dict[str, str], status: int) -> None:
    desk = Desk()

    assert ask(desk, b"part", **request_)[0] == status
    assert desk.parts == []
    assert desk.asked == []


def test_a_body_longer_than_it_said_is_not_read_further() -> None:
    desk = Desk()

    ask(desk, b"1234567", length="4")

    assert desk.parts == [(0, 4, b"1234")]


def test_without_a_receiver_of_attachments_there_is_no_such_path() -> None:
    answered: list[str] = []
    environ = {"PATH_INFO": PATH, "REQUEST_METHOD": "HEAD"}

    CarrierApplication(Desk())(environ, lambda status, _headers: answered.append(status))

    assert answered[0].startswith("404")


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_any_request_is_answered(path: str, query: str, length: str) -> None:
    status, _ = ask(Desk(), path="/servanda/1/attachments/" + path, query=query, length=length)

    assert 200 <= status < 500

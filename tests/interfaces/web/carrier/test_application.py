"""The carrier answers what the protocol lists, and reads nothing it will not take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.sealed import MAX_ENVELOPE_BYTES
from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.interfaces.web.carrier.reply import (
    Answered,
    Busy,
    CarrierReply,
    NothingOwed,
    NotTaken,
    TakenLater,
    TooMany,
)

MEDIA_TYPE = "application/vnd.servanda.envelope"
PATH = "/servanda/1/envelopes"


@dataclass
class Desk:
    reply: CarrierReply = field(default_factory=NothingOwed)
    received: list[bytes] = field(default_factory=list)

    def receive(self, envelope: bytes) -> CarrierReply:
        self.received.append(envelope)
        return self.reply


def ask(
    desk: Desk,
    body: bytes = b"sealed",
    *,
    path: str = PATH,
    method: str = "POST",
    media_type: str = MEDIA_TYPE,
    length: str | None = None,
) -> tuple[str, Mapping[str, str], bytes]:
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": media_type,
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "wsgi.input": BytesIO(body),
    }
    answered: list[tuple[str, list[tuple[str, str]]]] = []
    parts = CarrierApplication(desk)(
        environ, lambda status, headers: answered.append((status, headers))
    )
    status, headers = answered[0]
    return status, dict(headers), b"".join(parts)


@pytest.mark.parametrize(
    ("reply", "status", "body"),
    [
        (Answered(envelope=b"answer"), "200 OK", b"answer"),
        (NothingOwed(), "204 No Content", b""),
        (TakenLater(), "202 Accepted", b""),
        (NotTaken(), "400 Bad Request", b""),
        (Busy(retry_after_seconds=3), "503 Service Unavailable", b""),
        (TooMany(retry_after_seconds=3), "429 Too Many Requests", b""),
    ],
)
def test_each_reply_has_the_status_of_the_protocol(
    reply: CarrierReply, status: str, body: bytes
) -> None:
    desk = Desk(reply=reply)

    found = ask(desk)

    assert (found[0], found[2]) == (status, body)
    assert found[1]["Content-Length"] == str(len(body))
    assert found[1]["X-Content-Type-Options"] == "nosniff"
    assert desk.received == [b"sealed"]


def test_an_answer_has_the_media_type_of_envelopes() -> None:
    assert ask(Desk(reply=Answered(envelope=b"x")))[1]["Content-Type"] == MEDIA_TYPE


def test_a_busy_node_says_when_to_come_again() -> None:
    assert ask(Desk(reply=Busy(retry_after_seconds=3)))[1]["Retry-After"] == "3"


@pytest.mark.parametrize(
    ("path", "method", "media_type", "length", "status"),
    [
        ("/", "POST", MEDIA_TYPE, "6", "404"),
        (PATH + "/", "POST", MEDIA_TYPE, "6", "404"),
        (PATH, "GET", MEDIA_TYPE, "6", "405"),
        (PATH, "POST", "application/json", "6", "400"),
        (PATH, "POST", MEDIA_TYPE, str(MAX_ENVELOPE_BYTES + 1), "413"),
        (PATH, "POST", MEDIA_TYPE, "-1", "413"),
        (PATH, "POST", MEDIA_TYPE, "many", "413"),
    ],
)
def test_what_is_no_envelope_is_refused_unread(
    path: str, method: str, media_type: str, length: str, status: str
) -> None:
    desk = Desk()

    found = ask(desk, path=path, method=method, media_type=media_type, length=length)

    assert found[0].startswith(status)
    assert desk.received == []


def test_a_body_longer_than_it_said_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servanda.interfaces.web.carrier.application.MAX_ENVELOPE_BYTES", 4)
    desk = Desk()

    assert ask(desk, b"12345", length="")[0].startswith("413")
    assert desk.received == []


@given(st.binary(max_size=200))
def test_any_bytes_reach_the_receiver_as_they_came(body: bytes) -> None:
    desk = Desk()

    ask(desk, body)

    assert desk.received == [body]

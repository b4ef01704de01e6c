"""The HTTPS carrier says who has to act, from the status the counterpart answers."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from servanda.transports.https.identity import authorities_pem, client_context
from servanda.transports.https.outbound import HttpsOutbound
from servanda.transports.https.wire import parse_retry_after
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    SealedEnvelope,
)
from tests.node.listeners import listening
from tests.transports.parties import ALICE, BOB, MALLORY, card_of, identity_of

CONTENT = b"sealed bytes"
ENVELOPE = SealedEnvelope(digest=sha256(CONTENT).hexdigest(), content=CONTENT)


def deliver(status: str, body: bytes = b"", **headers: str) -> HandedOver:
    """Deliver to a counterpart that always answers the same."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"].read()
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        start(status, [*fields, ("content-length", str(len(body)))])
        return [body]

    authorities = authorities_pem([card_of(BOB)])
    with listening(application, identity_of(ALICE), authorities) as listener:
        transport = HttpsOutbound(
            f"https://127.0.0.1:{listener.address.port}",
            lambda: client_context(identity_of(BOB), counterpart=card_of(ALICE)),
        )
        try:
            return transport.deliver(ENVELOPE)
        finally:
            transport.close()


def test_an_answer_is_brought_back() -> None:
    assert deliver("200 OK", b"answer").answer == b"answer"


@pytest.mark.parametrize("status", ["202 Accepted", "204 No Content"])
def test_without_an_answer_the_envelope_is_handed_over_all_the_same(status: str) -> None:
    handed = deliver(status)

    assert handed.answer is None
    assert handed.location.endswith("/servanda/1/envelopes")


@pytest.mark.parametrize(
    "status", ["429 Too Many Requests", "503 Service Unavailable", "500 Internal Server Error"]
)
def test_a_busy_counterpart_delays(status: str) -> None:
    with pytest.raises(DeliveryDelayedError, match="asks for 7 seconds") as caught:
        deliver(status, retry_after="7")

    assert caught.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    "asked", ["", "-1", "1e9", "\u0667", "9" * 10, "Fri, 31 Dec 1999 23:59:59 GMT"]
)
def test_what_is_no_number_of_seconds_asks_for_nothing(asked: str) -> None:
    assert parse_retry_after(asked) == timedelta(0)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("400 Bad Request", "confirmed our card"),
        ("413 Payload Too Large", "shorter"),
        ("404 Not Found", "no Servanda carrier"),
    ],
)
def test_what_only_a_person_can_change_is_refused(status: str, reason: str) -> None:
    with pytest.raises(DeliveryRefusedError, match=reason):
        deliver(status)


def test_another_party_at_the_address_gets_nothing() -> None:
    served = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        served.append(environ["wsgi.input"].read())
        start("204 No Content", [])
        return []

    authorities = authorities_pem([card_of(BOB)])
    with listening(application, identity_of(MALLORY), authorities) as listener:
        transport = HttpsOutbound(
            f"https://127.0.0.1:{listener.address.port}",
            lambda: client_context(identity_of(BOB), counterpart=card_of(ALICE)),
        )
        with pytest.raises(DeliveryDelayedError):
            transport.deliver(ENVELOPE)
        transport.close()

    assert served == []


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "ftp://127.0.0.1", "https://a\x00b", "x"]
)
def test_what_is_no_address_of_this_carrier_is_never_spoken_to(address: str) -> None:
    transport = HttpsOutbound(
        address, lambda: client_context(identity_of(BOB), counterpart=card_of(ALICE))
    )

    with pytest.raises(DeliveryRefusedError):
        transport.deliver(ENVELOPE)

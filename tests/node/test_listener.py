"""The listener admits who holds a certificate of a pinned authority, and nobody else."""

from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest

from servanda.core.identifiers import PartyId
from servanda.node.listener import Address, ListenerError, parse_address
from servanda.transports.https.identity import authorities_pem, client_context
from tests.node.listeners import listening
from tests.transports.parties import ALICE, BOB, MALLORY, card_of, identity_of


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body: bytes = environ["wsgi.input"].read()
    start_response("200 OK", [])
    return [body]


def ask(port: int, *, as_party: PartyId, of: PartyId) -> bytes:
    context = client_context(identity_of(as_party), counterpart=card_of(of))
    with httpx.Client(verify=context, trust_env=False) as client:
        return client.post(f"https://127.0.0.1:{port}/", content=b"hello").content


def test_a_counterpart_whose_authority_is_pinned_is_answered() -> None:
    with listening(echo, identity_of(ALICE), authorities_pem([card_of(BOB)])) as listener:
        assert ask(listener.address.port, as_party=BOB, of=ALICE) == b"hello"


def test_a_stranger_with_an_authority_of_its_own_is_not_answered() -> None:
    with (
        listening(echo, identity_of(ALICE), authorities_pem([card_of(BOB)])) as listener,
        pytest.raises(httpx.TransportError),
    ):
        ask(listener.address.port, as_party=MALLORY, of=ALICE)


def test_a_server_that_is_not_the_counterpart_is_not_spoken_to() -> None:
    with (
        listening(echo, identity_of(MALLORY), authorities_pem([card_of(BOB)])) as listener,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        ask(listener.address.port, as_party=BOB, of=ALICE)


def test_a_client_without_a_certificate_is_not_answered() -> None:
    context = client_context(identity_of(BOB), counterpart=card_of(ALICE))
    bare = type(context)(context.protocol)
    bare.check_hostname = False
    bare.load_verify_locations(cadata=card_of(ALICE).newest.tls)
    with (
        listening(echo, identity_of(ALICE), authorities_pem([card_of(BOB)])) as listener,
        httpx.Client(verify=bare, trust_env=False) as client,
        pytest.raises(httpx.TransportError),
    ):
        client.post(f"https://127.0.0.1:{listener.address.port}/")


def test_a_counterpart_added_while_running_is_admitted_and_the_first_one_stays() -> None:
    with listening(echo, identity_of(ALICE), authorities_pem([card_of(BOB)])) as listener:
        both = authorities_pem([card_of(BOB), card_of(MALLORY)])
        listener.admit(identity_of(ALICE), authorities=both)

        assert ask(listener.address.port, as_party=MALLORY, of=ALICE) == b"hello"
        assert ask(listener.address.port, as_party=BOB, of=ALICE) == b"hello"


@pytest.mark.parametrize("text", ["", "host", "host:", ":7443", "host:0", "host:65536", "h:1x"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ListenerError, match="HOST:PORT"):
        parse_address(text)


def test_an_address_is_read_as_written() -> None:
    assert parse_address("127.0.0.1:7443") == Address(host="127.0.0.1", port=7443)
    assert parse_address("[::1]:7443") == Address(host="::1", port=7443)

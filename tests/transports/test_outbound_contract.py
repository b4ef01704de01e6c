"""The promises that ports.OutboundTransport makes, run against every registered transport."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.interfaces.web.carrier.reply import Answered, CarrierReply
from servanda.transports.folder.outbound import FolderOutbound
from servanda.transports.https.identity import authorities_pem, client_context
from servanda.transports.https.outbound import HttpsOutbound
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security
from servanda.transports.registry import TRANSPORTS
from servanda.usecases.ports.outside import DeliveryDelayedError, OutboundTransport, SealedEnvelope
from tests.node.listeners import free_port, listening
from tests.transports.mail.test_outbound import RECIPIENT, SENDER, Inbox
from tests.transports.parties import ALICE, BOB, card_of, identity_of

CONTENT = b"sealed bytes"
ENVELOPE = SealedEnvelope(digest=sha256(CONTENT).hexdigest(), content=CONTENT)


class Echo:
    """A counterpart that answers with what it got."""

    def receive(self, envelope: bytes) -> CarrierReply:
        return Answered(envelope=envelope)


@contextmanager
def working_https(_folder: Path) -> Iterator[OutboundTransport]:
    authorities = authorities_pem([card_of(BOB)])
    with listening(CarrierApplication(Echo()), identity_of(ALICE), authorities) as listener:
        transport = https_to(f"https://127.0.0.1:{listener.address.port}")
        yield transport
        transport.close()


@contextmanager
def working_folder(folder: Path) -> Iterator[OutboundTransport]:
    yield FolderOutbound(folder, ALICE)


def https_to(address: str) -> HttpsOutbound:
    return HttpsOutbound(
        address, lambda: client_context(identity_of(BOB), counterpart=card_of(ALICE))
    )


@contextmanager
def working_mail(_folder: Path) -> Iterator[OutboundTransport]:
    port = free_port()
    controller = Controller(Inbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield mail_to(port)
    controller.stop()


def mail_to(port: int) -> MailOutbound:
    server = MailServer(host="127.0.0.1", port=port, security=Security.PLAIN_LOOPBACK)
    return MailOutbound(server=server, sender=SENDER, recipient=RECIPIENT)


WORKING = {"https": working_https, "folder": working_folder, "mail": working_mail}
UNREACHABLE: dict[str, Callable[[Path], OutboundTransport]] = {
    "https": lambda _: https_to(f"https://127.0.0.1:{free_port()}"),
    "folder": lambda tmp: FolderOutbound(tmp / "not-mounted", ALICE),
    "mail": lambda _: mail_to(free_port()),
}


def test_every_registered_transport_is_held_to_the_contract() -> None:
    assert WORKING.keys() == UNREACHABLE.keys() == TRANSPORTS.keys()


@pytest.mark.parametrize("kind", WORKING)
def test_delivering_twice_is_the_same_as_delivering_once(kind: str, tmp_path: Path) -> None:
    with WORKING[kind](tmp_path) as transport:
        assert transport.deliver(ENVELOPE) == transport.deliver(ENVELOPE)


@pytest.mark.parametrize("kind", WORKING)
def test_several_threads_deliver_at_once(kind: str, tmp_path: Path) -> None:
    with WORKING[kind](tmp_path) as transport, ThreadPoolExecutor(8) as threads:
        locations = {handed.location for handed in threads.map(transport.deliver, [ENVELOPE] * 24)}

    assert len(locations) == 1


@pytest.mark.parametrize("kind", UNREACHABLE)
def test_an_unreachable_counterpart_delays_the_envelope(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryDelayedError):
        UNREACHABLE[kind](tmp_path).deliver(ENVELOPE)

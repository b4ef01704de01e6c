"""The mail server's certificate is verified, whichever way TLS begins."""

import ssl
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from servanda.transports.mail.message import read_message
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security
from servanda.usecases.ports.outside import DeliveryRefusedError, SealedEnvelope
from tests.node.listeners import free_port
from tests.transports.mail.certificates import made_certificate
from tests.transports.mail.test_outbound import RECIPIENT, SENDER, Inbox

WAYS = [Security.TLS, Security.STARTTLS]
ENVELOPE = SealedEnvelope(digest=sha256(b"sealed").hexdigest(), content=b"sealed")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return made_certificate(tmp_path)


@pytest.fixture(params=WAYS, ids=lambda way: way.value)
def served(request: pytest.FixtureRequest, certificate: Path) -> Iterator[tuple[MailServer, Inbox]]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    inbox, port, way = Inbox(), free_port(), request.param
    controller = (
        Controller(inbox, hostname="127.0.0.1", port=port, ssl_context=context)
        if way is Security.TLS
        else Controller(
            inbox, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True
        )
    )
    controller.start()
    yield MailServer(host="127.0.0.1", port=port, security=way), inbox
    controller.stop()


def test_a_certificate_that_does_not_verify_is_refused(served: tuple[MailServer, Inbox]) -> None:
    server, inbox = served

    with pytest.raises(DeliveryRefusedError, match="does not verify"):
        MailOutbound(server=server, sender=SENDER, recipient=RECIPIENT).deliver(ENVELOPE)
    assert inbox.mails == []


def test_one_that_verifies_is_taken(served: tuple[MailServer, Inbox], certificate: Path) -> None:
    server, inbox = served
    mail = MailOutbound(
        server=server,
        sender=SENDER,
        recipient=RECIPIENT,
        context=lambda: ssl.create_default_context(cafile=str(certificate)),
    )

    mail.deliver(ENVELOPE)

    assert [read_message(data).content for data in inbox.mails] == [b"sealed"]

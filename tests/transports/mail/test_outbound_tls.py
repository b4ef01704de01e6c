"""The mail server's certificate is verified, whichever way TLS begins."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from servanda.transports.mail.message import read_message
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security
from servanda.usecases.ports.outside import DeliveryRefusedError, SealedEnvelope
from tests.node.listeners import free_port
from tests.transports.mail.test_outbound import RECIPIENT, SENDER, Inbox

WAYS = [Security.TLS, Security.STARTTLS]
ENVELOPE = SealedEnvelope(digest=sha256(b"sealed").hexdigest(), content=b"sealed")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody but its own file vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.southmere.example")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=9))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path / "server.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


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

"""Mail leaves for one recipient, in clear only to this machine, and says what went wrong."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.transports.mail.message import read_message
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security
from servanda.transports.mail.splitting import MIN_PIECE_BYTES, Gathered, parse_piece
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    SealedEnvelope,
)
from tests.node.listeners import free_port

SENDER, RECIPIENT = "desk@northmark.example", "desk@southmere.example"


class Inbox:
    """Takes mail, or answers with what it is told to."""

    def __init__(self) -> None:
        self.reply = "250 OK"
        self.mails: list[bytes] = []
        self.recipients: list[str] = []

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server, session
        if self.reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return self.reply


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def port(inbox: Inbox) -> Iterator[int]:
    chosen = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=chosen)
    controller.start()
    yield chosen
    controller.stop()


def outbound(port: int, *, security: Security = Security.PLAIN_LOOPBACK) -> MailOutbound:
    server = MailServer(host="127.0.0.1", port=port, security=security)
    return MailOutbound(
        server=server, sender=SENDER, recipient=RECIPIENT, piece_bytes=MIN_PIECE_BYTES
    )


def sealed(content: bytes) -> SealedEnvelope:
    return SealedEnvelope(digest=sha256(content).hexdigest(), content=content)


def test_an_envelope_arrives_as_it_was(port: int, inbox: Inbox) -> None:
    outbound(port).deliver(sealed(b"sealed bytes"))

    assert [read_message(mail).content for mail in inbox.mails] == [b"sealed bytes"]
    assert inbox.recipients == [RECIPIENT]


def test_a_large_envelope_arrives_in_pieces(port: int, inbox: Inbox) -> None:
    content = bytes(range(256)) * (MIN_PIECE_BYTES * 2 // 256)
    outbound(port).deliver(sealed(content))

    gathered, whole = Gathered(), None
    for mail in inbox.mails:
        gathered, whole = gathered.adding(parse_piece(read_message(mail).content))
    assert len(inbox.mails) > 1
    assert whole == content


@pytest.mark.parametrize("reply", ["452 full", "552 5.2.2 over quota", "451 later"])
def test_a_full_mailbox_and_a_busy_server_delay(port: int, inbox: Inbox, reply: str) -> None:
    inbox.reply = reply

    with pytest.raises(DeliveryDelayedError, match=reply[:3]):
        outbound(port).deliver(sealed(b"x"))


def test_a_final_no_needs_an_operator(port: int, inbox: Inbox) -> None:
    inbox.reply = "550 nobody of that name"

    with pytest.raises(DeliveryRefusedError, match="550"):
        outbound(port).deliver(sealed(b"x"))


@pytest.mark.parametrize("security", Security)
def test_a_server_that_is_not_there_delays(security: Security) -> None:
    with pytest.raises(DeliveryDelayedError, match="cannot be reached"):
        outbound(free_port(), security=security).deliver(sealed(b"x"))


def test_a_server_without_starttls_gets_nothing_in_clear(port: int, inbox: Inbox) -> None:
    with pytest.raises(DeliveryRefusedError, match="STARTTLS"):
        outbound(port, security=Security.STARTTLS).deliver(sealed(b"x"))

    assert inbox.mails == []


@pytest.mark.parametrize("host", ["mail.northmark.example", "localhost", "192.0.2.1"])
def test_plain_is_refused_beyond_this_machine(host: str) -> None:
    with pytest.raises(MisconfiguredError, match="in clear"):
        MailServer(host=host, port=25, security=Security.PLAIN_LOOPBACK)


def test_a_password_that_others_may_read_is_not_used(port: int, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret-word")
    file.chmod(0o644)
    server = MailServer(
        host="127.0.0.1",
        port=port,
        security=Security.PLAIN_LOOPBACK,
        user="desk",
        password_file=file,
    )

    with pytest.raises(DeliveryRefusedError, match="chmod 600") as refused:
        MailOutbound(server=server, sender=SENDER, recipient=RECIPIENT).deliver(sealed(b"x"))
    assert "secret-word" not in str(refused.value)


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d", "a b@c", "<a@b>", "a@b,c@d", "nobody", ""])
def test_an_address_cannot_carry_a_header(address: str) -> None:
    server = MailServer(host="127.0.0.1", port=25, security=Security.PLAIN_LOOPBACK)

    with pytest.raises(InvalidInputError, match="mail address"):
        MailOutbound(server=server, sender=SENDER, recipient=address)

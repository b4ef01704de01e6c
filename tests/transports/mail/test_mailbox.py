"""The mailbox on a real mail path: aiosmtpd hands over to Dovecot, and we read by IMAP."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from imapclient import IMAPClient

from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.mailbox import ImapMailbox, MailboxTroubleError
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security, UnreadablePasswordError
from servanda.transports.mail.splitting import MIN_PIECE_BYTES
from servanda.usecases.ports.outside import SealedEnvelope
from tests.mail_path import PASSWORD, MailPath, mail_path
from tests.node.listeners import free_port
from tests.transports.mail.memory_mailbox import REFUSED, SENDER, Taker, made_bytes

NOW = datetime.now(UTC)
LONG = made_bytes(5 * MIN_PIECE_BYTES + 7)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailPath]:
    with mail_path(tmp_path_factory.mktemp("mail")) as made:
        yield made


def send(path: MailPath, content: bytes, *, to: str) -> None:
    outbound = MailOutbound(
        server=path.smtp, sender=SENDER, recipient=to, piece_bytes=MIN_PIECE_BYTES
    )
    outbound.deliver(SealedEnvelope(digest=sha256(content).hexdigest(), content=content))


@pytest.mark.needs("dovecot")
def test_envelopes_and_pieces_come_whole_over_the_real_path_and_are_put_away(
    path: MailPath,
) -> None:
    taker = Taker(answers={b"bad": REFUSED})
    mailbox = ImapMailbox(path.imap("whole@southmere.example"))
    inbound = MailInbound(mailbox)

    for content in (b"short", LONG, b"bad"):
        send(path, content, to="whole@southmere.example")
    looked = inbound.look(taker, now=NOW)

    assert taker.taken == [b"short", LONG]
    assert (looked.processed, looked.rejected, looked.left) == (7, (REFUSED,), 0)
    assert mailbox.lying().uids == ()
    with IMAPClient("127.0.0.1", path.imap_port, ssl=False) as person:
        person.login("whole@southmere.example", PASSWORD)
        assert person.select_folder("Servanda.Processed")[b"EXISTS"] == 7
        assert person.select_folder("Servanda.Rejected")[b"EXISTS"] == 1
        ((flags),) = person.get_flags([1]).values()
        assert REFUSED.code.encode() in flags  # the reason, for whoever looks there
    mailbox.close()


@pytest.mark.needs("dovecot")
def test_waiting_ends_when_a_mail_arrives(path: MailPath) -> None:
    mailbox = ImapMailbox(path.imap("waiting@southmere.example"))
    assert mailbox.lying().uids == ()
    send(path, b"while nobody looks", to="waiting@southmere.example")

    assert mailbox.wait(20.0, is_over=lambda: False)

    taker = Taker()
    MailInbound(mailbox).look(taker, now=NOW)
    assert taker.taken == [b"while nobody looks"]
    mailbox.close()


@pytest.mark.needs("dovecot")
def test_a_server_that_says_nothing_of_limits_is_not_asked(path: MailPath) -> None:
    mailbox = ImapMailbox(path.imap("unlimited@southmere.example"))

    assert mailbox.fill() is None
    mailbox.close()


@pytest.mark.needs("dovecot")
def test_a_wrong_password_is_said_without_saying_it(path: MailPath, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.touch(mode=0o600)
    wrong.write_text("not the one")
    server = MailServer(
        host="127.0.0.1",
        port=path.imap_port,
        security=Security.PLAIN_LOOPBACK,
        user="a@southmere.example",
        password_file=wrong,
    )

    with pytest.raises(MailboxTroubleError, match="login") as caught:
        ImapMailbox(server).lying()

    assert "not the one" not in str(caught.value)


@pytest.mark.needs("dovecot")
def test_where_starttls_is_not_offered_no_password_is_sent(path: MailPath) -> None:
    server = MailServer(
        host="127.0.0.1",
        port=path.imap_port,
        security=Security.STARTTLS,
        user="a@southmere.example",
        password_file=path.password_file,
    )

    with pytest.raises(MailboxTroubleError, match="STARTTLS"):
        ImapMailbox(server).lying()


def test_a_server_that_is_away_is_a_trouble_and_the_next_look_tries_anew(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.touch(mode=0o600)
    server = MailServer(
        host="127.0.0.1",
        port=free_port(),
        security=Security.PLAIN_LOOPBACK,
        user="a@southmere.example",
        password_file=password,
    )
    mailbox = ImapMailbox(server)

    for _ in range(2):
        with pytest.raises(MailboxTroubleError, match="cannot be used"):
            mailbox.lying()


def test_a_password_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.touch(mode=0o644)
    server = MailServer(
        host="127.0.0.1",
        port=free_port(),
        security=Security.PLAIN_LOOPBACK,
        user="a@southmere.example",
        password_file=password,
    )

    with pytest.raises(UnreadablePasswordError, match="chmod 600"):
        ImapMailbox(server).lying()

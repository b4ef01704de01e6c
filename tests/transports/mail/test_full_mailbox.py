"""A mailbox that fills, on a real server: mail is put off, nothing is lost, both sides see it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from imapclient import IMAPClient

from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.mailbox import ImapMailbox
from servanda.transports.mail.outbound import MailOutbound
from servanda.usecases.ports.outside import DeliveryDelayedError, SealedEnvelope
from tests.interfaces.cli.homes import Desk
from tests.mail_path import PASSWORD, MailPath, mail_path
from tests.transports.mail.memory_mailbox import SENDER, Taker, made_bytes
from tests.transports.mail.test_mailbox import NOW

pytestmark = pytest.mark.needs("dovecot")

ADDRESS = "desk@southmere.example"
ROOM = 300_000
CONTENTS = [made_bytes(50_000, seed=seed) for seed in range(8)]  # 70 kB each as mail


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailPath]:
    with mail_path(tmp_path_factory.mktemp("mail"), quota_bytes=ROOM) as made:
        yield made


def test_a_mailbox_without_room_puts_mail_off_until_it_is_emptied(path: MailPath) -> None:
    outbound = MailOutbound(server=path.smtp, sender=SENDER, recipient=ADDRESS)
    mailbox, taker = ImapMailbox(path.imap(ADDRESS)), Taker()
    assert mailbox.fill() == 0

    put_off = [content for content in CONTENTS if not is_taken(outbound, content)]

    assert 0 < len(put_off) < len(CONTENTS)
    fill = mailbox.fill()
    assert fill is not None
    assert 0.8 <= fill <= 1.2
    MailInbound(mailbox).look(taker, now=NOW)  # a full mailbox is read and put away all the same
    assert mailbox.lying().uids == ()

    empty_processed(path)
    for content in put_off:
        outbound.deliver(SealedEnvelope(digest=sha256(content).hexdigest(), content=content))
    MailInbound(mailbox).look(taker, now=NOW)

    assert sorted(taker.taken) == sorted(CONTENTS)
    mailbox.close()


def test_whose_mailbox_fills_is_told_by_doctor(path: MailPath, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "filling.example")
    address = f"desk@{desk.party}"
    desk.do("init", desk.party, "--no-https", "--mail", address)
    outbound = MailOutbound(server=path.smtp, sender=SENDER, recipient=address)
    server = f"127.0.0.1:{path.imap_port}"
    shown = desk.do(
        *("mail", "--imap", server, "--security", "plain-loopback", "--user", address),
        *("--password-file", str(path.password_file)),
    )
    assert (shown["mailbox"], shown["fill"]) == ("ok", 0)

    while is_taken(outbound, CONTENTS[0]):
        pass

    found = {one["code"]: one for one in desk.do("doctor")["findings"]}
    assert found["mailbox-fills"]["level"] == "warning"


def is_taken(outbound: MailOutbound, content: bytes) -> bool:
    envelope = SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
    try:
        outbound.deliver(envelope)
    except DeliveryDelayedError as error:
        return "no room" not in str(error)
    return True


def empty_processed(path: MailPath) -> None:
    """Do what a person does who sees that the mailbox is full."""
    with IMAPClient("127.0.0.1", path.imap_port, ssl=False) as person:
        person.login(ADDRESS, PASSWORD)
        person.select_folder("Servanda.Processed")
        person.delete_messages(person.search())
        person.expunge()

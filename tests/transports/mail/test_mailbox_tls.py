"""The mailbox over TLS on a real server, whichever way TLS begins; its certificate is verified."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.mailbox import ImapMailbox, MailboxTroubleError
from servanda.transports.mail.server import MailServer, Security
from tests.mail_path import MailPath, mail_path
from tests.transports.mail.certificates import made_certificate
from tests.transports.mail.memory_mailbox import Taker
from tests.transports.mail.test_mailbox import NOW, send

pytestmark = pytest.mark.needs("dovecot")

ADDRESS = "desk@southmere.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[MailPath]:
    with mail_path(tmp_path_factory.mktemp("mail"), certificate=certificate) as made:
        yield made


def server(path: MailPath, way: Security) -> MailServer:
    port = path.imaps_port if way is Security.TLS else path.imap_port
    return replace(path.imap(ADDRESS), port=port, security=way)


@pytest.mark.parametrize("way", [Security.TLS, Security.STARTTLS], ids=lambda way: way.value)
def test_what_lies_in_the_mailbox_is_taken_over_tls(
    path: MailPath, certificate: Path, way: Security
) -> None:
    send(path, way.value.encode(), to=ADDRESS)
    mailbox = ImapMailbox(
        server(path, way), context=lambda: ssl.create_default_context(cafile=str(certificate))
    )
    taker = Taker()

    MailInbound(mailbox).look(taker, now=NOW)

    assert taker.taken == [way.value.encode()]
    mailbox.close()


@pytest.mark.parametrize("way", [Security.TLS, Security.STARTTLS], ids=lambda way: way.value)
def test_a_certificate_that_nobody_vouches_for_ends_it_before_the_password(
    path: MailPath, way: Security
) -> None:
    with pytest.raises(MailboxTroubleError, match="does not verify"):
        ImapMailbox(server(path, way)).lying()

"""A real mail path on loopback: SMTP by aiosmtpd, handed over by LMTP to Dovecot, read by IMAP.

Dovecot runs as a process of the test with its configuration, its mails and its sockets in one
temporary folder, and is ended by its own process id.
"""

import grp
import os
import pwd
import signal
import smtplib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from servanda.transports.mail.server import MailServer, Security
from tests.node.listeners import free_port
from tests.programs import dovecot_program
from tests.transports.mail.reports import report_about

PASSWORD = "only-for-this-test"  # noqa: S105 - of a server that lives as long as the test
START_SECONDS = 30.0

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
{ssl}
default_login_user = {login_user}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{folder}/mail/%u
auth_username_format = %Lu
lmtp_save_to_detail_mailbox = no
mailbox_idle_check_interval = 1 secs
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
mail_plugins = {plugins}
protocol imap {{
  mail_plugins = {imap_plugins}
}}
plugin {{
  quota = maildir:all
  quota_rule = *:bytes={quota_bytes}
}}
service imap-login {{
  chroot =
  process_min_avail = 0
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
"""


_PLAIN = "ssl = no\ndisable_plaintext_auth = no"
_TLS = "ssl = required\nssl_cert = <{0}\nssl_key = <{0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPath:
    """Where mail is given in and fetched; each address has a mailbox of its own."""

    smtp: MailServer
    imap_port: int
    password_file: Path
    relay: "Relay"
    imaps_port: int = 0

    def imap(self, address: str) -> MailServer:
        return MailServer(
            host="127.0.0.1",
            port=self.imap_port,
            security=Security.PLAIN_LOOPBACK,
            user=address,
            password_file=self.password_file,
        )


@dataclass
class Relay:
    """Takes mail by SMTP and hands it over by LMTP, as a mail server does for its users."""

    lmtp_port: int
    is_away: bool = False  # puts everything off
    unknown: str = ""  # an address that no longer exists here
    returning: str = ""  # an address whose mail is taken, and comes back as a report

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.is_away:
            return "451 try again later"
        if address == self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server, session
        assert isinstance(envelope.content, bytes)
        if self.returning in envelope.rcpt_tos:
            envelope.content = _returned(envelope.content)
            envelope.rcpt_tos, envelope.mail_from = [envelope.mail_from or ""], ""
        try:
            with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
                lmtp.sendmail(envelope.mail_from or "", envelope.rcpt_tos, envelope.content)
        except smtplib.SMTPRecipientsRefused as error:  # over quota
            ((code, reason),) = error.recipients.values()
            return f"{code} {reason.decode('ascii').splitlines()[0]}"
        except smtplib.SMTPDataError as error:
            return f"{error.smtp_code} no room"
        return "250 OK"


def _returned(mail: bytes) -> bytes:
    headers = message_from_bytes(mail)
    return report_about(headers["Message-ID"])


@contextmanager
def mail_path(
    folder: Path, *, certificate: Path | None = None, quota_bytes: int = 0
) -> Iterator[MailPath]:
    """Run the path while the block lasts.

    Args:
        folder: For the file with the password.
        certificate: Of the mailbox's server, with its key; None: the mailbox is read in clear.
        quota_bytes: What a mailbox holds; 0: no limit.
    """
    imap_port, lmtp_port, smtp_port = free_port(), free_port(), free_port()
    imaps_port = free_port() if certificate else 0
    password_file = folder / "mail-password"
    password_file.touch(mode=0o600)
    password_file.write_text(PASSWORD, "utf-8")
    relay = Relay(lmtp_port)
    ssl = _TLS.format(certificate) if certificate else _PLAIN
    settings = _Settings(
        imap_port=imap_port,
        imaps_port=imaps_port,
        lmtp_port=lmtp_port,
        ssl=ssl,
        plugins="quota" if quota_bytes else "",
        imap_plugins="quota imap_quota" if quota_bytes else "",
        quota_bytes=quota_bytes,
    )
    with _dovecot(settings):
        controller = Controller(
            relay, hostname="127.0.0.1", port=smtp_port, data_size_limit=40 * 1024**2
        )
        controller.start()
        try:
            yield MailPath(
                smtp=MailServer(host="127.0.0.1", port=smtp_port, security=Security.PLAIN_LOOPBACK),
                imap_port=imap_port,
                password_file=password_file,
                relay=relay,
                imaps_port=imaps_port,
            )
        finally:
            controller.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    imap_port: int
    imaps_port: int
    lmtp_port: int
    ssl: str
    plugins: str
    imap_plugins: str
    quota_bytes: int


@contextmanager
def _dovecot(settings: _Settings) -> Iterator[None]:
    # Not in pytest's folder: Dovecot's own users must pass through, and a socket's path is short.
    with TemporaryDirectory(prefix="servanda-mail-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        (folder / "mail").chmod(0o777)
        configuration = folder / "dovecot.conf"
        configuration.write_text(
            _CONFIGURATION.format(
                folder=folder,
                password=PASSWORD,
                **asdict(settings),
                **_users(),
            )
        )
        process = subprocess.Popen([_program(), "-F", "-c", str(configuration)])
        try:
            _await_ports(process, folder, settings.imap_port, settings.lmtp_port)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START_SECONDS)


def _users() -> dict[str, object]:
    """Return whom Dovecot's processes run as; anybody but root can only be themselves."""
    us = pwd.getpwuid(os.getuid())
    if us.pw_uid != 0:
        return {
            "login_user": us.pw_name,
            "internal_user": us.pw_name,
            "internal_group": grp.getgrgid(us.pw_gid).gr_name,
            "uid": us.pw_uid,
            "gid": us.pw_gid,
        }
    mail = pwd.getpwnam("mail")
    return {
        "login_user": "dovenull",
        "internal_user": "dovecot",
        "internal_group": "dovecot",
        "uid": mail.pw_uid,
        "gid": mail.pw_gid,
    }


def _program() -> str:
    found = dovecot_program()
    assert found is not None
    return str(found)


def _await_ports(process: subprocess.Popen[bytes], folder: Path, *ports: int) -> None:
    end = time.monotonic() + START_SECONDS
    for port in ports:
        while True:
            log = folder / "dovecot.log"
            shown = log.read_text() if log.exists() else ""
            assert process.poll() is None, shown
            assert time.monotonic() < end, shown
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)  # another program starts, and tells nobody

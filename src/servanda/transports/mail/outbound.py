"""Hand envelopes to a mail server, as one mail or as several pieces.

That the server took a mail proves nothing; the counterpart's receipt does. A server that has
no room is asked again later. The password is read from its file at each delivery, and neither
it nor what the server says to a login gets into a message.

Source: docs/spec/mail.md, "Sending"; RFC 5321, RFC 8314.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from stat import S_IMODE
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.transports.mail.message import build_message
from servanda.transports.mail.splitting import split
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)

TIMEOUT_SECONDS = 30
PERMANENT = 500  # from here on a reply is final (RFC 5321, 4.2.1), but for the two below
NO_ROOM = frozenset({452, 552})  # storage, here or at the recipient: room can be made
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")  # no sign of a header
_OTHERS = 0o077


class Security(Enum):
    """How the way to the mail server is kept private."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"
    PLAIN_LOOPBACK = "plain-loopback"  # a mail server on this very machine


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The mail server that takes our mail.

    Attributes:
        host: Its name, which its certificate must have.
        port: Its port.
        security: Plain is for an address of this machine alone.
        user: Whom we log in as; empty: no login.
        password_file: Where the password stands, readable by its owner alone.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password_file: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what would send in clear over a network, or log in without a password."""
        if self.security is Security.PLAIN_LOOPBACK and not _is_loopback(self.host):
            raise MisconfiguredError(
                f"mail to {self.host} would go in clear: set tls or starttls; plain is for "
                "127.0.0.1 and ::1"
            )
        if self.user and self.password_file is None:
            raise MisconfiguredError("a mail user needs a password file; name one")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOutbound(OutboundTransport):
    """Sends envelopes from `sender` to `recipient`; each delivery has a connection of its own.

    Attributes:
        server: Which mail server takes them.
        sender: Our address.
        recipient: The counterpart's address.
        piece_bytes: What a mail may carry; more is divided.
        context: Makes what verifies the server's certificate.
    """

    kind: ClassVar[str] = "mail"

    server: SmtpServer
    sender: str
    recipient: str
    piece_bytes: int = 5 * 1024**2  # 7 MB as base64: below what mail servers commonly take
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def __post_init__(self) -> None:
        """Refuse an address that could carry anything else into a header or a command."""
        for address in (self.sender, self.recipient):
            if _ADDRESS.fullmatch(address) is None:
                raise InvalidInputError(f"expected a mail address, found {address!r:.80}")

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        mails = self._mails(envelope.content)
        try:
            with self._connected() as connection:
                for mail in mails:
                    connection.send_message(mail, self.sender, [self.recipient])
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryRefusedError(
                f"{self.server.host} does not take our login; see the user and its password file"
            ) from error
        except smtplib.SMTPRecipientsRefused as error:
            code, _ = error.recipients[self.recipient]
            raise self._refusal(code) from error
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryRefusedError(f"{self.server.host} lacks STARTTLS or login") from error
        except ssl.SSLCertVerificationError as error:
            raise DeliveryRefusedError(
                f"the certificate of {self.server.host} does not verify: {error.verify_message}"
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryDelayedError(
                f"{self.server.host} cannot be reached: {type(error).__name__}"
            ) from error
        return HandedOver(location=self.recipient)

    def _mails(self, content: bytes) -> list[EmailMessage]:
        is_piece = len(content) > self.piece_bytes
        carried = split(content, piece_bytes=self.piece_bytes) if is_piece else [content]
        return [
            build_message(part, sender=self.sender, recipient=self.recipient, is_piece=is_piece)
            for part in carried
        ]

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        password = _password(server)
        if server.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=self.context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.security is Security.STARTTLS:
                connection.starttls(context=self.context())
            if server.user:
                connection.login(server.user, password)
        except BaseException:
            with suppress(OSError):
                connection.close()
            raise
        return connection

    def _refusal(self, code: int) -> DeliveryDelayedError | DeliveryRefusedError:
        if code in NO_ROOM:
            return DeliveryDelayedError(
                f"no room for mail to {self.recipient} (SMTP {code}); the mailbox may be full, or "
                "mails may have to be smaller"
            )
        if code < PERMANENT:
            return DeliveryDelayedError(f"{self.server.host} puts us off (SMTP {code})")
        return DeliveryRefusedError(
            f"{self.server.host} does not take mail to {self.recipient} (SMTP {code})"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name, which may lead anywhere
        return False


def _password(server: SmtpServer) -> str:
    """Return the password, or nothing where there is no login."""
    if server.password_file is None:
        return ""
    try:
        if S_IMODE(server.password_file.stat().st_mode) & _OTHERS:
            raise DeliveryRefusedError(f"others may read {server.password_file}; chmod 600 it")
        return server.password_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DeliveryRefusedError(f"cannot read {server.password_file}") from error

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
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import InvalidInputError
from servanda.transports.mail.message import build_message, message_id
from servanda.transports.mail.server import (
    TIMEOUT_SECONDS,
    MailServer,
    Security,
    UnreadablePasswordError,
)
from servanda.transports.mail.splitting import split
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)

PERMANENT = 500  # from here on a reply is final (RFC 5321, 4.2.1), but for the two below
NO_ROOM = frozenset({452, 552})  # storage, here or at the recipient: room can be made
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")  # no sign of a header


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
    may_give_back: ClassVar[bool] = True

    server: MailServer
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
        try:
            mails = self._mails(envelope)
            with self._connected() as connection:
                connection.ehlo_or_helo_if_needed()
                # What comes back undelivered names its mail by the headers: they are enough.
                options = ["RET=HDRS"] if connection.has_extn("dsn") else []
                for mail in mails:
                    connection.send_message(mail, self.sender, [self.recipient], options)
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryRefusedError(
                f"{self.server.host} does not take our login; see the user and its password file"
            ) from error
        except UnreadablePasswordError as error:
            raise DeliveryRefusedError(str(error)) from error
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

    def _mails(self, envelope: SealedEnvelope) -> list[EmailMessage]:
        content = envelope.content
        is_piece = len(content) > self.piece_bytes
        carried = split(content, piece_bytes=self.piece_bytes) if is_piece else [content]
        return [
            build_message(
                part,
                sender=self.sender,
                recipient=self.recipient,
                is_piece=is_piece,
                identifier=message_id(
                    envelope.digest, sender=self.sender, number=number if is_piece else None
                ),
            )
            for number, part in enumerate(carried)
        ]

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        password = server.password()
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

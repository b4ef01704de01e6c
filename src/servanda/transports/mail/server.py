"""Where a mail server is, how the way to it is kept private, and our password there.

Used for the server that takes our mail (SMTP) and for the one that keeps it (IMAP). The password
is read from its file at each use and gets into no message.

Source: docs/spec/mail.md, "Servers"; RFC 8314.
"""

from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from stat import S_IMODE
from typing import ClassVar

from servanda.core.errors import MisconfiguredError

TIMEOUT_SECONDS = 30
_OTHERS = 0o077


class UnreadablePasswordError(MisconfiguredError):
    """The file with the password of a mail server cannot be used."""

    code: ClassVar[str] = "unreadable-password"


class Security(Enum):
    """How the way to the mail server is kept private."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"
    PLAIN_LOOPBACK = "plain-loopback"  # a mail server on this very machine


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server that we use.

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

    def password(self) -> str:
        """Return the password, or nothing where there is no login.

        Raises:
            UnreadablePasswordError: The file cannot be read, or others may read it.
        """
        if self.password_file is None:
            return ""
        try:
            if S_IMODE(self.password_file.stat().st_mode) & _OTHERS:
                raise UnreadablePasswordError(f"others may read {self.password_file}; chmod 600 it")
            return self.password_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadablePasswordError(f"cannot read {self.password_file}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name, which may lead anywhere
        return False

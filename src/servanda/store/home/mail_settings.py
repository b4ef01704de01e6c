"""How our node sends and fetches mail, as the operator said; no password, only where it stands.

Source: docs/how-to/mail.md.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from servanda.core.canonical import JsonValue
from servanda.core.errors import InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Our mail servers.

    Attributes:
        address: Ours, from which mail is sent.
        smtp: `HOST:PORT` of the server that takes our mail; empty: none is sent.
        imap: `HOST:PORT` of the server with our mailbox; empty: none is fetched.
        security: `tls`, `starttls` or `plain-loopback`.
        user: Whom we log in as at the mailbox.
        smtp_user: Whom we log in as to send; empty: no login.
        password_file: Where the password stands, absolute.
    """

    address: str = ""
    smtp: str = ""
    imap: str = ""
    security: str = "tls"
    user: str = ""
    smtp_user: str = ""
    password_file: str = ""

    def members(self) -> Mapping[str, JsonValue]:
        """Return them as a file holds them."""
        return asdict(self)


def parse_mail_settings(members: Mapping[str, str]) -> MailSettings:
    """Return the settings that `members` are.

    Raises:
        InvalidInputError: A member is missing or there are others.
    """
    if members.keys() != MailSettings().members().keys():
        raise InvalidInputError("expected the members of the mail settings")
    return MailSettings(**members)

"""Write the mail that carries an envelope or a piece, and read what it brings.

Headers are for mail servers: nothing in them is believed, or even returned. What a mail brings
is its one attachment of our media type; who sent it, only the opened envelope says. The caps
are counted over the bytes before a parser sees them, so a mail bomb costs one look over it.

Source: docs/spec/mail.md; RFC 5322, RFC 2045, RFC 3834.
"""

import re
from binascii import Error as InvalidBase64Error
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from hashlib import sha256
from typing import ClassVar

from servanda.core.errors import CounterpartError

ENVELOPE_MEDIA_TYPE = "application/vnd.servanda.envelope"  # as over HTTPS
PIECE_MEDIA_TYPE = "application/vnd.servanda.envelope-piece"
MAX_MESSAGE_BYTES = 32 * 1024**2  # the largest envelope in base64, its headers and a relay's
MAX_HEADER_BYTES = 64 * 1024  # of the mail itself; relays add a few kilobytes
MAX_CONTENT_TYPES = 16  # bounds how deep and how wide parts can nest: each level needs one
MAX_DIVISIONS = 32  # lines that begin as a boundary does; base64 has no such line
MAX_BLANK_LINES = 512  # each begins a block in a delivery report, and base64 has none

_CONTENT_TYPE = re.compile(rb"content-type", re.IGNORECASE)
# The parser takes a lone carriage return for the end of a line, so these do too.
_DIVISION = re.compile(rb"(?:^|[\r\n])--")
_BLANK = re.compile(rb"(?:\r\n|\r(?!\n)|\n)(?=[\r\n])")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_TEXT = "This mail carries a sealed Servanda envelope. There is nothing to read in it.\r\n"


class UnusableMailError(CounterpartError):
    """A mail is too large or too deeply built, or does not bring exactly one envelope or piece."""

    code: ClassVar[str] = "unusable-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The attachment of a mail; nothing about it is verified.

    Attributes:
        content: Its bytes.
        is_piece: Whether it says to be a piece of an envelope, not a whole one.
    """

    content: bytes
    is_piece: bool


def message_id(digest: str, *, sender: str, number: int | None = None) -> str:
    """Return the Message-ID of the mail with an envelope: the same at each sending.

    Args:
        digest: Hex SHA-256 of the envelope.
        sender: Our address.
        number: Of the piece, where the mail carries one; a report then names the envelope too.
    """
    name = digest if number is None else f"{digest}.{number}"
    return f"<{name}@{sender.rpartition('@')[2]}>"


def build_message(
    content: bytes,
    *,
    sender: str,
    recipient: str,
    is_piece: bool,
    identifier: str = "",
) -> EmailMessage:
    """Return the mail that carries `content`.

    It says nothing about the matter, asks for no automatic answer, and has no date: the mail
    server adds one, and so the same content gives the same mail.

    Args:
        content: An envelope, or a piece from `split`.
        sender: Our address.
        recipient: The counterpart's address.
        is_piece: Which of the two `content` is.
        identifier: The Message-ID; empty: that of a whole envelope.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = "Servanda envelope"
    digest = sha256(content).hexdigest()
    mail["Message-ID"] = identifier or message_id(digest, sender=sender)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_TEXT, cte="7bit")
    kind, _, subtype = (PIECE_MEDIA_TYPE if is_piece else ENVELOPE_MEDIA_TYPE).partition("/")
    name = digest + (".servanda-piece" if is_piece else ".servanda")
    mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    mail.set_boundary(f"servanda-{digest[:32]}")
    return mail


def read_message(data: bytes) -> Brought:
    """Return what the mail `data` brings; no archive or attached mail is looked into.

    Raises:
        UnusableMailError: It breaks a cap, or does not bring exactly one envelope or piece.
    """
    return brought_by(parse_mail(data))


def parse_mail(data: bytes) -> Message:
    """Return the structure of a mail.

    Raises:
        UnusableMailError: It breaks a cap; the parser saw nothing of it.
    """
    _require_small(data)
    mail: Message = BytesParser(policy=policy.compat32).parsebytes(data)
    return mail


def brings_ours(mail: Message) -> bool:
    """Return whether a mail has any attachment of our media types."""
    return bool(_attachments(mail))


def brought_by(mail: Message) -> Brought:
    """Return the one attachment of our media types.

    Raises:
        UnusableMailError: There is none, there are more, or it is not in base64.
    """
    found = _attachments(mail)
    if len(found) != 1:
        raise UnusableMailError(f"expected one envelope or piece, found {len(found)}")
    return Brought(content=_decoded(found[0]), is_piece=_media_type(found[0]) == PIECE_MEDIA_TYPE)


def _require_small(data: bytes) -> None:
    if len(data) > MAX_MESSAGE_BYTES:
        raise UnusableMailError(f"expected at most {MAX_MESSAGE_BYTES} bytes, found {len(data)}")
    if _HEADERS_END.search(data, 0, MAX_HEADER_BYTES) is None:
        raise UnusableMailError(f"expected headers within {MAX_HEADER_BYTES} bytes")
    _require_few(_CONTENT_TYPE, data, most=MAX_CONTENT_TYPES)
    _require_few(_DIVISION, data, most=MAX_DIVISIONS)
    _require_few(_BLANK, data, most=MAX_BLANK_LINES)


def _require_few(pattern: re.Pattern[bytes], data: bytes, *, most: int) -> None:
    for number, _ in enumerate(pattern.finditer(data)):
        if number == most:
            raise UnusableMailError(f"expected at most {most} parts; the mail is built of more")


def _attachments(mail: Message) -> Sequence[Message]:
    """Return the parts of our media types, at the top or directly below it, no deeper."""
    payload = mail.get_payload()
    is_divided = mail.get_content_maintype() == "multipart"
    parts = payload if is_divided and isinstance(payload, list) else [mail]
    return [
        part
        for part in parts
        if isinstance(part, Message)
        and not part.is_multipart()
        and _media_type(part) in {ENVELOPE_MEDIA_TYPE, PIECE_MEDIA_TYPE}
    ]


def _media_type(part: Message) -> str:
    return part.get_content_type()


def _decoded(part: Message) -> bytes:
    """Return the bytes of `part`; only base64, for every other coding may be changed on the way."""
    payload = part.get_payload()
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if coding != "base64" or not isinstance(payload, str):
        raise UnusableMailError("expected the attachment in base64")
    try:
        encoded = "".join(payload.split()).encode("ascii")
        return a2b_base64(encoded, strict_mode=True)
    except (InvalidBase64Error, UnicodeEncodeError) as error:
        raise UnusableMailError(f"expected base64: {error}") from error

"""Read what a mail server says of a mail of ours that it could not hand over.

Such a report is a mail as any other: anybody can write one. It is read for two things alone, the
envelope that the returned mail names and the coded status; no address and no text of it is used.

Source: docs/spec/mail.md, "Reports"; RFC 3462, RFC 3464, RFC 3463.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from servanda.transports.mail.message import MAX_HEADER_BYTES, UnusableMailError

FAILED = "failed"  # the one action that is final (RFC 3464, 2.3.3)
UNSTATED = "5.0.0"  # undefined (RFC 3463, 3.1)
_MAX_DEPTH = 2  # parts within parts; a returned mail lies at the first or second level
_MAX_LINES = 16  # of a text; who returns one mail of ours names it once
_ACTIONS = frozenset({FAILED, "delayed", "delivered", "relayed", "expanded"})
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_IDENTIFIER = re.compile(r"\s*<([0-9a-f]{64})(?:\.[0-9]{1,2})?@[^<>\s]{1,253}>\s*")
_IDENTIFIER_LINE = re.compile(r"^message-id:(.{1,400})$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody says became of a mail; nothing about it is verified.

    Attributes:
        digest: Hex digest of the envelope that the mail named, whole or in pieces.
        action: `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
        status: As RFC 3463 codes it.
    """

    digest: str
    action: str
    status: str


def is_report(mail: Message) -> bool:
    """Return whether `mail` says that it is a report about another mail."""
    return mail.get_content_type() == "multipart/report"


def read_report(mail: Message) -> Report:
    """Return what the report says.

    Raises:
        UnusableMailError: It states nothing that can be used, or names no mail of our form.
    """
    payload = mail.get_payload()
    listed = payload if isinstance(payload, list) else []
    parts = [part for part in listed if isinstance(part, Message)]
    stated = [block for part in parts for block in _blocks(part)]
    actions = [(_field(block, "Action").lower(), _field(block, "Status")) for block in stated]
    known = [one for one in actions if one[0] in _ACTIONS]
    if not known:
        raise UnusableMailError("a report without an action for any recipient")
    digests = {digest for part in parts for digest in _named(part)}
    if len(digests) != 1:
        raise UnusableMailError(f"expected a report about one mail of ours, found {len(digests)}")
    # We write to one recipient at a time; where a list was expanded behind it, one failure counts.
    action, status = next((one for one in known if one[0] == FAILED), known[0])
    is_coded = _STATUS.fullmatch(status) is not None
    return Report(digest=digests.pop(), action=action, status=status if is_coded else UNSTATED)


def returned_in_words(mail: Message) -> Report | None:
    """Return what a mail says that returns one of ours without a report's form; None: none does.

    Mail servers that write no `multipart/report` give the mail back as a copy: attached, or below
    a line of their text. Of both only our Message-ID is read, at the begin of a line, and never a
    word of the text; one that speaks of several of our envelopes speaks of none.

    Args:
        mail: One that brings no envelope of ours.
    """
    parts = _parts_in(mail, depth=0)
    digests = {digest for part in parts for digest in (*_named(part), *_named_in_text(part))}
    if len(digests) != 1:
        return None
    return Report(digest=digests.pop(), action=FAILED, status=UNSTATED)


def _parts_in(mail: Message, *, depth: int) -> Iterator[Message]:
    """Give the mail and its parts, down to the mail that is returned and not into it."""
    yield mail
    payload = mail.get_payload()
    if mail.get_content_maintype() != "multipart" or depth == _MAX_DEPTH:
        return
    for part in payload if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield from _parts_in(part, depth=depth + 1)


def _named_in_text(part: Message) -> Iterator[str]:
    if part.get_content_type() != "text/plain" or part.is_multipart():
        return
    decoded = part.get_payload(decode=True)
    text = decoded[:MAX_HEADER_BYTES] if isinstance(decoded, bytes) else b""
    lines = _IDENTIFIER_LINE.findall(_unfolded(text))[:_MAX_LINES]
    for found in map(_IDENTIFIER.fullmatch, lines):
        if found is not None:
            yield found[1]


def _unfolded(text: bytes) -> str:
    """Return the lines of headers, each in one piece."""
    read = text.decode("ascii", "replace").replace("\r", "")
    return read.replace("\n ", " ").replace("\n\t", " ")


def _blocks(part: Message) -> Sequence[Message]:
    """Return the blocks of fields, one for the mail and one for each recipient."""
    payload = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(payload, list):
        return []
    return [block for block in payload if isinstance(block, Message)]


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()


def _named(part: Message) -> Iterator[str]:
    """Give the envelope named by the returned mail, which is there whole or as its headers."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        given = [str(mail.get("Message-ID", "")) for mail in payload if isinstance(mail, Message)]
    elif part.get_content_type() == "text/rfc822-headers":
        decoded = part.get_payload(decode=True)
        text = decoded[:MAX_HEADER_BYTES] if isinstance(decoded, bytes) else b""
        given = _IDENTIFIER_LINE.findall(_unfolded(text))[:1]
    else:
        return
    for identifier in given:
        found = _IDENTIFIER.fullmatch(identifier)
        if found is not None:
            yield found[1]

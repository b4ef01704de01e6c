"""Envelopes as people have them: files, saved mails, and the pieces of one that was too large.

A guest reads no mailbox. It saves what came, as the mail's file or its attachment, and sends by a
mail program what is written here as a whole mail.

Source: docs/spec/mail.md; docs/spec/guest.md.
"""

from collections.abc import Mapping, Sequence
from email import policy
from pathlib import Path
from typing import Final

from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.interfaces.cli.rounds import read_envelope
from servanda.transports.mail.message import build_message, read_message
from servanda.transports.mail.pieces import IncompleteEnvelopeError
from servanda.transports.mail.splitting import Gathered, Piece, parse_piece
from servanda.usecases.services import Services, require_counterpart_card

MAIL: Final = ".eml"
PIECE: Final = ".servanda-piece"


def read_letters(files: Sequence[Path]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the envelopes in `files`, and why other files bring none, by name.

    Args:
        files: Envelopes; saved mails, ending in `MAIL`; pieces, saved and ending in `PIECE` or
            within mails, all of one envelope together.

    Raises:
        InvalidInputError: A file cannot be read.
    """
    envelopes: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    pieces: dict[str, Piece] = {}
    for file in files:
        name, content = str(file), read_envelope(file)
        try:
            content, is_piece = _brought(content, suffix=file.suffix)
            if is_piece:
                pieces[name] = parse_piece(content)
            else:
                envelopes[name] = content
        except CounterpartError as error:
            refused[name] = f"{error.code}: {error}"
    _join(pieces, envelopes=envelopes, refused=refused)
    return envelopes, refused


def _brought(content: bytes, *, suffix: str) -> tuple[bytes, bool]:
    """Return what a file brings, and whether it is a piece."""
    if suffix == MAIL:
        brought = read_message(content)
        return brought.content, brought.is_piece
    return content, suffix == PIECE


def _join(
    pieces: Mapping[str, Piece], *, envelopes: dict[str, bytes], refused: dict[str, str]
) -> None:
    """Put pieces together; those that others are missing for are refused."""
    waiting: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    gathered = Gathered()
    for name, piece in pieces.items():
        key = (piece.digest, piece.listed)
        waiting.setdefault(key, []).append(name)
        try:
            gathered, whole = gathered.adding(piece)
        except CounterpartError as error:
            refused[name] = f"{error.code}: {error}"
            continue
        if whole is not None:
            envelopes[name] = whole
            del waiting[key]
    for (_, listed), names in waiting.items():
        missing = f"expected all {len(listed)} pieces together, found {len(names)}"
        refused |= {
            name: f"{IncompleteEnvelopeError.code}: {missing}"
            for name in names
            if name not in refused
        }


def as_mail(
    envelope: bytes, *, sender: str, recipient: str, party: PartyId, services: Services
) -> bytes:
    """Return a whole mail that brings `envelope`, for any program that sends mail.

    Args:
        envelope: Sealed.
        sender: Our address.
        recipient: Theirs; empty for that of their card.
        party: For whom it is.
        services: The ports.

    Raises:
        InvalidInputError: No address is known, or one is none.
    """
    card = require_counterpart_card(services, party)
    to = recipient or card.newest.carriers.get("mail", "")
    for option, address in (("--mail-from", sender), ("--mail-to", to)):
        require_mail_address(address, option=option)
    mail = build_message(envelope, sender=sender, recipient=to, is_piece=False)
    return mail.as_bytes(policy=policy.SMTP)


def require_mail_address(address: str, *, option: str) -> None:
    """Raise `InvalidInputError` unless what was given with `option` is a mail address."""
    name, _, host = address.partition("@")
    if not (name and host and address.isascii() and address.isprintable() and " " not in address):
        raise InvalidInputError(f"expected a mail address with {option}, found {address!r:.80}")

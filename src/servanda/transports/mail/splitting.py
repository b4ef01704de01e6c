"""Divide an envelope that is too large for one mail into pieces, and put them together again.

Anybody can write a mail, so nothing in a piece is believed until it fits. Each piece lists the
digests of all of them: a piece with other bytes is refused alone, and pieces of another list
never mix with these. What comes out has the envelope's digest or does not come out.

Source: docs/spec/mail.md, "Pieces"; docs/decisions/0030-a-piece-of-mail-lists-all-the-pieces.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.envelope.sealed import MAX_ENVELOPE_BYTES
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import DIGEST_PREFIX, parse_digest

MAX_PIECES = 64
MAX_MANIFEST_BYTES = 8 * 1024  # 64 digests of 67 signs and the other members fit
MIN_PIECE_BYTES = -(-MAX_ENVELOPE_BYTES // MAX_PIECES)  # the largest envelope in the most pieces
MAX_SETS = 8  # half-arrived envelopes kept at once; with 16 MiB each, 128 MiB of memory

_VERSION = "servanda-mail-piece/1"
_MEMBERS = frozenset({"digest", "number", "pieces", "v"})


class UnusablePieceError(CounterpartError):
    """A mail brings what is no piece of an envelope, or one that does not fit its own list."""

    code: ClassVar[str] = "unusable-piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece, whose bytes fit the list that it brings.

    Attributes:
        digest: Hex SHA-256 of the whole envelope, as stated.
        number: Its place, from 0.
        listed: Hex SHA-256 of each piece, in order, as stated.
        content: Its bytes.
    """

    digest: str
    number: int
    listed: tuple[str, ...]
    content: bytes


def split(content: bytes, *, piece_bytes: int) -> Sequence[bytes]:
    """Return `content` as the pieces that travel; the same ones each time.

    Args:
        content: An envelope.
        piece_bytes: Largest piece without its manifest; at least `MIN_PIECE_BYTES`.

    Raises:
        InvalidInputError: `content` is no envelope's size, or the pieces would be too many.
    """
    if not 0 < len(content) <= MAX_ENVELOPE_BYTES:
        raise InvalidInputError(f"expected 1 to {MAX_ENVELOPE_BYTES} bytes, found {len(content)}")
    if piece_bytes < MIN_PIECE_BYTES:
        raise InvalidInputError(
            f"expected pieces of at least {MIN_PIECE_BYTES} bytes, found {piece_bytes}"
        )
    parts = [content[at : at + piece_bytes] for at in range(0, len(content), piece_bytes)]
    listed = [sha256(part).hexdigest() for part in parts]
    whole = sha256(content).hexdigest()
    return [
        canonical.encode({"digest": whole, "number": number, "pieces": listed, "v": _VERSION})
        + b"\n"
        + part
        for number, part in enumerate(parts)
    ]


def parse_piece(data: bytes) -> Piece:
    """Return the piece that `data` is.

    Raises:
        UnusablePieceError: It has no manifest, one that breaks a rule, or other bytes than listed.
    """
    line, feed, content = data[: MAX_MANIFEST_BYTES + 1].partition(b"\n")
    if not feed:
        raise UnusablePieceError(f"expected a manifest within {MAX_MANIFEST_BYTES} bytes")
    content = data[len(line) + 1 :]
    try:
        manifest = canonical.parse_object(line)
    except canonical.NotCanonicalError as error:
        raise UnusablePieceError(f"the manifest: {error}") from error
    if manifest.keys() != _MEMBERS or manifest["v"] != _VERSION:
        raise UnusablePieceError(f"expected the members of {_VERSION}")
    listed = _listed(manifest)
    digest, number = _hex(manifest["digest"]), manifest["number"]
    if type(number) is not int or not 0 <= number < len(listed):
        raise UnusablePieceError(f"expected a number below {len(listed)}, found {number!r:.40}")
    if sha256(content).hexdigest() != listed[number]:
        raise UnusablePieceError(f"piece {number} has other bytes than its list says")
    return Piece(digest=digest, number=number, listed=listed, content=content)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Pieces that arrived, at most `MAX_SETS` incomplete envelopes; the oldest gives way.

    The mails themselves stay in the mailbox until their envelope is committed, so a set that
    gave way, or a crash, costs another look and loses nothing.
    """

    sets: Mapping[tuple[str, tuple[str, ...]], Mapping[int, bytes]] = field(default_factory=dict)

    def adding(self, piece: Piece) -> tuple["Gathered", bytes | None]:
        """Return what is gathered with `piece`, and the envelope if it is whole now.

        A piece that is here changes nothing.

        Raises:
            UnusablePieceError: All pieces are there and are not the envelope they name, or the
                pieces are more than an envelope.
        """
        key = (piece.digest, piece.listed)
        held = {**self.sets.get(key, {}), piece.number: piece.content}
        others = {name: parts for name, parts in self.sets.items() if name != key}
        if sum(map(len, held.values())) > MAX_ENVELOPE_BYTES:
            raise UnusablePieceError(f"expected at most {MAX_ENVELOPE_BYTES} bytes in all pieces")
        if len(held) < len(piece.listed):
            kept = list(others.items())[-(MAX_SETS - 1) :]
            return Gathered(dict([*kept, (key, held)])), None
        whole = b"".join(held[number] for number in range(len(piece.listed)))
        if sha256(whole).hexdigest() != piece.digest:
            raise UnusablePieceError("all pieces are there, and are not the envelope they name")
        return Gathered(others), whole


def _listed(manifest: JsonObject) -> tuple[str, ...]:
    pieces = manifest["pieces"]
    if not isinstance(pieces, list) or not 1 <= len(pieces) <= MAX_PIECES:
        raise UnusablePieceError(f"expected a list of 1 to {MAX_PIECES} digests")
    return tuple(map(_hex, pieces))


def _hex(value: object) -> str:
    if not isinstance(value, str):
        raise UnusablePieceError(f"expected a digest, found {type(value).__name__}")
    try:
        parse_digest(DIGEST_PREFIX + value)
    except InvalidInputError as error:
        raise UnusablePieceError(f"expected a digest: {error}") from error
    return value

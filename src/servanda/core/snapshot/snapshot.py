"""Sign the parts of a brief as one file, and find out what was altered in it since.

A snapshot is what a party holds itself to: what its brief said, on which heads of the logs it
stood, with what it was set, and the hash of every file that it gives. It is a value and a
signed list with one hash for each part, so whoever altered a part is told which. The key is
that of the party's logs, under a name of its own, so that no signature of one can stand for
another; the party's card is inside, and its twelve words vouch for it.

Source: docs/spec/brief.md, "Snapshots"; decision 0044.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue, NotCanonicalError
from servanda.core.envelope.notes import (
    NoteSigner,
    build_note,
    ed25519_signer,
    ed25519_verifier,
    split_note,
    verify_note,
)
from servanda.core.errors import CounterpartError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import (
    InvalidNameError,
    PartyId,
    digest_of,
    format_instant,
    parse_instant,
)
from servanda.core.keys.card import Card, parse_card
from servanda.core.keys.private import PartySecrets

VERSION = "servanda-brief-snapshot/1"
MAX_SNAPSHOT_BYTES = 4 * 1024 * 1024  # a brief has some 100 kB; a card at most 480 kB
PARTS = ("briefs", "made_with", "renderings", "stands_on")

_SUFFIX = "/servanda-brief"
_MEMBERS = frozenset(("card", "note", "parts", "v"))
_NAME = re.compile(r"[A-Za-z0-9._+-]{1,64}")
_HEAD_LINES = 3  # version, party, time
_OBJECTS, _LISTS = 3, 4  # levels that have a line for each member, and for each item


class InvalidSnapshotError(CounterpartError):
    """A file is no snapshot of a brief, or not the one that was signed."""

    code: ClassVar[str] = "invalid-snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSnapshot:
    """A snapshot as it was signed.

    Attributes:
        party: Who signed it, by the card inside; only its words can tell that it is that party.
        card: Of the signer.
        frozen_at: When, by the signer's clock.
        parts: `PARTS`; every byte of them was signed, and what they say is the signer's word.
    """

    party: PartyId
    card: Card
    frozen_at: datetime
    parts: Mapping[str, JsonValue]


def snapshot_name(party: PartyId) -> str:
    """Return the name of the key that signs the snapshots of a party."""
    return f"{party}{_SUFFIX}"


def snapshot_signer(secrets: PartySecrets) -> NoteSigner:
    """Return what signs our snapshots."""
    return ed25519_signer(snapshot_name(secrets.party), secrets.log_ed25519)


def sign_snapshot(
    parts: Mapping[str, JsonValue], *, card: bytes, frozen_at: datetime, secrets: PartySecrets
) -> bytes:
    """Return the file: the same parts at the same time give the same bytes.

    Args:
        parts: One for each of `PARTS`.
        card: Our own, as its file.
        frozen_at: Now, UTC.
        secrets: With the keys that the newest sheet of the card names.

    Raises:
        InvalidSnapshotError: A part has a name that no line can hold.
        UnsignableTextError: There are more parts than a note has room for.
    """
    text = _text(parts, party=secrets.party, frozen_at=format_instant(frozen_at))
    note = build_note(text.encode(), [snapshot_signer(secrets)])
    return canonical.encode(
        {
            "card": canonical.parse(card),
            "note": note.decode(),
            "parts": parts,
            "v": VERSION,
        }
    )


def verify_snapshot(data: bytes) -> VerifiedSnapshot:
    """Return what a snapshot holds, after checking every byte of it.

    Raises:
        InvalidSnapshotError: It is none, or a part of it is not the one that was signed; the
            message names the part.
        CounterpartError: The card inside is none, or the signature does not fit.
    """
    members = _members(data)
    note, parts = members["note"], members["parts"]
    if not isinstance(note, str):
        raise InvalidSnapshotError(_fault("note", Expected.JSON))
    if not isinstance(parts, Mapping) or tuple(sorted(parts)) != PARTS:
        raise InvalidSnapshotError(Fault("parts", expect(Expected.CODE, words=PARTS), Found.OTHERS))
    card = parse_card(canonical.encode(members["card"]))
    verifier = ed25519_verifier(snapshot_name(card.party), card.newest.log_ed25519)
    # A line of another key proves nothing, but it would be a change that nobody is told of.
    if len(split_note(note.encode()).signatures) > 1:
        raise InvalidSnapshotError(_fault("note", Expected.EACH_ONCE))
    signed = verify_note(note.encode(), [verifier]).decode()
    frozen_at = _frozen_at(signed)
    _require_equal(signed, _text(parts, party=card.party, frozen_at=format_instant(frozen_at)))
    return VerifiedSnapshot(party=card.party, card=card, frozen_at=frozen_at, parts=parts)


def _fault(name: str, expected: Expected) -> Fault:
    return Fault(name, expect(expected), Found.OTHERS)


def _frozen_at(signed: str) -> datetime:
    lines = signed.split("\n", _HEAD_LINES)
    try:
        return parse_instant(lines[_HEAD_LINES - 1] if len(lines) > _HEAD_LINES else "")
    except InvalidNameError as error:
        raise InvalidSnapshotError(_fault("note", Expected.INSTANT)) from error


def _members(data: bytes) -> JsonObject:
    if len(data) > MAX_SNAPSHOT_BYTES:
        raise InvalidSnapshotError(
            Fault("", expect(Expected.SIZE, most=MAX_SNAPSHOT_BYTES), str(len(data)))
        )
    try:
        members = canonical.parse_object(data)
    except NotCanonicalError as error:
        raise InvalidSnapshotError(f"this is no snapshot, or was altered: {error}") from error
    if members.keys() != _MEMBERS or members["v"] != VERSION:
        raise InvalidSnapshotError(
            Fault("v", expect(Expected.EXACTLY, value=VERSION), Found.OTHERS)
        )
    return members


def _text(parts: Mapping[str, JsonValue], *, party: PartyId, frozen_at: str) -> str:
    lines = (f"{name} {digest}" for name, digest in _digests(parts, "", depth=1))
    return "\n".join((VERSION, party, frozen_at, *lines)) + "\n"


def _digests(value: JsonValue, name: str, *, depth: int) -> Iterator[tuple[str, str]]:
    """Yield a hash for each part by its path: members of objects, items of lists of objects."""
    children: list[tuple[str, JsonValue]] = []
    if isinstance(value, Mapping) and depth <= _OBJECTS:
        children = sorted(value.items())
    elif isinstance(value, list | tuple) and depth <= _LISTS:
        items = enumerate(value) if all(isinstance(one, Mapping) for one in value) else ()
        children = [(str(place), one) for place, one in items]
    if not children:
        yield name, digest_of(canonical.encode(value))
    for key, child in children:
        if _NAME.fullmatch(key) is None:
            raise InvalidSnapshotError(Fault(name, expect(Expected.NO_MEMBER), key))
        yield from _digests(child, f"{name}/{key}" if name else key, depth=depth + 1)


def _require_equal(signed: str, found: str) -> None:
    """Refuse parts that are not those of the signed list, and name the first that differs."""
    pairs = zip_longest(signed.splitlines(), found.splitlines(), fillvalue="")
    for line, other in pairs:
        if line != other:
            name, _, digest = line.partition(" ")
            other_name, _, other_digest = other.partition(" ")
            if name != other_name:
                raise InvalidSnapshotError(
                    Fault(other_name, expect(Expected.EXACTLY, value=name), other_name)
                )
            expected = expect(Expected.EXACTLY, value=digest or name)
            raise InvalidSnapshotError(Fault(name, expected, other_digest or Found.NOTHING))

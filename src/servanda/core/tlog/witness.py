"""The lines of witnesses on a checkpoint: who may add one, adding it, and reading them.

An accord can name a neutral witness by its public key. Whoever verifies a log then learns
from its lines by when a head was already there; the parties' own clocks are only claims.

Source: C2SP tlog-cosignature, and signed-note for the written form of a public key.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from servanda.core.envelope.notes import NoteSigner, NoteVerifier, signature_line, split_note
from servanda.core.errors import InvalidInputError
from servanda.core.tlog.checkpoint import parse_checkpoint_text
from servanda.core.tlog.cosignature import (
    TIME_BYTES,
    ed25519_cosignature_verifier,
    ml_dsa_44_cosignature_verifier,
)

_VKEY_PARTS = 3


class InvalidCosignerError(InvalidInputError):
    """A cosigner's key line is not name, key id and key of a form known here."""

    code: ClassVar[str] = "invalid-cosigner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A verified cosignature.

    Attributes:
        name: The cosigner's name.
        key_id: Four bytes.
        time: When, by the cosigner's clock, this was the largest head it had seen; None where
            it does not say so.
    """

    name: str
    key_id: bytes
    time: datetime | None


def parse_cosigner(line: str) -> NoteVerifier:
    """Return the verifier for a cosigner's public key as other tools write it (a "vkey").

    Raises:
        InvalidCosignerError: `line` is not `<name>+<key id>+<type and key in base64>`, or the
            type is no cosignature.
        UnusableKeyError: The key has not the form of its algorithm.
    """
    parts = line.split("+", _VKEY_PARTS - 1)  # base64 may hold a plus, name and id may not
    if len(parts) != _VKEY_PARTS:
        raise InvalidCosignerError(f"expected <name>+<key id>+<key>, found {line!r:.120}")
    name, key_id, encoded = parts
    try:
        raw = a2b_base64(encoded, strict_mode=True)
    except (Base64Error, ValueError) as error:  # ValueError: not ASCII
        raise InvalidCosignerError(f"expected a key in base64: {error}") from error
    if b2a_base64(raw, newline=False) != encoded.encode():
        raise InvalidCosignerError("expected base64 in its one form")
    match raw[:1]:
        case b"\x04":
            verifier = ed25519_cosignature_verifier(name, raw[1:])
        case b"\x06":
            verifier = ml_dsa_44_cosignature_verifier(name, raw[1:])
        case other:
            raise InvalidCosignerError(f"expected a key of type 0x04 or 0x06, found {other.hex()}")
    if verifier.key_id.hex() != key_id:
        raise InvalidCosignerError(f"expected key id {verifier.key_id.hex()}, found {key_id:.20}")
    return verifier


def add_cosignature(note: bytes, signer: NoteSigner) -> bytes:
    """Return the signed checkpoint `note` with one line more.

    Only for a head that was verified, and found to continue the last one cosigned.

    Raises:
        MalformedNoteError: `note` is not a signed note.
        InvalidCheckpointError: Its text is no checkpoint.
    """
    text = split_note(note).text
    parse_checkpoint_text(text)
    return note + signature_line(signer, text)


def verify_cosignatures(
    note: bytes, *, verifiers: Sequence[NoteVerifier]
) -> tuple[Cosignature, ...]:
    """Return the cosignatures of `note` by the given keys; keys without a line have none.

    Says nothing about the log's own signature: that is `checkpoint.verify_checkpoint`.

    Args:
        note: As received.
        verifiers: Of cosigners only, from this module.

    Raises:
        MalformedNoteError: `note` is not a signed note.
        InvalidCheckpointError: Its text is no checkpoint.
        InvalidSignatureError: A line of one of the keys does not fit.
    """
    split = split_note(note)
    parse_checkpoint_text(split.text)
    found = []
    for verifier in verifiers:
        for line in split.signatures:
            if (line.name, line.key_id) == (verifier.name, verifier.key_id):
                verifier.verify(split.text, line.signature)
                time = _time_of(line.signature)
                found.append(Cosignature(name=line.name, key_id=line.key_id, time=time))
    return tuple(found)


def _time_of(signature: bytes) -> datetime | None:
    seconds = int.from_bytes(signature[:TIME_BYTES], "big")
    return datetime.fromtimestamp(seconds, UTC) if seconds else None

"""A log's signed head: its name, its size and its root, and how such a head is checked.

A party signs a checkpoint after each batch of entries; whoever has one can hold the party to
every entry under it. Two signed checkpoints of one log that contradict each other prove a
fork to anybody.

The text is three lines: origin, size, root. The source allows more lines; they are refused
here, for an ML-DSA-44 signature does not cover them.

Source: C2SP tlog-checkpoint; docs/spec/log.md.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.envelope.notes import (
    ED25519,
    NoteSigner,
    NoteVerifier,
    SplitNote,
    build_note,
    split_note,
    verify_split,
)
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import HASH_BYTES
from servanda.core.tlog.hashing import EMPTY_ROOT

MAX_LOG_SIZE = 2**63 - 1  # what stock tools can count
MAX_ORIGIN_BYTES = 255  # its length is one byte in what ML-DSA-44 signs

_MAX_DIGITS = len(str(MAX_LOG_SIZE))
_TEXT_LINES = 3


class InvalidCheckpointError(CounterpartError):
    """Bytes are not a checkpoint, or not one of the log that was asked about."""

    code: ClassVar[str] = "invalid-checkpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A log's head.

    Attributes:
        origin: The log's name; at most `MAX_ORIGIN_BYTES` in UTF-8.
        size: Number of entries, at most `MAX_LOG_SIZE`.
        root: 32 bytes; `EMPTY_ROOT` when the log is empty.
    """

    origin: str
    size: int
    root: bytes


def checkpoint_text(checkpoint: Checkpoint) -> bytes:
    """Return the text that is signed: three lines, the last with its line feed."""
    root = b2a_base64(checkpoint.root)  # ends in a line feed
    return f"{checkpoint.origin}\n{checkpoint.size}\n".encode() + root


def parse_checkpoint_text(text: bytes) -> Checkpoint:
    """Return the head that `text` states; nothing about it is verified.

    Raises:
        InvalidCheckpointError: `text` is not the one spelling of a checkpoint.
    """
    lines = text.split(b"\n")
    if len(lines) != _TEXT_LINES + 1 or lines[_TEXT_LINES] != b"":
        raise InvalidCheckpointError("expected three lines: origin, size, root")
    origin = _parse_origin(lines[0])
    size = parse_number(lines[1])
    if size is None:
        raise InvalidCheckpointError(f"expected a size up to 2**63 - 1, found {lines[1]!r:.40}")
    root = parse_hash(lines[2])
    if root is None:
        raise InvalidCheckpointError(f"expected 32 bytes in base64, found {lines[2]!r:.60}")
    if size == 0 and root != EMPTY_ROOT:
        raise InvalidCheckpointError("expected the root of no entries for size 0")
    return Checkpoint(origin=origin, size=size, root=root)


def sign_checkpoint(checkpoint: Checkpoint, *, signers: Sequence[NoteSigner]) -> bytes:
    """Return the head as a signed note.

    To be called only when all entries under the head are durably stored, and never for a head
    that contradicts an earlier one: a second head of the same size is a fork.

    Args:
        checkpoint: The head.
        signers: The log's Ed25519 key under the name of the origin, then where one is due
            `cosignature.ml_dsa_44_cosigner` of the same name at the present time.
    """
    return build_note(checkpoint_text(checkpoint), signers)


def verify_checkpoint(note: bytes, *, verifiers: Sequence[NoteVerifier], origin: str) -> Checkpoint:
    """Verify that `note` is a head of the log `origin` signed by its keys, and return it.

    1. The log's own Ed25519 key, named as the origin, is among the given keys.
    2. Every given plain Ed25519 key has signed.
    3. A given cosigner's key (`cosignature`: ML-DSA-44, or a witness) need not have signed,
       but a line that claims to be of it has to fit. `signers_of` tells which are there.
    4. The text is a checkpoint, and of the log asked about.

    Args:
        note: As received.
        verifiers: Keys that hold for this log at this size.
        origin: The name of the log the caller means.

    Raises:
        MalformedNoteError: `note` is not a signed note.
        InvalidSignatureError: The log has not signed, or a line does not fit.
        InvalidCheckpointError: The text is no checkpoint, or of another log.
    """
    required = [verifier for verifier in verifiers if verifier.kind == ED25519]
    if not any(verifier.name == origin for verifier in required):  # (1)
        raise InvalidCheckpointError(f"no Ed25519 key of {origin} to verify its checkpoint with")
    split = split_note(note)
    claimed = [one for one in _signers_of(split, verifiers) if one.kind != ED25519]
    text = verify_split(split, [*required, *claimed])  # (2) (3)
    checkpoint = parse_checkpoint_text(text)  # (4)
    if checkpoint.origin != origin:
        raise InvalidCheckpointError(f"expected log {origin}, found {checkpoint.origin:.300}")
    return checkpoint


def signers_of(note: bytes, verifiers: Sequence[NoteVerifier]) -> tuple[NoteVerifier, ...]:
    """Return those of `verifiers` that have a line in `note`; whether it fits is not checked.

    Raises:
        MalformedNoteError: `note` is not a signed note.
    """
    return _signers_of(split_note(note), verifiers)


def _signers_of(split: SplitNote, verifiers: Sequence[NoteVerifier]) -> tuple[NoteVerifier, ...]:
    lines = {(line.name, line.key_id) for line in split.signatures}
    return tuple(verifier for verifier in verifiers if (verifier.name, verifier.key_id) in lines)


def parse_number(written: bytes) -> int | None:
    """Return a number up to `MAX_LOG_SIZE` from its one decimal spelling, else None."""
    if not written.isdigit() or len(written) > _MAX_DIGITS:
        return None
    if written.startswith(b"0") and written != b"0":
        return None
    number = int(written)
    return number if number <= MAX_LOG_SIZE else None


def parse_hash(written: bytes) -> bytes | None:
    """Return 32 bytes from their one spelling in base64, else None."""
    try:
        raw = a2b_base64(written, strict_mode=True)
    except Base64Error:
        return None
    if len(raw) != HASH_BYTES or b2a_base64(raw, newline=False) != written:
        return None
    return raw


def _parse_origin(line: bytes) -> str:
    if not 1 <= len(line) <= MAX_ORIGIN_BYTES:
        raise InvalidCheckpointError(
            f"expected an origin of 1 to {MAX_ORIGIN_BYTES} bytes, found {len(line)}"
        )
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise InvalidCheckpointError(f"expected an origin in UTF-8, found {line!r:.80}") from error

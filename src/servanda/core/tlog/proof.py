"""One text that proves, offline, that an entry is in a log: its place, its path and a head.

This is what a court is handed: with the entry and the log's public key nothing else is
needed, and a stock tool can check it.

    c2sp.org/tlog-proof@v1
    extra <base64>             (optional, signed by nobody)
    index <number>
    <hash in base64>           (one line each, from the leaf upwards)
    <empty line>
    <the signed checkpoint>

Source: C2SP tlog-proof.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.envelope.notes import NoteVerifier, split_note
from servanda.core.tlog.checkpoint import (
    Checkpoint,
    parse_checkpoint_text,
    parse_hash,
    parse_number,
    verify_checkpoint,
)
from servanda.core.tlog.inclusion import (
    InclusionProof,
    InvalidProofError,
    build_inclusion,
    verify_inclusion,
)
from servanda.core.tlog.tree import NodeReader

MAX_PROOF_BYTES = 1 << 18  # a note of 64 KiB, a path of 3 KiB, and room for extra data
MAX_PATH_HASHES = 64  # more than a log of 2**63 entries can need

_HEADER = b"c2sp.org/tlog-proof@v1"
_EXTRA = b"extra "
_INDEX = b"index "


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """A proof of one entry, as parsed; nothing in it is verified.

    Attributes:
        leaf_index: The entry's position in the log.
        path: Sibling hashes from the leaf upwards.
        checkpoint: The signed head, the exact bytes.
        extra: What came along unsigned; trust nothing in it. None when there is none.
    """

    leaf_index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None


def build_proof(nodes: NodeReader, *, leaf_index: int, checkpoint: bytes) -> EntryProof:
    """Return the proof that the entry at `leaf_index` lies under a signed head.

    Args:
        nodes: The log's tree, at least as large as the head says.
        leaf_index: The entry's position.
        checkpoint: The signed note.

    Raises:
        OutsideTreeError: The entry does not lie under the head.
    """
    size = parse_checkpoint_text(split_note(checkpoint).text).size
    inclusion = build_inclusion(nodes, leaf_index=leaf_index, tree_size=size)
    return EntryProof(
        leaf_index=leaf_index, path=tuple(inclusion.path), checkpoint=checkpoint, extra=None
    )


def encode_proof(proof: EntryProof) -> bytes:
    """Return the proof's text."""
    head = [_HEADER]
    if proof.extra is not None:
        head.append(_EXTRA + b2a_base64(proof.extra, newline=False))
    head.append(_INDEX + b"%d" % proof.leaf_index)
    head.extend(b2a_base64(sibling, newline=False) for sibling in proof.path)
    return b"\n".join(head) + b"\n\n" + proof.checkpoint


def parse_proof(data: bytes) -> EntryProof:
    """Return the proof written as `data`, verifying nothing.

    Raises:
        InvalidProofError: `data` is not the text of a proof.
    """
    if len(data) > MAX_PROOF_BYTES:
        raise InvalidProofError(f"expected at most {MAX_PROOF_BYTES} bytes, found {len(data)}")
    head, empty_line, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not empty_line or lines.pop(0) != _HEADER:
        raise InvalidProofError(f"expected {_HEADER.decode()}, lines, an empty line, a checkpoint")
    extra = _parse_extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else None
    if not lines:
        raise InvalidProofError("expected the entry's index")
    leaf_index = _parse_index(lines.pop(0))
    if len(lines) > MAX_PATH_HASHES:
        raise InvalidProofError(f"expected at most {MAX_PATH_HASHES} hashes, found {len(lines)}")
    path = tuple(map(_parse_path_line, lines))
    return EntryProof(leaf_index=leaf_index, path=path, checkpoint=checkpoint, extra=extra)


def verify_proof(
    entry: bytes, proof: EntryProof, *, verifiers: Sequence[NoteVerifier], origin: str
) -> Checkpoint:
    """Verify that `entry` is in the log `origin`, and return the head it lies under.

    Args:
        entry: The bytes that were logged (a signed note).
        proof: As received.
        verifiers: As for `verify_checkpoint`.
        origin: The name of the log the caller means.

    Raises:
        MalformedNoteError: The checkpoint is not a signed note.
        InvalidSignatureError: The log has not signed the checkpoint.
        InvalidCheckpointError: It is none, or of another log.
        InvalidProofError: The entry is not at its place under it.
    """
    checkpoint = verify_checkpoint(proof.checkpoint, verifiers=verifiers, origin=origin)
    inclusion = InclusionProof(
        leaf_index=proof.leaf_index, tree_size=checkpoint.size, path=proof.path
    )
    verify_inclusion(entry, inclusion, checkpoint.root)
    return checkpoint


def _parse_extra(line: bytes) -> bytes:
    written = line[len(_EXTRA) :]
    try:
        extra = a2b_base64(written, strict_mode=True)
    except Base64Error as error:
        raise InvalidProofError(f"expected extra data in base64: {error}") from error
    if b2a_base64(extra, newline=False) != written:
        raise InvalidProofError("expected extra data in the one form of base64")
    return extra


def _parse_index(line: bytes) -> int:
    index = parse_number(line[len(_INDEX) :]) if line.startswith(_INDEX) else None
    if index is None:
        raise InvalidProofError(f"expected 'index' and a number, found {line!r:.60}")
    return index


def _parse_path_line(line: bytes) -> bytes:
    sibling = parse_hash(line)
    if sibling is None:
        raise InvalidProofError(f"expected 32 bytes in base64, found {line!r:.60}")
    return sibling

"""Prove to an outsider that a statement was receipted, without showing either log.

The proof is two texts of C2SP tlog-proof and two leaves. The statement lies in its sender's log
at the size that the receipt leaf names as `seen`; the receipt leaf lies in its own log. The
root in `seen` is signed by the receiver and the head by the sender, so each holds the other.

Source: docs/spec/exchange.md, "The receipt as a proof"; C2SP tlog-proof.
"""

from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import head_verifiers
from servanda.core.exchange.judge import verify_signature
from servanda.core.exchange.leaf import ReceivedStatement, VerifiedStatement, read_leaf
from servanda.core.identifiers import Origin, hash_from_digest
from servanda.core.keys.timeline import LogKeys
from servanda.core.statements.header import Header
from servanda.core.tlog.checkpoint import Checkpoint
from servanda.core.tlog.proof import build_proof, encode_proof, parse_proof, verify_proof
from servanda.core.tlog.tree import NodeReader


class InvalidReceiptProofError(CounterpartError):
    """Two leaves do not prove a receipt: one does not cover the other, or not in these logs."""

    code: ClassVar[str] = "invalid-receipt-proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptProof:
    """What to show; nothing in it is trusted.

    Attributes:
        statement: The statement's note.
        statement_proof: A tlog-proof under the sender's head of the size in `seen`.
        receipt: The covering leaf's note.
        receipt_proof: A tlog-proof under any later head of the receiver.
    """

    statement: bytes
    statement_proof: bytes
    receipt: bytes
    receipt_proof: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenReceipt:
    """What a verified proof shows.

    Attributes:
        statement: Header of the statement.
        receipt: Header of the leaf that covers it; its `time` is the receiver's own word.
    """

    statement: Header
    receipt: Header


def build_receipt_proof(
    statement: VerifiedStatement,
    receipt: VerifiedStatement,
    *,
    sender_nodes: NodeReader,
    sender_head: bytes,
    receiver_nodes: NodeReader,
    receiver_head: bytes,
) -> ReceiptProof:
    """Return the proof that `receipt` covers `statement`.

    Args:
        statement: Of the sender's log.
        receipt: Of the receiver's log; its `seen.size` is above the statement's index.
        sender_nodes: The sender's tree.
        sender_head: The sender's signed head of exactly the size in `seen`.
        receiver_nodes: The receiver's tree.
        receiver_head: A signed head of the receiver over the receipt leaf.

    Raises:
        OutsideTreeError: A leaf does not lie under its head.
    """
    return ReceiptProof(
        statement=statement.note,
        statement_proof=encode_proof(
            build_proof(sender_nodes, leaf_index=statement.index, checkpoint=sender_head)
        ),
        receipt=receipt.note,
        receipt_proof=encode_proof(
            build_proof(receiver_nodes, leaf_index=receipt.index, checkpoint=receiver_head)
        ),
    )


def verify_receipt_proof(
    proof: ReceiptProof, *, origin: Origin, sender_keys: LogKeys, receiver_keys: LogKeys
) -> ProvenReceipt:
    """Verify that the counterpart receipted a statement of the log `origin`.

    1. Both leaves are signed by their writers.
    2. Each lies in its log, at the index it states, under a signed head.
    3. The receipt's `seen` is exactly the head that the statement lies under.

    That both leaves are valid in all other respects needs their past, so the logs: what a
    bundle is for.

    Args:
        proof: From anybody.
        origin: The sender's log.
        sender_keys: Of the sender, at the statement and its head.
        receiver_keys: Of the receiver, at the receipt and its head.

    Raises:
        InvalidReceiptProofError: (3) fails, or an index or a party is another.
        CounterpartError: Of the parts, for a signature, a path or a format.
    """
    statement = _verify_leaf(proof.statement, origin, sender_keys)
    receipt = _verify_leaf(proof.receipt, origin.reverse, receiver_keys)
    head = _verify_place(
        proof.statement, proof.statement_proof, statement, origin=origin, keys=sender_keys
    )
    _verify_place(
        proof.receipt, proof.receipt_proof, receipt, origin=origin.reverse, keys=receiver_keys
    )
    seen = receipt.seen
    if seen.size != head.size or hash_from_digest(seen.root) != head.root:  # (3)
        raise InvalidReceiptProofError(
            f"expected the receipt to have seen the head over {head.size}, found {seen.size}"
        )
    return ProvenReceipt(statement=statement, receipt=receipt)


def _verify_leaf(note: bytes, origin: Origin, keys: LogKeys) -> Header:
    received: ReceivedStatement = read_leaf(note)
    header = received.header
    if header is None:
        raise InvalidReceiptProofError(f"expected a leaf: {received.fault}")
    verify_signature(received, keys.sign_verifier)  # (1)
    if (header.from_party, header.to_party) != (origin.from_party, origin.to_party):
        raise InvalidReceiptProofError(
            f"expected a leaf of {origin}, found one of {header.from_party}"
        )
    return header


def _verify_place(
    note: bytes, text: bytes, header: Header, *, origin: Origin, keys: LogKeys
) -> Checkpoint:
    proof = parse_proof(text)
    if proof.leaf_index != header.seq:
        raise InvalidReceiptProofError(
            f"expected the leaf at {header.seq}, found a proof for {proof.leaf_index}"
        )
    return verify_proof(  # (2)
        note, proof, verifiers=head_verifiers(origin, keys), origin=str(origin)
    )

"""Prove single leaves of a dossier, and when each was received.

    1. a leaf is signed with the keys that held at its place, and lies in its log under a head
    2. it fits its type
    3. its receipt is signed by the other party, lies in that log, and has seen that very head
    4. the leaf right before the receipt does not cover it yet, so the receipt is the first
    5. each of its attachments is listed by a receipt that has seen it

Source: docs/spec/dossier.md, "How it is checked"; docs/spec/exchange.md, "Time of receipt".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core.accords.terms import Terms
from servanda.core.attachments.receipts import delivered_at
from servanda.core.dossier.parts import ProvenLeaf, ReceiptedLeaf
from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import head_verifiers
from servanda.core.exchange.judge import verify_signature
from servanda.core.exchange.leaf import RECEIPT, VerifiedStatement, read_leaf
from servanda.core.identifiers import (
    Digest,
    Origin,
    PartyId,
    digest_from_hash,
    hash_from_digest,
)
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.header import Header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import validate_facts, validate_header
from servanda.core.tlog.checkpoint import Checkpoint, parse_checkpoint_text
from servanda.core.tlog.proof import parse_proof, verify_proof

_KEY = "key"


class InvalidDossierError(CounterpartError):
    """Something in a dossier does not fit together; it proves nothing."""

    code: ClassVar[str] = "invalid-dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenReceipt:
    """A statement whose proofs hold, and what shows its receipt.

    Attributes:
        statement: What was said.
        receipt: Of the leaf that receipted it; None if none is shown.
        receipt_leaf: The leaf hash of that leaf; empty if there is none.
        received_at: Its time of receipt; None if the parts do not show it.
    """

    statement: VerifiedStatement
    receipt: Header | None
    receipt_leaf: str
    received_at: datetime | None


class ProvenLog:
    """One log, with the keys that hold along it."""

    def __init__(self, origin: Origin, timeline: KeyTimeline, keys: Sequence[ProvenLeaf]) -> None:
        self.origin, self._timeline = origin, timeline
        for leaf in keys:  # (2)
            header = self._header(leaf)
            if header.type != _KEY:
                raise InvalidDossierError(f"expected a change of keys, found {header.type}")
            self._timeline = self._timeline.with_key_leaf(header.seq, header.facts)
        for leaf in keys:
            self.verify(leaf)

    def verify(self, leaf: ProvenLeaf) -> tuple[Header, Checkpoint]:
        """Verify that `leaf` is signed and lies in this log; return it and the head above it."""
        header = self._header(leaf)
        keys = self._timeline.keys_after(header.seq)
        verify_signature(read_leaf(leaf.note), keys.sign_verifier)
        proof = parse_proof(leaf.proof)
        if proof.leaf_index != header.seq:
            raise InvalidDossierError(
                f"expected a proof of leaf {header.seq}, found one of {proof.leaf_index}"
            )
        size = parse_checkpoint_text(split_note(proof.checkpoint).text).size
        head = verify_proof(
            leaf.note,
            proof,
            verifiers=head_verifiers(self.origin, self._timeline.keys_after(size - 1)),
            origin=str(self.origin),
        )
        return header, head

    def _header(self, leaf: ProvenLeaf) -> Header:
        received = read_leaf(leaf.note)
        if received.header is None:
            raise InvalidDossierError(f"expected a leaf: {received.fault}")
        header = received.header
        if (header.from_party, header.to_party) != (self.origin.from_party, self.origin.to_party):
            raise InvalidDossierError(f"expected a leaf of {self.origin}")
        return header


def prove_statement(
    shown: ReceiptedLeaf, logs: Mapping[PartyId, ProvenLog], terms: Mapping[Digest, Terms]
) -> ProvenReceipt:
    """Prove one statement and its receipt.

    Args:
        shown: As the dossier has it.
        logs: Of both parties.
        terms: Of the versions that are known, by id.

    Raises:
        InvalidDossierError: (3) or (5) fails, or it belongs elsewhere.
        CounterpartError: Of the parts, for a signature, a path, a type or a format.
    """
    received = read_leaf(shown.leaf.note)
    writer = None if received.header is None else received.header.from_party
    log = None if writer is None else logs.get(writer)
    if log is None:
        raise InvalidDossierError(f"expected a statement of a party, found {writer!r:.80}")
    header, head = log.verify(shown.leaf)  # (1)
    _require_type(header, terms)  # (2)
    other = logs[log.origin.to_party]
    receipt = None
    if shown.receipt is not None:
        receipt, _ = other.verify(shown.receipt)
        seen = receipt.seen
        if seen.size != head.size or hash_from_digest(seen.root) != head.root:  # (3)
            raise InvalidDossierError(
                f"expected a receipt that has seen the head over {head.size}, found {seen.size}"
            )
    return ProvenReceipt(
        statement=VerifiedStatement(
            origin=log.origin,
            index=header.seq,
            leaf_hash=received.leaf_hash,
            note=shown.leaf.note,
            header=header,
            marks=frozenset(),
        ),
        receipt=receipt,
        receipt_leaf=""
        if shown.receipt is None
        else digest_from_hash(read_leaf(shown.receipt.note).leaf_hash),
        received_at=None if receipt is None else _received_at(shown, header, receipt, other),
    )


def _require_type(header: Header, terms: Mapping[Digest, Terms]) -> None:
    statement_type = STATEMENT_TYPES.get(header.type)
    if statement_type is None:
        raise InvalidDossierError(f"expected a known type of statement, found {header.type}")
    # Of a version that is not at hand the lists are not known; then no clock is reckoned either.
    known = None if header.accord is None else terms.get(header.accord)
    validate_facts(statement_type, header.facts, terms=known)
    validate_header(statement_type, header)


def _received_at(
    shown: ReceiptedLeaf, header: Header, receipt: Header, other: ProvenLog
) -> datetime | None:
    """Return the time of receipt; None if the parts do not show that nothing was earlier."""
    listed = _listed(shown.listed, header, other)
    if not _is_first(shown.before, header, receipt, other):
        return None
    return delivered_at(
        covered_at=receipt.time,
        missing=len(set(header.att) - listed.keys()),
        listed_at=max(listed.values(), default=None),
    )


def _is_first(
    before: ProvenLeaf | None, header: Header, receipt: Header, other: ProvenLog
) -> bool:  # (4)
    if receipt.seq == 0:
        return True
    if before is None:
        return False
    earlier, _ = other.verify(before)
    if earlier.seq != receipt.seq - 1:
        raise InvalidDossierError(
            f"expected leaf {receipt.seq - 1} before the receipt, found {earlier.seq}"
        )
    return earlier.seen.size <= header.seq


def _listed(
    listed: Sequence[ProvenLeaf], header: Header, other: ProvenLog
) -> Mapping[Digest, datetime]:  # (5)
    """Return when each attachment was first listed."""
    times: dict[Digest, datetime] = {}
    for leaf in listed:
        listing, _ = other.verify(leaf)
        if listing.type != RECEIPT or listing.seen.size <= header.seq:
            raise InvalidDossierError(
                f"expected a receipt that lists attachments, found leaf {listing.seq}"
            )
        named = listing.facts.get("attachments")
        for digest in header.att:
            if isinstance(named, Sequence) and digest in named:
                times[digest] = min(times.get(digest, listing.time), listing.time)
    return times

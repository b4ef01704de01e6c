"""Verify the proofs of a dossier from its parts alone.

    1. the accord holds the cards of the parties, each a chain signed from its first root on
    2. each change of keys is signed, and lies in its log
    3. each statement is signed by its writer, and lies in its log under a signed head
    4. its receipt is signed by the other party, lies in that log, and has seen that very head
    5. its body, where it is shown, is the one it was sent with
    6. each statement but the first is about the case

What is not proven: that the accord is the parties' (compare its id, or the twelve words of the
cards), that no statement is left out, and the verdicts of the clocks: for those there is a bundle.

Source: docs/spec/dossier.md, "How it is checked".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.accords.accord import Accord, accord_id, parse_accord
from servanda.core.dossier.parts import Dossier, DossierStatement, ProvenLeaf
from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import head_verifiers
from servanda.core.exchange.judge import verify_signature
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import (
    Digest,
    Origin,
    PartyId,
    digest_from_hash,
    hash_from_digest,
)
from servanda.core.keys.card import twelve_words
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.body import SALT_BYTES, Body, body_digest, parse_body
from servanda.core.statements.header import Header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.tlog.checkpoint import Checkpoint, parse_checkpoint_text
from servanda.core.tlog.proof import parse_proof, verify_proof

_KEY = "key"


class InvalidDossierError(CounterpartError):
    """Something in a dossier does not fit together; it proves nothing."""

    code: ClassVar[str] = "invalid-dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenStatement:
    """A statement whose proofs hold.

    Attributes:
        leaf: Its leaf hash.
        header: What it says.
        receipt: Of the leaf that receipted it; None if the dossier shows none.
        receipt_leaf: The leaf hash of that leaf; empty if there is none.
        body: What it said; None if it is not shown.
        shown: The part it was proven from.
    """

    leaf: Digest
    header: Header
    receipt: Header | None
    receipt_leaf: str
    body: Body | None
    shown: DossierStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedDossier:
    """A dossier whose proofs hold.

    Attributes:
        dossier: Its parts.
        accord: The version in force for it.
        accord_id: Its id, which has to come from the parties or a court too.
        words: The twelve words of each party's card, for two people to compare.
        statements: In the order shown.
    """

    dossier: Dossier
    accord: Accord
    accord_id: Digest
    words: Mapping[PartyId, tuple[str, ...]]
    statements: tuple[ProvenStatement, ...]


def verify_dossier(dossier: Dossier) -> VerifiedDossier:
    """Verify every proof of `dossier` and return what they show.

    Raises:
        InvalidDossierError: (6) fails, or a part belongs elsewhere.
        CounterpartError: Of the parts, for a signature, a path or a format.
    """
    accord = parse_accord(dossier.accord)  # (1)
    one, other = accord.parties
    origin = Origin(from_party=one, accord_name=accord.name, to_party=other)
    logs = {
        log.from_party: _Log(log, KeyTimeline.of_card(card), keys)
        for log, card, keys in zip(
            (origin, origin.reverse), accord.cards, dossier.keys, strict=True
        )
    }
    statements = tuple(_statement(shown, logs) for shown in dossier.statements)
    _require_case(statements, dossier.case)
    return VerifiedDossier(
        dossier=dossier,
        accord=accord,
        accord_id=accord_id(dossier.accord),
        words={card.party: twelve_words(card) for card in accord.cards},
        statements=statements,
    )


class _Log:
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


def _statement(shown: DossierStatement, logs: Mapping[PartyId, _Log]) -> ProvenStatement:
    received = read_leaf(shown.leaf.note)
    writer = None if received.header is None else received.header.from_party
    log = None if writer is None else logs.get(writer)
    if log is None:
        raise InvalidDossierError(f"expected a statement of a party, found {writer!r:.80}")
    header, head = log.verify(shown.leaf)  # (3)
    receipt = None
    if shown.receipt is not None:
        receipt, _ = logs[log.origin.to_party].verify(shown.receipt)
        seen = receipt.seen
        if seen.size != head.size or hash_from_digest(seen.root) != head.root:  # (4)
            raise InvalidDossierError(
                f"expected a receipt that has seen the head over {head.size}, found {seen.size}"
            )
    return ProvenStatement(
        leaf=digest_from_hash(received.leaf_hash),
        header=header,
        receipt=receipt,
        receipt_leaf=""
        if shown.receipt is None
        else digest_from_hash(read_leaf(shown.receipt.note).leaf_hash),
        body=_body(shown, header),
        shown=shown,
    )


def _body(shown: DossierStatement, header: Header) -> Body | None:
    if shown.salted_body is None:
        return None
    salt, data = shown.salted_body[:SALT_BYTES], shown.salted_body[SALT_BYTES:]
    if body_digest(salt, data) != header.body:  # (5)
        raise InvalidDossierError(f"expected the body {header.body}, found another")
    return parse_body(
        data,
        statement_type=STATEMENT_TYPES[header.type],
        facts=header.facts,
        attachments=header.att,
    )


def _require_case(statements: Sequence[ProvenStatement], case: str) -> None:  # (6)
    leaves = {one.leaf for one in statements}
    if case not in leaves:
        raise InvalidDossierError(f"expected the statement {case}, found none")
    if len(leaves) != len(statements):
        raise InvalidDossierError("expected each statement once")
    for one in statements:
        if one.leaf != case and one.header.ref not in leaves:
            raise InvalidDossierError(f"expected statements of one case, found {one.leaf}")

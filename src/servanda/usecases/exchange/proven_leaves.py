"""Leaves with the proofs that they lie in their logs, and receipts that saw the same head.

Source: docs/spec/exchange.md, "The receipt as a proof".
"""

from collections.abc import Iterator
from typing import ClassVar

from servanda.core.dossier.parts import ProvenLeaf, ReceiptedLeaf
from servanda.core.errors import MisconfiguredError
from servanda.core.exchange.leaf import RECEIPT, VerifiedStatement
from servanda.core.exchange.sending import attachments_listed
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.core.tlog.proof import build_proof, encode_proof
from servanda.usecases.exchange.leaf_records import header_of, verified_leaf
from servanda.usecases.exchange.stored_tree import StoredNodes
from servanda.usecases.ports.records import VALID, CheckpointRecord, LeafRecord
from servanda.usecases.ports.store import LogReader

_KEY = "key"
_PAGE = 512  # leaves read at once
_TRIES = 64  # covering leaves whose head may not be held; the first one nearly always is


class NoHeadForProofError(MisconfiguredError):
    """No signed head covers a leaf yet."""

    code: ClassVar[str] = "no-head-for-proof"


class ProvenLeaves:
    """Proves leaves of both logs of a pair; not for several threads."""

    def __init__(self, own: Origin, *, store: LogReader) -> None:
        """Take the origin of our log, and where both logs are."""
        self._own, self._store = own, store
        self._nodes = {origin: StoredNodes(store, origin) for origin in (own, own.reverse)}

    def with_receipt(self, statement: VerifiedStatement) -> ReceiptedLeaf:
        """Return `statement` under the head that its receipt saw, and all that shows when.

        Raises:
            NoHeadForProofError: No head covers it, so it was not sent yet.
        """
        origin, other = statement.origin, statement.origin.reverse
        first = self._first_covering(other, statement.index)
        for record in self._store.leaves(other, first, first + _TRIES):
            if record.verdict != VALID:
                continue
            size = header_of(record).seen.size
            head = self._store.checkpoint(origin, at_most=size)
            above = self._head_over(other, record.index)
            if head is not None and head.size == size and above is not None:
                return ReceiptedLeaf(
                    leaf=self._proven(origin, statement.index, statement.note, head),
                    receipt=self._proven(other, record.index, record.note, above),
                    before=self._before(other, record.index),
                    listed=tuple(self._listings(statement, first)),
                )
        return ReceiptedLeaf(
            leaf=self._under_any_head(origin, statement.index, statement.note),
            receipt=None,
            before=None,
            listed=(),
        )

    def _before(self, origin: Origin, index: int) -> ProvenLeaf | None:
        """Return the leaf right before `index`; None if there is none, or it is not valid."""
        for record in self._store.leaves(origin, max(index - 1, 0), index):
            if record.verdict == VALID:
                return self._under_any_head(origin, record.index, record.note)
        return None

    def _listings(self, statement: VerifiedStatement, first: int) -> Iterator[ProvenLeaf]:
        """Yield the receipts from `first` on that are the first to list an attachment."""
        other = statement.origin.reverse
        missing: set[Digest] = set(statement.header.att)
        at, end = first, self._store.log_size(other)
        while missing and at < end:
            for record in self._store.leaves(other, at, at + _PAGE):
                if record.type != RECEIPT or record.verdict != VALID:
                    continue
                listed = missing.intersection(attachments_listed(verified_leaf(other, record)))
                if listed and self._head_over(other, record.index) is not None:
                    missing -= listed
                    yield self._under_any_head(other, record.index, record.note)
            at += _PAGE

    def key_leaves(
        self, parties: tuple[PartyId, PartyId]
    ) -> tuple[tuple[ProvenLeaf, ...], tuple[ProvenLeaf, ...]]:
        """Return the leaves of each party's log that changed its keys, in their order."""
        first, second = (tuple(self._key_leaves(party)) for party in parties)
        return first, second

    def _key_leaves(self, party: PartyId) -> Iterator[ProvenLeaf]:
        origin = self._own if party == self._own.from_party else self._own.reverse
        for record in self._store.landmarks(origin):
            if record.type == _KEY:
                yield self._under_any_head(origin, record.index, record.note)

    def _under_any_head(self, origin: Origin, index: int, note: bytes) -> ProvenLeaf:
        head = self._head_over(origin, index)
        if head is None:
            raise NoHeadForProofError(
                f"{origin}: expected a signed head over leaf {index}; run `servanda deliver`"
            )
        return self._proven(origin, index, note, head)

    def _head_over(self, origin: Origin, index: int) -> CheckpointRecord | None:
        return self._store.checkpoint_from(origin, at_least=index + 1)

    def _proven(
        self, origin: Origin, index: int, note: bytes, head: CheckpointRecord
    ) -> ProvenLeaf:
        proof = build_proof(self._nodes[origin], leaf_index=index, checkpoint=head.note)
        return ProvenLeaf(note=note, proof=encode_proof(proof))

    def _first_covering(self, origin: Origin, index: int) -> int:
        """Return the first leaf of `origin` that has seen leaf `index` of the other log."""
        low, high = 0, self._store.log_size(origin)
        while low < high:  # what a log has seen never falls
            middle = (low + high) // 2
            if self._seen(origin, middle) > index:
                high = middle
            else:
                low = middle + 1
        return low

    def _seen(self, origin: Origin, index: int) -> int:
        """Return what the last valid leaf up to `index` has seen; 0 if there is none."""
        for at in range(index, -1, -1):
            record: LeafRecord
            (record,) = self._store.leaves(origin, at, at + 1)
            if record.verdict == VALID:
                return header_of(record).seen.size
        return 0

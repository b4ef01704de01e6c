"""Two logs' trees and the places of their leaves, kept in memory.

For the verifier of a bundle, the simulation and the tests; a node has its store instead. An
entry costs some 80 bytes, most of it in the tree.
"""

from array import array
from collections.abc import Sequence

from typing_extensions import override

from servanda.core.exchange.past import LeafIndex, LeafPlace
from servanda.core.exchange.roots import LogRoots
from servanda.core.identifiers import PartyId
from servanda.core.tlog.tree import Frontier, MerkleTree

_FIRST_SLOTS = 1 << 10
_SLOT = "I"  # 32 bits: the tree of a log with more leaves would need 64 GB


class LogMemory(LeafIndex):
    """What a `PairState` in memory has settled; grows only, shared by its branches."""

    def __init__(self, parties: Sequence[PartyId]) -> None:
        """Start with two empty logs."""
        self._parties = tuple(parties)
        self._trees = {party: MerkleTree() for party in parties}
        # One byte a leaf: where its type stands in `_type_names`.
        self._types = {party: bytearray() for party in parties}
        self._type_names: list[str | None] = [None]
        self._type_numbers: dict[str | None, int] = {None: 0}
        # A hash table whose slots hold a place in one integer, 0 for none: index and one, and
        # in the lowest bit whose log it is. The hashes themselves stand in the trees.
        self._slots = _free_slots(_FIRST_SLOTS)
        self._used = 0

    def roots_of(self, party: PartyId) -> LogRoots:
        """Return the roots of `party`'s log as settled."""
        tree = self._trees[party]
        return LogRoots(frontier=Frontier.at(tree, tree.size), nodes=tree)

    def take(self, leaves: Sequence[tuple[bytes, LeafPlace]]) -> None:
        """Add leaves in the order in which they were judged."""
        for bit, party in enumerate(self._parties):
            own = [(leaf_hash, place) for leaf_hash, place in leaves if place.party == party]
            # All at once: each call joins what became complete on every level of the tree.
            self._trees[party].extend(leaf_hash for leaf_hash, _ in own)
            self._types[party].extend(self._number_of(place.type) for _, place in own)
            self._reserve(len(own))
            for leaf_hash, place in own:
                self._put(leaf_hash, place.index + 1 << 1 | bit)

    @override
    def find(self, leaf_hash: bytes) -> Sequence[LeafPlace]:
        slots = self._slots
        mask = len(slots) - 1
        at = hash(leaf_hash) & mask
        found = []
        while (packed := slots[at]) != 0:
            party, index = self._parties[packed & 1], (packed >> 1) - 1
            if self._trees[party].node(0, index) == leaf_hash:
                type_name = self._type_names[self._types[party][index]]
                found.append(LeafPlace(party=party, index=index, type=type_name))
            at = at + 1 & mask
        return found

    def _number_of(self, type_name: str | None) -> int:
        # Of valid leaves, so of types that are known here: a few dozen.
        number = self._type_numbers.get(type_name)
        if number is None:
            number = self._type_numbers[type_name] = len(self._type_names)
            self._type_names.append(type_name)
        return number

    def _put(self, leaf_hash: bytes, packed: int) -> None:
        # Python's own hash of bytes has a secret of the process in it, so nobody can choose
        # leaves that all fall on one slot.
        slots = self._slots
        mask = len(slots) - 1
        at = hash(leaf_hash) & mask
        while slots[at]:
            at = at + 1 & mask
        slots[at] = packed

    def _reserve(self, count: int) -> None:
        """Make room for `count` more, so that half of the slots stay free."""
        self._used += count
        if 2 * self._used <= len(self._slots):
            return
        size = len(self._slots)
        while 2 * self._used > size:
            size *= 2
        old, self._slots = self._slots, _free_slots(size)
        for packed in old:
            if packed:
                tree = self._trees[self._parties[packed & 1]]
                self._put(tree.node(0, (packed >> 1) - 1), packed)


def _free_slots(count: int) -> "array[int]":
    return array(_SLOT, bytes(array(_SLOT).itemsize * count))

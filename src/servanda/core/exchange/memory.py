"""Two logs' trees and the places of their leaves, kept in memory.

For the verifier of a bundle, the simulation and the tests; a node has its store instead. An
entry costs some 250 bytes, most of it in the look-up by hash.
"""

from collections.abc import Sequence

from typing_extensions import override

from servanda.core.exchange.past import LeafIndex, LeafPlace
from servanda.core.exchange.roots import LogRoots
from servanda.core.identifiers import PartyId
from servanda.core.tlog.tree import Frontier, MerkleTree


class LogMemory(LeafIndex):
    """What a `PairState` in memory has settled; grows only, shared by its branches."""

    def __init__(self, parties: Sequence[PartyId]) -> None:
        """Start with two empty logs."""
        self._parties = tuple(parties)
        self._trees = {party: MerkleTree() for party in parties}
        self._types: dict[PartyId, list[str | None]] = {party: [] for party in parties}
        # Two places in one integer: the index, and in the lowest bit whose log it is.
        self._places: dict[bytes, int] = {}
        self._repeats: dict[bytes, list[int]] = {}

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
            self._types[party].extend(place.type for _, place in own)
            for leaf_hash, place in own:
                packed = place.index << 1 | bit
                if self._places.setdefault(leaf_hash, packed) != packed:
                    self._repeats.setdefault(leaf_hash, []).append(packed)

    @override
    def find(self, leaf_hash: bytes) -> Sequence[LeafPlace]:
        first = self._places.get(leaf_hash)
        if first is None:
            return ()
        return [self._unpack(packed) for packed in (first, *self._repeats.get(leaf_hash, ()))]

    def _unpack(self, packed: int) -> LeafPlace:
        party, index = self._parties[packed & 1], packed >> 1
        return LeafPlace(party=party, index=index, type=self._types[party][index])

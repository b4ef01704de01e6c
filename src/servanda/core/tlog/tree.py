"""The tree over a log's entries: in memory, or only its right edge.

A node keeps the tree in its store and grows it by a `Frontier`; the verifier and the tests
keep a whole `MerkleTree`. Both answer the same question, the hash of a complete subtree, and
every root and proof is made from such hashes alone.

A complete subtree has 2**level leaves and never changes again. The tree of a log with, say,
7 entries is made of complete subtrees of 4, 2 and 1 leaves, joined from the right.

Source: RFC 9162, section 2.1.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from typing_extensions import override

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import HASH_BYTES
from servanda.core.tlog.hashing import EMPTY_ROOT, node_hash, parent_hashes


class OutsideTreeError(InvalidInputError):
    """A leaf, node or size was asked for that the tree does not have."""

    code: ClassVar[str] = "outside-tree"


class NodeReader(Protocol):
    """Gives the hashes of a tree's complete subtrees.

    Every implementation must:
      * return 32 bytes, the same for ever, for each subtree that is complete;
      * raise `OutsideTreeError` for one that is not, never a hash of something smaller.

    tests/core/tlog/test_tree.py and test_tiles.py hold `MerkleTree` and `TileNodes` to this.
    """

    def node(self, level: int, index: int) -> bytes:
        """Return the hash over the leaves from index << level, 2**level of them."""
        ...


class MerkleTree(NodeReader):
    """A whole tree in memory, 64 bytes an entry; grows at its end, is never changed otherwise.

    Owned by whoever made it: not for several threads while one of them appends.
    """

    def __init__(self) -> None:
        # One row of hashes for each level; the row at level k holds all complete subtrees.
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf_hash: bytes) -> None:
        """Add one entry, given by its leaf hash."""
        self.extend((leaf_hash,))

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add entries in order, given by their leaf hashes; all of them or, on error, none."""
        self._levels[0] += _joined(hashes)
        level = 0
        while True:
            row = self._levels[level]
            if len(row) < 2 * HASH_BYTES:
                return
            if level + 1 == len(self._levels):
                self._levels.append(bytearray())
            above = self._levels[level + 1]
            above += parent_hashes(row[2 * len(above) :])
            level += 1

    @override
    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree, or raise `OutsideTreeError`."""
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise OutsideTreeError(
                f"expected a complete subtree of a tree of {self.size}, found level {level},"
                f" index {index}"
            )
        start = index * HASH_BYTES
        return bytes(self._levels[level][start : start + HASH_BYTES])

    def root(self) -> bytes:
        """Return the root over all entries."""
        return root_at(self, self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The right edge of a tree: all that is needed to go on appending and to name the root.

    Attributes:
        size: Number of entries.
        hashes: The complete subtrees the tree is joined from, the largest (leftmost) first;
            one for each bit set in `size`.
    """

    size: int
    hashes: tuple[bytes, ...]

    @classmethod
    def empty(cls) -> "Frontier":
        """Return the edge of a tree without entries."""
        return cls(size=0, hashes=())

    @classmethod
    def at(cls, nodes: NodeReader, size: int) -> "Frontier":
        """Return the edge that the tree behind `nodes` had when it was of `size`.

        Raises:
            OutsideTreeError: The tree has fewer entries.
        """
        return cls(size=size, hashes=tuple(_subtrees(nodes, start=0, stop=size)))

    def extended(
        self, leaf_hashes: Iterable[bytes]
    ) -> tuple["Frontier", list[tuple[int, int, bytes]]]:
        """Return the edge after more entries, and every node that became complete by them.

        The nodes are (level, index, hash), leaves included (level 0), each after the two
        below it: what a store has to keep to be a `NodeReader`.
        """
        size, edge = self.size, list(self.hashes)
        completed: list[tuple[int, int, bytes]] = []
        joined = _joined(leaf_hashes)
        for start in range(0, len(joined), HASH_BYTES):
            current = joined[start : start + HASH_BYTES]
            level, index = 0, size
            completed.append((level, index, current))
            # An odd index has its left neighbour at the end of the edge: join and go up.
            while index & 1:
                current = node_hash(edge.pop(), current)
                level, index = level + 1, index >> 1
                completed.append((level, index, current))
            edge.append(current)
            size += 1
        return Frontier(size=size, hashes=tuple(edge)), completed

    def root(self) -> bytes:
        """Return the root over all entries."""
        return _join_from_right(self.hashes)


def root_at(nodes: NodeReader, size: int) -> bytes:
    """Return the root that the tree behind `nodes` had when it was of `size`.

    Raises:
        OutsideTreeError: The tree has fewer entries.
    """
    return subtree_root(nodes, start=0, stop=size)


def subtree_root(nodes: NodeReader, *, start: int, stop: int) -> bytes:
    """Return the root over the leaves from `start` to before `stop`.

    Args:
        nodes: The tree.
        start: A multiple of a power of two that is not below stop - start; so the leaves
            are a subtree, perhaps one cut short at its right.
        stop: At most the tree's size.

    Raises:
        OutsideTreeError: The tree has fewer entries.
    """
    return _join_from_right(_subtrees(nodes, start=start, stop=stop))


def sibling_path(nodes: NodeReader, *, level: int, index: int, tree_size: int) -> tuple[bytes, ...]:
    """Return the hashes beside the way from one node up to the root, the lowest first.

    Args:
        nodes: The tree.
        level: The node's level.
        index: The node's index in its level; it may be the rightmost and cut short.
        tree_size: The size whose root the way leads to.

    Raises:
        OutsideTreeError: The tree has fewer entries.
    """
    path = []
    last = (tree_size - 1) >> level
    while last > 0:
        sibling = index ^ 1
        if sibling < last:
            path.append(nodes.node(level, sibling))
        elif sibling == last:
            # The rightmost node of a level may be cut short, so it is not simply read.
            path.append(subtree_root(nodes, start=sibling << level, stop=tree_size))
        # Beyond `last` there is no sibling: the node is carried up as it is.
        level, index, last = level + 1, index >> 1, last >> 1
    return tuple(path)


def _subtrees(nodes: NodeReader, *, start: int, stop: int) -> list[bytes]:
    """Return the complete subtrees from `start` to before `stop`, the largest first."""
    if not 0 <= start <= stop:
        raise OutsideTreeError(f"expected leaves in order, found {start} to {stop}")
    found = []
    size, end, level = stop - start, stop, 0
    while size:
        if size & 1:
            end -= 1 << level
            found.append(nodes.node(level, end >> level))
        size, level = size >> 1, level + 1
    found.reverse()
    return found


def _join_from_right(subtrees: Iterable[bytes]) -> bytes:
    """Return the root over complete subtrees, given the largest first."""
    rest = list(subtrees)
    if not rest:
        return EMPTY_ROOT
    current = rest.pop()
    while rest:
        current = node_hash(rest.pop(), current)
    return current


def _joined(hashes: Iterable[bytes]) -> bytes:
    """Return `hashes` in a row; one of a wrong length would silently shift all others."""
    batch = list(hashes)
    if not set(map(len, batch)) <= {HASH_BYTES}:
        raise ValueError(f"expected leaf hashes of {HASH_BYTES} bytes each")
    return b"".join(batch)

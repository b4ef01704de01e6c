"""Prove that a log only grew between two of its heads, and check such a proof.

A witness, and anyone who holds an old head of a log of which it has no copy, learns from this
that every entry under the old head still stands at its place under the new one.

The path begins at the largest complete subtree that ends where the old tree ends. It is the
old root itself when the old size is a power of two; only else it is the path's first hash.
From there upwards the path is one of inclusion: all of it leads to the new root, and its
left siblings alone lead to the old one.

Source: RFC 9162, sections 2.1.4.1 (making) and 2.1.4.2 (checking). Of an empty old log, which
the RFC leaves out, every log is a continuation, with an empty path.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.tlog.hashing import EMPTY_ROOT, node_hash
from servanda.core.tlog.inclusion import InvalidProofError, require_path
from servanda.core.tlog.tree import NodeReader, OutsideTreeError, sibling_path


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """The hashes that lead from one place of a tree to both its old and its new root.

    Attributes:
        old_size: Number of entries under the old root.
        new_size: Number of entries under the new root.
        path: Hashes from the lowest upwards, 32 bytes each.
    """

    old_size: int
    new_size: int
    path: Sequence[bytes]


def build_consistency(nodes: NodeReader, *, old_size: int, new_size: int) -> ConsistencyProof:
    """Return the proof that the tree of `new_size` continues the tree of `old_size`.

    Raises:
        OutsideTreeError: The sizes are not in order, or the tree is smaller than `new_size`.
    """
    if not 0 <= old_size <= new_size:
        raise OutsideTreeError(f"expected sizes in order, found {old_size} and {new_size}")
    path: tuple[bytes, ...] = ()
    if 0 < old_size < new_size:
        level = _trailing_zeros(old_size)
        index = (old_size >> level) - 1
        path = sibling_path(nodes, level=level, index=index, tree_size=new_size)
        if index > 0:
            path = (nodes.node(level, index), *path)
    return ConsistencyProof(old_size=old_size, new_size=new_size, path=path)


def verify_consistency(proof: ConsistencyProof, *, old_root: bytes, new_root: bytes) -> None:
    """Verify that the log with `new_root` continues the log with `old_root`.

    Args:
        proof: As received. That its sizes are those of the two checkpoints is for the caller
            to see to: sizes near each other may have the same path.
        old_root: From a verified checkpoint of `proof.old_size`.
        new_root: From a verified checkpoint of `proof.new_size`.

    Raises:
        InvalidProofError: The proof is malformed, or the log was changed in between.
    """
    old_size, new_size = proof.old_size, proof.new_size
    if not 0 <= old_size <= new_size:
        raise InvalidProofError(f"expected sizes in order, found {old_size} and {new_size}")
    if old_size in (0, new_size):
        require_path(proof.path, length=0)
        if old_size == 0 and old_root != EMPTY_ROOT:
            raise InvalidProofError("expected the root of no entries for size 0")
        if old_size == new_size and old_root != new_root:
            raise InvalidProofError(f"two roots for the same size {old_size}")
        return

    level = _trailing_zeros(old_size)
    index, last = (old_size >> level) - 1, (new_size - 1) >> level
    inner = (index ^ last).bit_length()
    border = (index >> inner).bit_count()
    begins_at_old_root = index == 0
    require_path(proof.path, length=inner + border + (not begins_at_old_root))

    path = list(proof.path)
    old = new = old_root if begins_at_old_root else path.pop(0)
    for height, sibling in enumerate(path):
        if height >= inner or index >> height & 1:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)  # what the old tree did not have yet
    if old != old_root:
        raise InvalidProofError(f"expected old root {old_root.hex()}, the path leads to another")
    if new != new_root:
        raise InvalidProofError(f"expected new root {new_root.hex()}, the path leads to another")


def _trailing_zeros(number: int) -> int:
    """Return how often two divides `number`, which is above 0."""
    return (number & -number).bit_length() - 1

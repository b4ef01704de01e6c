"""Prove that one entry is in a log, and check such a proof given only the log's root.

A receipt shown to an outsider comes with a proof of inclusion. Whoever holds it runs this
module, without the log, to know that the entry can no longer be denied.

The hashes of a proof come in two parts. On the lower part of the way the node lies left or
right of its sibling, as the bits of its index say. Above the level where it has become the
rightmost node, every sibling lies on its left, and levels without a sibling have no hash.

Source: RFC 9162, sections 2.1.3.1 (making) and 2.1.3.2 (checking).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.core.identifiers import HASH_BYTES
from servanda.core.tlog.hashing import leaf_hash, node_hash
from servanda.core.tlog.tree import NodeReader, OutsideTreeError, sibling_path


class InvalidProofError(CounterpartError):
    """A proof of inclusion or consistency is malformed or leads to another root."""

    code: ClassVar[str] = "invalid-proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """Where an entry stands in a tree, and the hashes that lead from it to the root.

    Attributes:
        leaf_index: The entry's position; the first is 0.
        tree_size: Number of entries under the root that the proof leads to.
        path: Sibling hashes from the leaf upwards, 32 bytes each.
    """

    leaf_index: int
    tree_size: int
    path: Sequence[bytes]


def build_inclusion(nodes: NodeReader, *, leaf_index: int, tree_size: int) -> InclusionProof:
    """Return the proof that the entry at `leaf_index` is in the tree of `tree_size`.

    Raises:
        OutsideTreeError: There is no such entry, or the tree is smaller than `tree_size`.
    """
    if not 0 <= leaf_index < tree_size:
        raise OutsideTreeError(f"expected an entry below {tree_size}, found {leaf_index}")
    path = sibling_path(nodes, level=0, index=leaf_index, tree_size=tree_size)
    return InclusionProof(leaf_index=leaf_index, tree_size=tree_size, path=path)


def verify_inclusion(entry: bytes, proof: InclusionProof, root_hash: bytes) -> None:
    """Verify that `entry` is at `proof.leaf_index` of the tree that has `root_hash`.

    Args:
        entry: The bytes that were logged (a signed note).
        proof: As received. That its `tree_size` is the checkpoint's is for the caller to see
            to: sizes near each other may have the same path.
        root_hash: From a checkpoint whose signature is already verified.

    Raises:
        InvalidProofError: The proof is malformed, or leads to another root.
    """
    verify_leaf_inclusion(leaf_hash(entry), proof, root_hash)


def verify_leaf_inclusion(leaf: bytes, proof: InclusionProof, root_hash: bytes) -> None:
    """Do as `verify_inclusion` for an entry of which only the leaf hash is shown.

    A withheld entry is proved so. The leaf hash must come from an entry's bytes or from the
    log's level-0 tile: any node of the tree would pass for a leaf of a smaller tree.

    Raises:
        InvalidProofError: The proof is malformed, or leads to another root.
    """
    index, last = proof.leaf_index, proof.tree_size - 1
    if not 0 <= index <= last:
        raise InvalidProofError(
            f"expected an entry below {proof.tree_size}, found leaf {index}: outside a tree"
        )
    # Above this many levels our node and the rightmost node are the same.
    inner = (index ^ last).bit_length()
    require_path(proof.path, length=inner + (index >> inner).bit_count())

    current = leaf
    for level, sibling in enumerate(proof.path):
        if level >= inner or index >> level & 1:
            current = node_hash(sibling, current)
        else:
            current = node_hash(current, sibling)
    if current != root_hash:
        raise InvalidProofError(f"expected root {root_hash.hex()}, the path leads to another")


def require_path(path: Sequence[bytes], *, length: int) -> None:
    """Raise `InvalidProofError` unless `path` is exactly `length` hashes.

    A path longer or shorter than sizes and index demand could lead to the right root from
    another place, so its length is checked before any hash.
    """
    if len(path) != length:
        raise InvalidProofError(f"expected a path of {length} hashes, found {len(path)}")
    if any(len(sibling) != HASH_BYTES for sibling in path):
        raise InvalidProofError(f"expected hashes of {HASH_BYTES} bytes in the path")

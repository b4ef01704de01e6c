"""A set of evidence by its hashes, and the one root hash that names it.

The hashes stand in rising order, each once, so one set has one root. The root is that of a Merkle
tree (RFC 9162, section 2.1.1) over them: that one document is in the set can later be shown
without showing the others.

Source: docs/spec/assessments.md, "Evidence".
"""

from collections.abc import Iterable
from typing import Final

from servanda.core.identifiers import Digest, digest_from_hash, hash_from_digest
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tree import MerkleTree

MAX_DOCUMENTS: Final = 5_000  # 75 bytes each; a body has at most 1 MiB


def evidence_root(documents: Iterable[Digest]) -> Digest:
    """Return the root hash that names a set of documents, at least one.

    Args:
        documents: Their digests, in any order; what is there twice counts once.
    """
    tree = MerkleTree()
    tree.extend(leaf_hash(hash_from_digest(one)) for one in sorted(set(documents)))
    return digest_from_hash(tree.root())

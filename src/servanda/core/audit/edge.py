"""The tree over an audit log, of which each entry keeps the right edge that it ends.

The root at any size is then found from one entry, and the next entry needs nothing but the last.

Source: RFC 9162, section 2.1.1; docs/spec/audit.md, "The tree".
"""

from servanda.core.identifiers import HASH_BYTES, Digest, digest_from_hash
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tree import Frontier

NO_EDGE = b""


def grown_edge(line: bytes, *, size: int, edge: bytes) -> bytes:
    """Return the edge after `line` is added to a log of `size` entries with this edge."""
    grown, _ = _frontier(size, edge).extended([leaf_hash(line)])
    return b"".join(grown.hashes)


def root_of(edge: bytes, *, size: int) -> Digest:
    """Return the root of a log of `size` entries that has this edge."""
    return digest_from_hash(_frontier(size, edge).root())


def _frontier(size: int, edge: bytes) -> Frontier:
    hashes = tuple(edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES))
    return Frontier(size=size, hashes=hashes)

"""The two hashes a log's tree is made of: one for an entry, one for a pair of hashes.

Everything else in this package combines these two; nobody else hashes for a log.

Source: RFC 9162 (Certificate Transparency 2.0), section 2.1.1, the same as in RFC 6962.
"""

from hashlib import sha256

# Without distinct first bytes, an entry made of two hashes would pass for the node above them.
_LEAF_PREFIX = b"\x00"
_NODE_PREFIX = b"\x01"

EMPTY_ROOT = sha256(b"").digest()  # the root of a log without entries


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash that stands for `entry` in the tree; it is also a statement's name."""
    return sha256(_LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two nodes, each given by its 32 bytes."""
    return sha256(_NODE_PREFIX + left + right).digest()


def parent_hashes(level: bytes | bytearray) -> bytes:
    """Return the hashes one level up, in a row: one for each whole pair in `level`.

    Args:
        level: Hashes of neighbours, 32 bytes each, in a row; a last one without partner is
            left out.
    """
    # The hot loop of appending: one slice is cheaper than two and a second concatenation.
    prefix = _NODE_PREFIX
    return b"".join(
        [
            sha256(prefix + level[start : start + 64]).digest()
            for start in range(0, len(level) - 63, 64)
        ]
    )

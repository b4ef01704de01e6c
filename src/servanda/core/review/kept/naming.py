"""What the statements of a log name, without the statements: which of them belong together.

A case is what a request, an information or a call opened, with all that refers to it. Cases that
name one another (a conversion, a request made in a call, a duplicate) are folded together.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from servanda.core.exchange.leaf import JudgedLeaf, RejectedLeaf
from servanda.core.identifiers import HASH_BYTES, Digest, hash_from_digest

# These open something of their own, whatever they refer to.
OPENING_TYPES = frozenset(("request", "information", "call"))

NOTHING = bytes(HASH_BYTES)  # in the place of a hash: the leaf refers to nothing


class LogNaming:
    """What each leaf of one log names; grows leaf by leaf, owned by whoever feeds it.

    Attributes:
        refs: For each leaf the hash that it refers to, 32 bytes; zeros for none.
        openings: By the index of a leaf that may open a case: its own hash.
        others: By index: another request that a leaf names, as a duplicate does.
        last: Hash of the last leaf; as each leaf names the one before, it fixes all of them.
    """

    __slots__ = ("last", "openings", "others", "refs")

    def __init__(self) -> None:
        """Start with an empty log."""
        self.last = b""
        self.refs = bytearray()
        self.openings: dict[int, bytes] = {}
        self.others: dict[int, bytes] = {}

    def take(self, leaf: JudgedLeaf) -> None:
        """Add the next leaf."""
        self.last = leaf.leaf_hash
        if isinstance(leaf, RejectedLeaf):
            self.refs += NOTHING
            return
        header = leaf.header
        self.refs += NOTHING if header.ref is None else hash_from_digest(header.ref)
        if header.type in OPENING_TYPES:
            self.openings[leaf.index] = leaf.leaf_hash
        retained = header.facts.get("retained")
        if isinstance(retained, str):
            self.others[leaf.index] = hash_from_digest(Digest(retained))

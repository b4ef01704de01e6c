"""What judging a leaf may look at: its past, and nothing else.

The past of a leaf is its own log before it and the other log below its `seen.size`. Whoever
holds the same past comes to the same verdict, on whichever side, today or in ten years. So a
judge gets this interface and no store, no clock and no newer leaf.

Source: docs/spec/exchange.md, "The past of a leaf".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.accords.accord import Accord
from servanda.core.exchange.cut import Cut
from servanda.core.identifiers import Digest, PartyId
from servanda.core.keys.timeline import KeyTimeline


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafPlace:
    """Where a leaf stands and what it was judged to be.

    Attributes:
        party: The writer of the log it stands in.
        index: Its place there.
        type: Its statement type, or None if the leaf is invalid.
    """

    party: PartyId
    index: int
    type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordInForce:
    """One version of the accord, named by its digest."""

    digest: Digest
    accord: Accord


class LeafIndex(Protocol):
    """Finds leaves of both logs of one pair by their hash.

    Every implementation must:
      * find every leaf of both logs below the sizes it was said to hold, invalid ones too;
      * find every place of a leaf: who signs may log the same bytes twice, and who receives
        them may put them into its own log; all such repeats are invalid, but take up a place;
      * answer with nothing for a hash it does not hold.

    tests/core/exchange/test_pair.py holds the one in memory to this.
    """

    def find(self, leaf_hash: bytes) -> Sequence[LeafPlace]:
        """Return every place of the leaf with this hash, in no particular order."""
        ...


class Past(Protocol):
    """The past of the next leaf of one log; *own* is that log, *other* its counterpart's.

    Every implementation must:
      * answer from the two logs alone, and never raise but where a method says so;
      * leave invalid leaves without effect: they count in sizes and hashes only.

    tests/core/exchange/test_pair.py holds `PairState` to this.
    """

    @property
    def own_size(self) -> int:
        """Number of leaves before the one to be judged; so its index."""
        ...

    @property
    def own_previous_hash(self) -> bytes | None:
        """Leaf hash of the leaf before, valid or not; None at index 0."""
        ...

    @property
    def own_previous_time(self) -> datetime | None:
        """Time of the last valid leaf before; None if there is none."""
        ...

    @property
    def own_previous_seen_size(self) -> int:
        """`seen.size` of the last valid leaf before; 0 if there is none."""
        ...

    @property
    def own_keys(self) -> KeyTimeline:
        """The keys of the own log, with all valid key leaves before."""
        ...

    @property
    def other_size(self) -> int:
        """Number of leaves of the other log that the judge holds."""
        ...

    def other_root_at(self, size: int) -> bytes:
        """Return the root hash of the other log's first `size` leaves, at most `other_size`."""
        ...

    def find(self, digest: Digest) -> Sequence[LeafPlace]:
        """Return every place of the leaf in both logs as far as held; the caller bounds them."""
        ...

    def accord_for(self, index: int, seen_size: int) -> AccordInForce | None:
        """Return the version in force for the own leaf at `index` with this `seen.size`."""
        ...

    def cuts_before(self, index: int, seen_size: int) -> Sequence[Cut]:
        """Return the valid cuts in the past of that leaf, in no particular order."""
        ...

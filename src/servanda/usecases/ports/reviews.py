"""What is kept of reviews, as the use cases see it: outlines of logs, and shares of groups.

Two implementations, as for the rest of the store;
tests/usecases/ports/test_review_store_contract.py holds both to the promises below.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptGroup:
    """What one group of cases adds to a review.

    Attributes:
        name: What the group is about.
        key: Hash of all that the shares follow from, the ends of both periods included.
        statements: Hash of its statements as they count at the cut.
        at: The `until` of the cut.
        is_over: At later cuts that find it unchanged it adds nothing.
        shares: As bytes.
    """

    name: bytes
    key: bytes
    statements: bytes
    at: datetime
    is_over: bool
    shares: bytes


class ReviewStore(Protocol):
    """Outlines and shares; all of it can be lost at any time and is made again.

    Every implementation must make each call a transaction of its own and be usable from several
    threads and processes. Two that keep the same group at once may overwrite each other: what
    stands under a key is the same, whoever computed it.
    """

    def kept_outline(self, origin: Origin) -> bytes | None:
        """Return the outline of a log, as far as it was kept; None if none was."""
        ...

    def kept_groups(self, own: Origin) -> Sequence[KeptGroup]:
        """Return the groups kept of a pair, in no order."""
        ...

    def keep_review(
        self,
        own: Origin,
        *,
        outlines: Mapping[Origin, bytes],
        groups: Sequence[KeptGroup],
        gone: Sequence[bytes],
    ) -> None:
        """Keep `outlines` and `groups` in the place of those of the same name.

        Args:
            own: Origin of our log of the pair.
            outlines: By log.
            groups: What was computed anew.
            gone: Names of groups that are none any more.
        """
        ...

    def drop_reviews(self) -> None:
        """Keep nothing any more, of any pair."""
        ...

"""Passages as the use cases see them: what was let out by somebody's word, noted for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRecord:
    """Something that a marking or a use limit held back, and that somebody let pass.

    Attributes:
        leaf_hash: The statement whose body or attachment it is.
        door: A value of `Door`.
        marking: That bound us.
        use: Likewise.
        reason: In the words of whoever let it pass.
        at: When.
    """

    leaf_hash: bytes
    door: str
    marking: str
    use: str
    reason: str
    at: datetime


class PassageStore(Protocol):
    """Keeps passages; none is ever changed or removed."""

    def note_passages(self, passages: Sequence[PassageRecord]) -> None:
        """Add passages, in one transaction."""
        ...

    def passages_of(self, leaf_hash: bytes) -> Sequence[PassageRecord]:
        """Return what was let pass of one statement, oldest first."""
        ...

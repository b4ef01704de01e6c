"""What the carrier answers to one envelope."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Committed, and an envelope goes back: the receipt, what the sender lacks, or `have`."""

    envelope: bytes


@dataclass(frozen=True, slots=True)
class NothingOwed:
    """Committed, or it changed nothing; no answer is owed."""


@dataclass(frozen=True, slots=True)
class TakenLater:
    """Taken, not yet committed; the answer follows through the outbox."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Dropped and counted; whoever sent it learns no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Too much waits already; nothing was taken."""

    retry_after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany:
    """This counterpart sends more than its share; nothing was taken."""

    retry_after_seconds: int


CarrierReply = Answered | NothingOwed | TakenLater | NotTaken | Busy | TooMany


class Receiver(Protocol):
    """Takes envelopes for a node; used by many threads at once."""

    def receive(self, envelope: bytes) -> CarrierReply:
        """Take one envelope and say what to answer, within some two seconds."""
        ...

"""Envelopes that were given to a carrier which may give them back later, and what came back.

Each sending is sealed anew, so only what is noted here tells which leaves an envelope carried.
Few are kept: what was sent long ago was sent again since, under another digest.

Source: docs/decisions/0033-a-bounce-is-shown-and-decides-nothing.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRecord:
    """One envelope that a carrier may give back.

    Attributes:
        digest: Hex SHA-256 of the envelope.
        own: Our log whose leaves it carries.
        first: Index of the first of them.
        until: Index after the last of them.
        carrier: Kind of the carrier.
        sent_at: When it was given to it.
        returned_at: When the carrier gave it back; None: it did not.
        status: What the carrier said then, as RFC 3463 codes it; empty before.
    """

    digest: str
    own: Origin
    first: int
    until: int
    carrier: str
    sent_at: datetime
    returned_at: datetime | None = None
    status: str = ""


class SendingStore(Protocol):
    """Keeps the newest sendings of each pair."""

    def add_sending(self, sending: SendingRecord, *, keep: int) -> None:
        """Add one; of its pair only the newest `keep` stay. One that is there stays as it is."""
        ...

    def sending(self, digest: str) -> SendingRecord | None:
        """Return the sending of this envelope, or None."""
        ...

    def sendings(self, own: Origin) -> Sequence[SendingRecord]:
        """Return what is kept of one pair, the newest first."""
        ...

    def note_returned(self, digest: str, *, status: str, at: datetime) -> bool:
        """Note that an envelope came back; False if that is noted already, or it is unknown."""
        ...

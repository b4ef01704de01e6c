"""Know which mails of the mailbox bring pieces, and when an envelope is all there.

Only the listing of each piece is remembered, not its bytes: whoever sends pieces that never
become whole can neither fill the memory nor push the pieces of others out. They are fetched
again when all of them lie in the mailbox.

Source: docs/spec/mail.md, "Receiving"; docs/decisions/0030-a-piece-of-mail-lists-all-the-pieces.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.transports.mail.splitting import Piece

MAX_WAITING = 4096  # pieces: 64 of the largest envelopes, each in the most pieces
WAITING_ENDS_AFTER = timedelta(days=14)  # a sender says again what is not receipted much sooner


class IncompleteEnvelopeError(CounterpartError):
    """Pieces of an envelope waited too long for the others, or too many wait already."""

    code: ClassVar[str] = "incomplete-envelope"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    listing: bytes  # hash of what it lists; equal for the pieces of one envelope
    number: int
    number_of_pieces: int
    arrived_at: datetime


@dataclass(slots=True)
class PieceIndex:
    """Pieces that lie in the mailbox, by the number of their mail."""

    _waiting: dict[int, _Waiting] = field(default_factory=dict)
    _known: set[tuple[bytes, int]] = field(default_factory=set)

    def __contains__(self, uid: int) -> bool:
        return uid in self._waiting

    def add(self, uid: int, piece: Piece, *, arrived_at: datetime) -> bool:
        """Remember `piece`; return False if the same one waits in another mail already."""
        listing = sha256("".join((piece.digest, *piece.listed)).encode("ascii")).digest()
        if (listing, piece.number) in self._known:
            return False
        self._known.add((listing, piece.number))
        self._waiting[uid] = _Waiting(
            listing=listing,
            number=piece.number,
            number_of_pieces=len(piece.listed),
            arrived_at=arrived_at,
        )
        return True

    def keep_only(self, uids: Iterable[int]) -> None:
        """Forget mails that are not in the mailbox any more."""
        self.forget(self._waiting.keys() - frozenset(uids))

    def forget(self, uids: Iterable[int]) -> None:
        """Forget mails that were put away."""
        for uid in uids:
            gone = self._waiting.pop(uid, None)
            if gone is not None:
                self._known.discard((gone.listing, gone.number))

    def whole(self) -> Sequence[Sequence[int]]:
        """Return the mails of each envelope whose pieces are all there."""
        by_listing: dict[bytes, list[int]] = {}
        for uid, one in self._waiting.items():
            by_listing.setdefault(one.listing, []).append(uid)
        return [
            uids
            for uids in by_listing.values()
            if len(uids) == self._waiting[uids[0]].number_of_pieces
        ]

    def stale(self, now: datetime) -> Sequence[tuple[int, IncompleteEnvelopeError]]:
        """Return the mails of pieces that waited too long, and the oldest of too many."""
        whole = {uid for uids in self.whole() for uid in uids}
        waiting = sorted(uid for uid in self._waiting if uid not in whole)
        excess = frozenset(waiting[: max(0, len(waiting) - MAX_WAITING)])
        return [
            (uid, IncompleteEnvelopeError(f"waited too long, or {MAX_WAITING} newer ones wait"))
            for uid in waiting
            if uid in excess or now - self._waiting[uid].arrived_at > WAITING_ENDS_AFTER
        ]

"""A mailbox in memory, which can misbehave as mail servers and their other users do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from typing_extensions import override

from servanda.core.errors import CounterpartError, ServandaError
from servanda.transports.mail.inbound import Listed, Lying, Mailbox
from servanda.transports.mail.mailbox import MailboxTroubleError
from servanda.transports.mail.message import build_message
from servanda.transports.mail.splitting import split

ARRIVED = datetime(2026, 1, 5, 8, tzinfo=UTC)
SENDER, RECIPIENT = "desk@northmark.example", "desk@southmere.example"


def made_bytes(size: int, *, seed: int = 1) -> bytes:
    """Return bytes that do not repeat, the same ones each time."""
    blocks = (sha256(f"{seed} {number}".encode()).digest() for number in range(-(-size // 32)))
    return b"".join(blocks)[:size]


@dataclass
class MemoryMailbox(Mailbox):
    mails: dict[int, bytes] = field(default_factory=dict)
    put: dict[str, list[int]] = field(default_factory=dict)  # by folder, or folder and reason
    fetched: list[int] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)  # a lie of the server
    vanishing: set[int] = field(default_factory=set)  # listed, and gone when fetched
    validity: int = 1
    is_full: bool = False  # nothing can be put away

    def drop(self, mail: bytes) -> int:
        uid = max([0, *self.mails, *(uid for uids in self.put.values() for uid in uids)]) + 1
        self.mails[uid] = mail
        return uid

    def receive(self, content: bytes, *, is_piece: bool = False) -> int:
        built = build_message(content, sender=SENDER, recipient=RECIPIENT, is_piece=is_piece)
        return self.drop(built.as_bytes())

    def receive_split(self, content: bytes, *, piece_bytes: int) -> list[int]:
        return [
            self.receive(piece, is_piece=True) for piece in split(content, piece_bytes=piece_bytes)
        ]

    @override
    def lying(self) -> Lying:
        return Lying(validity=self.validity, uids=tuple(sorted(self.mails)))

    @override
    def listed(self, uids: Sequence[int]) -> Mapping[int, Listed]:
        return {
            uid: Listed(size=self.sizes.get(uid, len(self.mails[uid])), arrived_at=ARRIVED)
            for uid in uids
            if uid in self.mails
        }

    @override
    def contents(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        self.fetched += uids
        return {uid: self.mails[uid] for uid in uids if uid in self.mails.keys() - self.vanishing}

    @override
    def put_away(self, uids: Sequence[int], folder: Sequence[str], *, reason: str = "") -> None:
        if self.is_full:
            raise MailboxTroubleError("over quota")
        for uid in uids:
            del self.mails[uid]
            self.put.setdefault(" ".join([folder[-1], *([reason] if reason else [])]), []).append(
                uid
            )


@dataclass
class Taker:
    """Commits what it is given, or answers with what it is told to."""

    taken: list[bytes] = field(default_factory=list)
    answers: dict[bytes, ServandaError] = field(default_factory=dict)

    def __call__(self, envelopes: Sequence[bytes]) -> Sequence[ServandaError | None]:
        outcomes = [self.answers.get(envelope) for envelope in envelopes]
        self.taken += [
            envelope for envelope, outcome in zip(envelopes, outcomes, strict=True) if not outcome
        ]
        return outcomes


REFUSED = CounterpartError("not for us")
NOT_NOW = ServandaError("too much waits")

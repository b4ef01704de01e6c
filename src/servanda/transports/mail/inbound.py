"""Take envelopes out of our mailbox, whole or in pieces.

Anybody can write a mail. No header is believed; sizes are looked at before a body is fetched;
what cannot be used is put away with the reason and stays there for a person. A mail stays until
what it brought is committed, so a crash between the two brings it again, which changes nothing.

Source: docs/spec/mail.md, "Receiving".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Protocol

from servanda.core.errors import CounterpartError, ServandaError
from servanda.transports.mail.message import (
    MAX_MESSAGE_BYTES,
    UnusableMailError,
    brings_ours,
    brought_by,
    parse_mail,
    read_message,
)
from servanda.transports.mail.pieces import PieceIndex
from servanda.transports.mail.report import Report, is_report, read_report, returned_in_words
from servanda.transports.mail.splitting import Gathered, parse_piece

PROCESSED = ("Servanda", "Processed")
REJECTED = ("Servanda", "Rejected")
MAX_MAILS_PER_LOOK = 1024
FETCHED_AT_ONCE = 64  # and at most so many bytes, but for one mail that is larger alone:
MAX_FETCHED_BYTES = MAX_MESSAGE_BYTES

# Given envelopes, returns for each: None if it is committed, a `CounterpartError` if it is refused
# for good, any other error if it cannot be taken now.
Take = Callable[[Sequence[bytes]], Sequence[ServandaError | None]]

# Given what is said of a mail of ours, returns None if it was noted, otherwise as `Take`.
Hear = Callable[[Report], ServandaError | None]


class MailVanishedError(ServandaError):
    """A mail was taken away by somebody else between listing and fetching."""

    code: ClassVar[str] = "mail-vanished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """What lies in the mailbox.

    Attributes:
        validity: While it is the same, a number means the same mail.
        uids: Numbers of the oldest mails, rising.
    """

    validity: int
    uids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the server says of a mail without its content.

    Attributes:
        size: Bytes.
        arrived_at: When the server took it, aware.
    """

    size: int
    arrived_at: datetime


class Mailbox(Protocol):
    """A mailbox as the carrier uses it.

    Every implementation must:
      * raise nothing but `ServandaError`; a mailbox out of reach loses nothing;
      * leave out of an answer what is not there any more.
    """

    def lying(self) -> Lying:
        """Return what lies there now."""
        ...

    def listed(self, uids: Sequence[int]) -> Mapping[int, Listed]:
        """Return size and arrival of these mails, without fetching them."""
        ...

    def contents(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        """Return these mails, each cut off just above the cap."""
        ...

    def put_away(self, uids: Sequence[int], folder: Sequence[str], *, reason: str = "") -> None:
        """Move these mails to a folder, made if it is missing, marked with the reason."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look did.

    Attributes:
        processed: Mails whose envelope is committed, or a piece that was there already.
        rejected: Why mails were put away without use, one by one.
        left: Mails that could not be taken now.
    """

    processed: int
    rejected: tuple[CounterpartError, ...]
    left: int


@dataclass(slots=True)
class _Tally:
    """What became of each mail of one look."""

    processed: list[int] = field(default_factory=list)
    rejected: list[tuple[int, CounterpartError]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    def settle(self, uids: Iterable[int], outcome: ServandaError | None) -> None:
        for uid in uids:
            if outcome is None:
                self.processed.append(uid)
            elif isinstance(outcome, CounterpartError):
                self.rejected.append((uid, outcome))
            else:
                self.left.append(uid)


@dataclass(slots=True)
class MailInbound:
    """Reads one mailbox; for one thread.

    Attributes:
        mailbox: Ours.
        hear: Told of mails that could not be handed over; None: nobody is, and they are put away.
    """

    mailbox: Mailbox
    hear: Hear | None = None
    _pieces: PieceIndex = field(default_factory=PieceIndex)
    _validity: int = 0

    def look(self, take: Take, *, now: datetime) -> Looked:
        """Take what lies there, oldest first, at most a batch; the next look finds the rest.

        Args:
            take: Commits envelopes.
            now: By our clock; decides which pieces have waited too long.

        Raises:
            ServandaError: The mailbox cannot be used; what was committed is found again.
        """
        lying = self.mailbox.lying()
        if lying.validity != self._validity:
            self._pieces, self._validity = PieceIndex(), lying.validity
        self._pieces.keep_only(lying.uids)
        looked = _Tally()
        new = [uid for uid in lying.uids if uid not in self._pieces][:MAX_MAILS_PER_LOOK]
        for batch in self._batches(new, looked):
            one = _Tally()
            self._take_batch(batch, take, one)
            self._put_away(one, looked)
        last = _Tally()
        for uids in self._pieces.whole():
            self._take_whole(uids, take, last)
        for uid, error in self._pieces.stale(now):
            last.settle([uid], error)
        self._put_away(last, looked)
        return Looked(
            processed=len(looked.processed),
            rejected=tuple(error for _, error in looked.rejected),
            left=len(looked.left),
        )

    def _batches(self, uids: Sequence[int], looked: _Tally) -> Iterator[Mapping[int, Listed]]:
        """Return what to fetch at once; what is too large is put away unfetched."""
        listed = self.mailbox.listed(uids) if uids else {}
        large = _Tally()
        batch: dict[int, Listed] = {}
        held = 0
        for uid, mail in sorted(listed.items()):
            if mail.size > MAX_MESSAGE_BYTES:
                message = f"expected at most {MAX_MESSAGE_BYTES} bytes, found {mail.size}"
                large.settle([uid], UnusableMailError(message))
                continue
            if batch and (len(batch) == FETCHED_AT_ONCE or held + mail.size > MAX_FETCHED_BYTES):
                yield batch
                batch, held = {}, 0
            batch[uid] = mail
            held += mail.size
        if batch:
            yield batch
        self._put_away(large, looked)

    def _take_batch(self, batch: Mapping[int, Listed], take: Take, tally: _Tally) -> None:
        carriers: dict[str, list[int]] = {}  # mails by the digest of the envelope they bring
        envelopes: dict[str, bytes] = {}
        for uid, data in self.mailbox.contents(tuple(batch)).items():
            try:
                mail = parse_mail(data)
                if is_report(mail):
                    tally.settle([uid], self._heard(read_report(mail)))
                    continue
                returned = None if brings_ours(mail) else returned_in_words(mail)
                if returned is not None:
                    tally.settle([uid], self._heard(returned))
                    continue
                brought = brought_by(mail)
                if brought.is_piece:
                    piece = parse_piece(brought.content)
                    if not self._pieces.add(uid, piece, arrived_at=batch[uid].arrived_at):
                        tally.settle([uid], None)
                    continue
            except CounterpartError as error:
                tally.settle([uid], error)
                continue
            digest = sha256(brought.content).hexdigest()
            carriers.setdefault(digest, []).append(uid)
            envelopes[digest] = brought.content
        if envelopes:
            outcomes = take(list(envelopes.values()))
            for digest, outcome in zip(envelopes, outcomes, strict=True):
                tally.settle(carriers[digest], outcome)

    def _heard(self, report: Report) -> ServandaError | None:
        if self.hear is None:
            return UnusableMailError("a report, and nobody asked for it")
        return self.hear(report)

    def _take_whole(self, uids: Sequence[int], take: Take, tally: _Tally) -> None:
        """Fetch pieces that are all there once more, and take the envelope they are."""
        try:
            content = self._joined(uids)
        except ServandaError as error:
            tally.settle(uids, error)
            return
        (outcome,) = take([content])
        tally.settle(uids, outcome)

    def _joined(self, uids: Sequence[int]) -> bytes:
        gathered, whole = Gathered(), None
        for uid in uids:  # one by one: the mail around a piece may be much larger
            data = self.mailbox.contents([uid]).get(uid)
            if data is None:
                raise MailVanishedError(f"mail {uid} is not there any more")
            gathered, whole = gathered.adding(parse_piece(read_message(data).content))
        if whole is None:
            raise MailVanishedError("a mail of the mailbox has changed")
        return whole

    def _put_away(self, tally: _Tally, looked: _Tally) -> None:
        if tally.processed:
            self.mailbox.put_away(tally.processed, PROCESSED)
        by_reason: dict[str, list[int]] = {}
        for uid, error in tally.rejected:
            by_reason.setdefault(error.code, []).append(uid)
        for reason, uids in by_reason.items():
            self.mailbox.put_away(uids, REJECTED, reason=reason)
        self._pieces.forget([*tally.processed, *(uid for uid, _ in tally.rejected)])
        looked.processed += tally.processed
        looked.rejected += tally.rejected
        looked.left += tally.left

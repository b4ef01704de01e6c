"""The store's casework as the use cases see it: requests as they stand, deadlines, reminders.

A projection that follows the logs case by case, after the commit and outside it, so that
receiving does not wait for it. Two implementations, as for the rest of the store;
tests/usecases/ports/test_casework_store_contract.py holds both to the promises below.

Source: docs/decisions/0018-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Origin

# The group of the statements that every case of a pair is read beside: calendars.
SHARED = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkMark:
    """How far the casework of one pair follows its logs.

    Attributes:
        own: Origin of our log.
        own_until: Statements of our log below this index are taken in, if they were receipted.
        copy_until: Likewise of the copy.
        waiting: Statements below these that wait for an attachment to be receipted.
        version: Rises with every change, so that two writers notice each other.
    """

    own: Origin
    own_until: int = 0
    copy_until: int = 0
    waiting: tuple[bytes, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStatement:
    """A counted statement and the case it belongs to.

    Attributes:
        case: Leaf hash of what it is about: a request, an information, a call; `SHARED` for
            calendars.
        leaf_hash: The statement.
        origin: The log it stands in.
        index: Its position there.
        received_at: Its time of receipt.
        marks: Of its times.
    """

    case: bytes
    leaf_hash: bytes
    origin: Origin
    index: int
    received_at: datetime
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One request as the counted statements leave it.

    Attributes:
        leaf_hash: The request.
        own: Origin of our log of its pair.
        is_ours: Whether we asked.
        kind: Of the request.
        urgency: As it stands.
        subject: Of the request.
        state: As it stands; what comes by time alone is not in it.
        is_open: Whether something is still owed on it.
        generation: 0, or the number of the last reopening.
        started_at: Receipt of the request.
        answered_at: Receipt of the last final response.
        outcome: Of that; empty while there is none.
        is_held: The answer clock stands still.
        due_at: When the answer is due by its extended due time; None: no deadline.
        expires_at: When preserved data may be gone.
        last_at: Receipt of the last statement about it.
    """

    leaf_hash: bytes
    own: Origin
    is_ours: bool
    kind: str
    urgency: str
    subject: str
    state: str
    is_open: bool
    generation: int
    started_at: datetime
    answered_at: datetime | None
    outcome: str
    is_held: bool
    due_at: datetime | None
    expires_at: datetime | None
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRecord:
    """One clock that runs.

    Attributes:
        case: Leaf hash of what it is about.
        own: Origin of our log of its pair.
        clock: Which, or the stage's name, or `expiry` of preserved data.
        number: Tells apart several of one clock: the generation, or the round of questions.
        is_ours: Whether we have to act.
        started_at: When it began.
        due_at: When it is due.
        is_provisional: A later calendar may move it.
    """

    case: bytes
    own: Origin
    clock: str
    number: int
    is_ours: bool
    started_at: datetime
    due_at: datetime
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecord:
    """Something that came by time alone and that a person was told: once.

    Attributes:
        case: Leaf hash of what it is about.
        own: Origin of our log of its pair.
        kind: `reminder`, `breach`, or `expiry` with its days, such as `expiry_30`.
        clock: Of which clock.
        number: As in `DeadlineRecord`.
        is_ours: Whether we have, or had, to act.
        due_at: Of that clock; together with the fields above it names the notice.
        came_at: When it came, whenever it was noted.
        noted_at: When the worker noted it.
    """

    case: bytes
    own: Origin
    kind: str
    clock: str
    number: int
    is_ours: bool
    due_at: datetime
    came_at: datetime
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkChange:
    """What one catching-up writes, in one transaction or not at all.

    Attributes:
        before: The mark that was read; if another is stored by now, nothing is written.
        after: The mark to store; its `version` is set by the store.
        statements: To be added; one known already stays.
        cases: To be written in the place of the row of the same leaf.
        about: Leaf hashes whose deadlines are replaced by `deadlines`.
        deadlines: All that run for these.
        missed: Clocks that the new statements stopped late; their breaches are noted beforehand.
        changed_at: By the node's clock, for who asks what changed; None: the receipt of the last
            statement about each case.
    """

    before: CaseworkMark
    after: CaseworkMark
    statements: Sequence[CaseStatement] = ()
    cases: Sequence[CaseRecord] = ()
    about: Sequence[bytes] = ()
    deadlines: Sequence[DeadlineRecord] = ()
    missed: Sequence[DeadlineRecord] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuestion:
    """Which requests somebody who walks through all of them wants next.

    Attributes:
        after: Receipt, in whole seconds since 1970, and leaf hash of the last one they have; None
            at the beginning.
        changed_since: Only those written at this instant or later, by the node's clock.
        is_open: Only those on which something is owed, or only the others.
        is_ours: Only ours, or only theirs.
        own: Only of this pair.
        limit: At most so many.
    """

    after: tuple[int, bytes] | None = None
    changed_since: datetime | None = None
    is_open: bool | None = None
    is_ours: bool | None = None
    own: Origin | None = None
    limit: int


class CaseworkStore(Protocol):
    """Requests, deadlines and notices.

    Every implementation must make each call a transaction of its own, durable on return, store
    a `CaseworkChange` whole or not at all, and be usable from several threads and processes.
    """

    def casework_mark(self, own: Origin) -> CaseworkMark:
        """Return how far the casework of a pair follows; the first mark where there is none."""
        ...

    def save_casework(self, change: CaseworkChange) -> bool:
        """Store `change`; return False, having written nothing, if the mark was moved meanwhile."""
        ...

    def replace_casework(self, changes: Sequence[CaseworkChange]) -> None:
        """Replace the casework of all pairs by these, in one transaction; notices stay."""
        ...

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return the statements of `cases` of one pair, by log, then by index."""
        ...

    def case(self, leaf_hash: bytes) -> CaseRecord | None:
        """Return one request, or None."""
        ...

    def cases_of(self, own: Origin) -> Sequence[CaseRecord]:
        """Return all requests of a pair, by receipt, then by leaf hash."""
        ...

    def cases_after(self, question: CaseQuestion) -> Sequence[CaseRecord]:
        """Return the next requests by receipt, then by leaf hash: an order that never changes."""
        ...

    def open_cases(self, *, limit: int) -> Sequence[CaseRecord]:
        """Return open requests of all pairs: what is due first comes first, no deadline last."""
        ...

    def deadlines_of(self, own: Origin) -> Sequence[DeadlineRecord]:
        """Return all running clocks of a pair, by due time, then case, clock and number."""
        ...

    def next_deadlines(self, *, limit: int) -> Sequence[DeadlineRecord]:
        """Return the running clocks of all pairs that are due first."""
        ...

    def deadlines_until(self, instant: datetime) -> Sequence[DeadlineRecord]:
        """Return the running clocks of all pairs that are due at `instant` or before."""
        ...

    def add_notices(self, notices: Sequence[NoticeRecord]) -> Sequence[NoticeRecord]:
        """Store the notices that are not there yet, and return those."""
        ...

    def notices(self, *, limit: int) -> Sequence[NoticeRecord]:
        """Return the newest notices, by when they came."""
        ...

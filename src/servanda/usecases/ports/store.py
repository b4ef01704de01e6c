"""The store as the use cases see it: logs that only grow, and what is projected from them.

Two implementations: `servanda.store.django_store` (SQLite and PostgreSQL) and
`servanda.memory.store`. tests/usecases/ports/test_store_contract.py and
test_exchange_store_contract.py hold both to the promises below.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Origin, PartyId
from servanda.usecases.ports.beside import BesideStore
from servanda.usecases.ports.case_lists import CaseListStore
from servanda.usecases.ports.casework import CaseworkStore
from servanda.usecases.ports.facts import FactReader
from servanda.usecases.ports.records import (
    AlarmRecord,
    AttachmentRecord,
    BodyRecord,
    CheckpointRecord,
    CounterpartRecord,
    DatabaseReport,
    FilingRecord,
    HeldRun,
    LeafRecord,
    NodeRecord,
    PairRecord,
    QueuedStatement,
    StatementFacts,
    TileRecord,
)


class IndexTakenError(ServandaError):
    """Another writer appended at the same place of a log; nothing of the commit was stored."""

    code: ClassVar[str] = "index-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogGrowth:
    """New leaves of one log, contiguous from its present end, and the tiles they fill."""

    origin: Origin
    leaves: Sequence[LeafRecord]
    tiles: Sequence[TileRecord] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Statements `first <= index < until` of `origin` were received at `received_at`."""

    origin: Origin
    first: int
    until: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """One later fact about a statement; the first one stands.

    Attributes:
        leaf_hash: The statement concerned.
        field: `acknowledged_at`, `answered_at`, `withdrawn_at` or `refused`.
        at: The time, for the first three.
        text: The refusal's code, or the outcome beside `answered_at`.
    """

    leaf_hash: bytes
    field: str
    at: datetime | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAttachment:
    """A receipt says that the attachment `digest` has come whole.

    Attributes:
        origin: The log whose statements may name it: the reverse of the receipt's.
        digest: Of the ciphertext, 32 bytes.
        seen_size: The receipt's. It counts if a statement below it names the attachment, and
            then for every statement of the log that names it.
        at: Time of the receipt; the first one stands.
    """

    origin: Origin
    digest: bytes
    seen_size: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCommit:
    """All that one step of the sequencer writes, in one transaction or not at all.

    The projections are applied in the order new facts, covered ranges, changes.

    Attributes:
        growths: New leaves, ours and copies.
        bodies: Their salts and bodies; one already held stays.
        checkpoints: Signed heads; one already stored for the same size stays.
        pairs: The exchange's numbers of each pair: sizes, `their_have` (never falling),
            `receipted`, `last_own_statement`, `forked`, `last_contact_at`. A new pair is added
            whole; the outbox's columns of a known one are left alone.
        new_facts: Rows for new statements.
        covered: Ranges of statements received.
        changes: Later facts of single statements.
        attachments: What new statements name; one listed before stays listed.
        listed: What new receipts list; applied after `attachments`.
        filings: What new statements say for the files.
        appended: Ticket and leaf hash of what left the queue.
        failed: Ticket and reason of what can never become a leaf.
        send_at: Pairs with a new statement of ours: send then, or earlier if so planned;
            attempts start over.
        settled: Pairs where all is receipted: nothing is to be sent, unless an answer is owed.
        owed: Pairs where an answer is to be sent through the outbox, and when.
        held: Runs that wait for a gap to close.
        released: Digests of held runs that need not wait any more.
        alarms: What a person must look at.
        dropped: What was dropped, by reason, to be added to the counts.
    """

    growths: Sequence[LogGrowth] = ()
    bodies: Sequence[BodyRecord] = ()
    checkpoints: Sequence[CheckpointRecord] = ()
    pairs: Sequence[PairRecord] = ()
    new_facts: Sequence[StatementFacts] = ()
    covered: Sequence[Covered] = ()
    changes: Sequence[FactChange] = ()
    attachments: Sequence[AttachmentRecord] = ()
    listed: Sequence[ListedAttachment] = ()
    filings: Sequence[FilingRecord] = ()
    appended: Sequence[tuple[str, bytes]] = ()
    failed: Sequence[tuple[str, str]] = ()
    send_at: Mapping[Origin, datetime] = field(default_factory=dict)
    settled: Sequence[Origin] = ()
    owed: Mapping[Origin, datetime] = field(default_factory=dict)
    held: Sequence[HeldRun] = ()
    released: Sequence[str] = ()
    alarms: Sequence[AlarmRecord] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


class LogReader(Protocol):
    """Reading the logs; every leaf comes back as the exact bytes that were stored."""

    def foreign_changes(self) -> int | None:
        """Return a number that is another one after anybody but this thread changed the store.

        None where the database cannot tell: then everything may have changed.
        """
        ...

    def log_sizes(self) -> Mapping[Origin, int]:
        """Return the number of leaves of every log, ours and copies."""
        ...

    def log_size(self, origin: Origin) -> int:
        """Return the number of leaves of one log; 0 if there is none."""
        ...

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return leaves `first <= index < until`, in order, as many as there are."""
        ...

    def iterate_leaves(self, origin: Origin) -> Iterator[LeafRecord]:
        """Return all leaves in order without holding them in memory together."""
        ...

    def leaf_hashes(self, origin: Origin, first: int, until: int) -> Sequence[bytes]:
        """Return the stored hashes of leaves `first <= index < until`, in order."""
        ...

    def find_leaves(self, leaf_hash: bytes) -> Sequence[tuple[Origin, LeafRecord]]:
        """Return every leaf with `leaf_hash` and its log, in the order they were stored."""
        ...

    def last_valid_leaf(self, origin: Origin) -> LeafRecord | None:
        """Return the last leaf whose verdict is `valid`, or None."""
        ...

    def landmarks(self, origin: Origin) -> Sequence[LeafRecord]:
        """Return the valid leaves of `LANDMARK_TYPES`, in order; there are few of them."""
        ...

    def bodies(self, leaf_hashes: Sequence[bytes]) -> Mapping[bytes, BodyRecord]:
        """Return the bodies still held, by leaf hash."""
        ...

    def tile(self, origin: Origin, level: int, number: int) -> bytes:
        """Return a tile's hashes; empty where none is stored."""
        ...

    def checkpoint(self, origin: Origin, *, at_most: int | None = None) -> CheckpointRecord | None:
        """Return the largest checkpoint stored for `origin` with size up to `at_most`."""
        ...

    def checkpoint_from(self, origin: Origin, *, at_least: int) -> CheckpointRecord | None:
        """Return the smallest checkpoint stored for `origin` with size from `at_least` on."""
        ...


class Store(LogReader, FactReader, CaseworkStore, CaseListStore, BesideStore, Protocol):
    """Everything a node keeps.

    Every implementation must:
      * make each call a transaction of its own, durable on return;
      * store a `StepCommit` whole or not at all, raising `IndexTakenError` if any new leaf's
        (log, index) is taken or does not continue its log;
      * have no way to change or remove a leaf or a checkpoint (SQL triggers, not manners);
      * be usable from several threads and processes at once.
    """

    def database_report(self) -> DatabaseReport:
        """Return what the store lies in and what is wrong with it; may read all of it."""
        ...

    # The node and those it speaks to
    def node(self) -> NodeRecord | None:
        """Return who this node is, or None before set-up."""
        ...

    def save_node(self, node: NodeRecord) -> None:
        """Write who this node is; replaces only the card of the same party."""
        ...

    def counterparts(self) -> Sequence[CounterpartRecord]:
        """Return all counterparts, by name."""
        ...

    def counterpart(self, party: PartyId) -> CounterpartRecord | None:
        """Return one counterpart, or None."""
        ...

    def save_counterpart(self, counterpart: CounterpartRecord) -> None:
        """Add or replace a counterpart."""
        ...

    # The sequencer's step
    def commit(self, step: StepCommit) -> None:
        """Store `step` in one transaction; see the class for what that promises."""
        ...

    # Pairs and the outbox
    def pairs(self) -> Sequence[PairRecord]:
        """Return all pairs, by origin."""
        ...

    def pair(self, own: Origin) -> PairRecord | None:
        """Return one pair by the origin of our log, or None."""
        ...

    def open_pair(self, pair: PairRecord) -> None:
        """Add `pair`; nothing changes if a pair with its origin is there."""
        ...

    def owe_answer(self, own: Origin, *, due_at: datetime) -> None:
        """Note that the counterpart waits for an answer, to be sent at `due_at`."""
        ...

    def save_sending(self, sent: PairRecord, *, read: PairRecord) -> None:
        """Store how a sending went: `handed_over`, `their_have` (never falling), `trouble`.

        `due_at`, `attempts` and `answer_owed` are stored only while the stored `due_at`,
        `last_own_statement` and `answer_owed` are still those of `read`: a statement appended
        during the sending must not wait for the back-off of the one before it. The instant
        alone would not do: within one second, or under a clock that stands, it is the same.
        """
        ...

    def due_pairs(self, now: datetime) -> Sequence[PairRecord]:
        """Return the pairs whose `due_at` is not after `now`, the longest waiting first."""
        ...

    # The queue
    def queue(self, statement: QueuedStatement) -> bool:
        """Add `statement`; False if its ticket is already there (nothing changes)."""
        ...

    def queued(self, *, limit: int, own: Origin | None = None) -> Sequence[QueuedStatement]:
        """Return up to `limit` that wait, in their order; of one log of ours, or None for all."""
        ...

    def ticket(self, ticket: str) -> QueuedStatement | None:
        """Return what was queued under `ticket`, waiting or appended."""
        ...

    def remove_queued(self, ticket: str) -> None:
        """Take a waiting statement back; what is already a leaf stays."""
        ...

    # Held runs, counts
    def held_runs(self, origin: Origin) -> Sequence[HeldRun]:
        """Return the runs of `origin` that wait for a gap to close, by first index."""
        ...

    def drops(self) -> Mapping[str, int]:
        """Return how often something was dropped, by reason."""
        ...

    # Projections
    def replace_projections(
        self,
        *,
        facts: Sequence[StatementFacts],
        pairs: Sequence[PairRecord],
        tiles: Mapping[Origin, Sequence[TileRecord]],
        attachments: Sequence[AttachmentRecord] | None = None,
        filings: Sequence[FilingRecord] | None = None,
    ) -> None:
        """Replace all projections by these, in one transaction; logs are not touched.

        `attachments` or `filings` None leaves those as they are.
        """
        ...

    # What statements say for the files
    def filings_about(self, leaf_hashes: Sequence[bytes]) -> Sequence[FilingRecord]:
        """Return what is filed about these requests and pieces of information, in any order."""
        ...

    def find_filings(self, text: str, *, limit: int) -> Sequence[FilingRecord]:
        """Return up to `limit` rows that have `text` in file number or title.

        Both are compared as `searched_words`; no sign of `text` stands for another.
        """
        ...

    def open_with_items(self, own: Origin, items: bytes) -> Sequence[bytes]:
        """Return our requests in the log `own` that ask for `items` and wait for their answer.

        As `facts` know it: not answered, not withdrawn, not refused.
        """
        ...

    def all_filings(self, *, origin: Origin | None = None) -> Sequence[FilingRecord]:
        """Return all, or those of one log, by log and index: for a comparison alone."""
        ...

    # Attachments
    def attachments_of(self, leaf_hash: bytes) -> Sequence[AttachmentRecord]:
        """Return the attachments of one statement, in the order of its header."""
        ...

    def attachments_named(self, digest: bytes) -> Sequence[AttachmentRecord]:
        """Return every statement that names the attachment, in the order they were stored."""
        ...

    def unlisted_attachments(self) -> Sequence[AttachmentRecord]:
        """Return what no receipt lists yet, ours and theirs, in the order they were stored."""
        ...

    def all_attachments(self, *, origin: Origin | None = None) -> Sequence[AttachmentRecord]:
        """Return all, or those of one log, by log and index: for a comparison alone."""
        ...

    def save_attachment_sending(self, sent: AttachmentRecord) -> None:
        """Store `due_at`, `attempts`, `is_handed_over` and `trouble`, unless listed meanwhile."""
        ...

    # Repair
    def restore_log(
        self, origin: Origin, leaves: Sequence[LeafRecord], bodies: Sequence[BodyRecord]
    ) -> None:
        """Put `leaves` in place of the whole of one log: the refill of a damaged store.

        The only way leaves are ever removed; the triggers are set aside inside the same
        transaction. Callers have verified `leaves` against a signed checkpoint before.
        Checkpoints of `origin` larger than the new log are removed too.
        """
        ...

    def erase_body(self, leaf_hash: bytes) -> None:
        """Erase salt and body of a leaf, as queued too, and what it says for the files."""
        ...

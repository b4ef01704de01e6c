"""What the store keeps, as plain values: leaves, bodies, checkpoints, pairs, facts, the queue.

The logs are the truth; everything marked *projection* here can be computed from them again.

Source: docs/spec/exchange.md; docs/reference/store.md.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from typing_extensions import override

from servanda.core.attachments.receipts import delivered_at
from servanda.core.identifiers import Origin, PartyId

VALID = "valid"
INVALID = "invalid"
NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRecord:
    """Who this node is; written once.

    Attributes:
        party: Our party.
        mode: `real`, `exercise` or `demonstration`; an accord of another mode is refused.
        card: Our card, as bytes of its file.
        created_at: When the home was made.
    """

    party: PartyId
    mode: str
    card: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartRecord:
    """A counterpart whose card we were given.

    Attributes:
        party: The counterpart.
        card: Its card, as bytes of its file.
        added_at: When the card was added.
        confirmed_at: When two people had compared the twelve words; None: nothing is accepted.
    """

    party: PartyId
    card: bytes
    added_at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafRecord:
    """One leaf of a log, ours or a copy; never changed once written.

    Attributes:
        index: Position in its log, from 0.
        leaf_hash: 32 bytes.
        note: The exact bytes that were signed.
        type: Statement type; empty where the leaf cannot be read.
        ref: Leaf hash of what it answers, 32 bytes, or None.
        time: The writer's clock; None where the leaf cannot be read.
        verdict: `valid`, `invalid` or `not_understood`: a pure function of leaf and past.
        reason: Why it is not valid; empty if it is.
        marks: Marks set by judging (`time_outside_tolerance`, ...), sorted.
    """

    index: int
    leaf_hash: bytes
    note: bytes
    type: str
    ref: bytes | None
    time: datetime | None
    verdict: str = VALID
    reason: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRecord:
    """Salt and body of a leaf; erased together, the leaf stays."""

    leaf_hash: bytes
    salt: bytes
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TileRecord:
    """One hash tile (projection): up to 256 hashes of complete subtrees, end to end.

    Tiles of level 0 are written when full; until then the hashes stand in the leaves. Tiles of
    higher levels are written whole each time a tile below them fills.

    Attributes:
        level: Tile level; its hashes cover 256 to the power of `level` leaves each.
        number: Position of the tile at its level.
        hashes: 32 bytes for each hash.
    """

    level: int
    number: int
    hashes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRecord:
    """A signed head of a log.

    Attributes:
        origin: The log.
        size: Number of leaves covered.
        root: 32 bytes.
        note: The signed checkpoint.
        signed_at: By our clock: when we signed it or took it.
    """

    origin: Origin
    size: int
    root: bytes
    note: bytes
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRecord:
    """How the exchange with one counterpart under one accord stands.

    Attributes:
        own: Origin of our log; the other log is its `reverse`.
        opened_at: When the pair was opened.
        own_size: Leaves in our log (projection).
        copy_size: Leaves in our copy of the other log (projection).
        their_have: What the counterpart is known to hold of our log (hint or `seen`).
        receipted: How much of our log a valid leaf of theirs has `seen` (projection).
        last_own_statement: Index of our last leaf that is no receipt, or -1 (projection).
        forked: The counterpart showed two logs; nothing more of it is copied.
        last_contact_at: When something of theirs last arrived.
        due_at: When the outbox sends next; None: nothing to send.
        answer_owed: A run of theirs held a statement and is not answered yet.
        attempts: Sendings since anything was receipted; drives the back-off.
        handed_over: How much of our log was handed to a carrier.
        trouble: Why the last sending failed; empty if it did not.
    """

    own: Origin
    opened_at: datetime
    own_size: int = 0
    copy_size: int = 0
    their_have: int = 0
    receipted: int = 0
    last_own_statement: int = -1
    forked: bool = False
    last_contact_at: datetime | None = None
    due_at: datetime | None = None
    answer_owed: bool = False
    attempts: int = 0
    handed_over: int = 0
    trouble: str = ""

    @property
    def counterpart(self) -> PartyId:
        """The other party of the pair."""
        return self.own.to_party

    @property
    def has_unreceipted(self) -> bool:
        """Whether one of our statements waits for its receipt."""
        return self.last_own_statement >= self.receipted

    @override
    def __str__(self) -> str:
        return str(self.own)


# What is folded when somebody asks (decision 0029): few statements, with an index of their own.
CONDUCT_TYPES: Final = (
    "assessment",
    "call",
    "check",
    "concern",
    "contact",
    "custody",
    "deliverable",
    "dispute",
    "escalation",
    "outcome",
    "reply",
    "round",
    "suspension",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What is known about one statement (projection): delivered, acknowledged, answered.

    Attributes:
        leaf_hash: The statement.
        origin: The log it stands in.
        index: Its position there.
        type: Its type.
        sent_at: Its writer's clock.
        received_at: `time` of the first leaf of the other log that has `seen` it; None: not yet.
        acknowledged_at: `time` of the first acknowledgement of it.
        answered_at: `time` of the first final response to it.
        outcome: The outcome that response states; empty if none.
        withdrawn_at: `time` of the first withdrawal of it by its writer.
        refused: Code of the first refusal of it; empty if none.
        attachments_missing: Attachments of it that no receipt lists.
        attachments_at: The latest `time` of the receipts that list the others; None: none does.
    """

    leaf_hash: bytes
    origin: Origin
    index: int
    type: str
    sent_at: datetime | None
    received_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    outcome: str = ""
    withdrawn_at: datetime | None = None
    refused: str = ""
    attachments_missing: int = 0
    attachments_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether, if it is a request, its answer is still waited for; provisional until a cut."""
        return self.answered_at is None and self.withdrawn_at is None and not self.refused

    @property
    def delivered_at(self) -> datetime | None:
        """The time of receipt: of the statement and of all its attachments; None: not yet."""
        return delivered_at(
            covered_at=self.received_at,
            missing=self.attachments_missing,
            listed_at=self.attachments_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord:
    """One attachment that a valid statement names (projection, but for how sending goes).

    Attributes:
        digest: Of the ciphertext, 32 bytes.
        leaf_hash: The statement.
        origin: The log it stands in.
        index: Its position there.
        listed_at: `time` of the first receipt that lists the attachment; None: none yet.
        due_at: When it is sent next; None: not ours, or nothing to send.
        attempts: Sendings so far; drives the back-off.
        is_handed_over: Whether a carrier took all of it once.
        trouble: Why the last sending failed; empty if it did not.
    """

    digest: bytes
    leaf_hash: bytes
    origin: Origin
    index: int
    listed_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    is_handed_over: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRecord:
    """What one valid statement says for the files, while its body is held (projection).

    Attributes:
        leaf_hash: The statement: a request, a piece of information or an acknowledgement.
        origin: The log it stands in.
        index: Its position there.
        about: The request or information that it is, or that it acknowledges.
        file_number: Of its writer; empty if the body gives none.
        title: Of a request or information; empty if the body gives none.
        items: Of a request, the hash of what it asks for in normal form, 32 bytes; else None.
    """

    leaf_hash: bytes
    origin: Origin
    index: int
    about: bytes
    file_number: str
    title: str
    items: bytes | None = None


def searched_words(text: str) -> str:
    """Return `text` as it is compared in a search: no letter case, no spaces at all.

    One registry writes AB 12/3 and the other AB12/3, and Chinese knows no spaces between words.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedStatement:
    """A statement approved and waiting for the sequencer; nothing is signed yet.

    Attributes:
        ticket: Name of the wish, unique; the same ticket is queued once.
        own: The log it will stand in.
        type: Its type.
        facts: Canonical JSON of its facts.
        ref: Leaf hash of what it answers, 32 bytes, or None.
        accord: For proposal and acceptance the version meant, as written; else None.
        salt: 32 random bytes, or None without a body.
        body: Canonical bytes, or None.
        attachments: Digests of attachment ciphertexts, as written.
        queued_at: When it was queued.
        leaf_hash: The leaf it became; None while it waits.
        trouble: Why it can never become a leaf; empty while it waits, and after.
    """

    ticket: str
    own: Origin
    type: str
    facts: bytes
    ref: bytes | None
    accord: str | None
    salt: bytes | None
    body: bytes | None
    attachments: tuple[str, ...]
    queued_at: datetime
    leaf_hash: bytes | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRun:
    """A run that arrived before the one it follows; waits for the gap to close.

    Attributes:
        digest: Hex SHA-256 of the envelope; the same envelope is held once.
        origin: The log it carries.
        first: Index of its first leaf.
        run: The run, encoded.
        held_at: When it arrived.
    """

    digest: str
    origin: Origin
    first: int
    run: bytes
    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRecord:
    """Something a person must look at, with the bytes that prove it.

    Attributes:
        kind: `fork`, `run_differs`, `own_log_rolled_back`, `leaf_altered`, `dropped`, ...
        subject: Origin or party it concerns; empty if unknown.
        message: What was expected and what was found.
        evidence: The bytes that show it, for export; may be empty.
        raised_at: By our clock.
        settled_at: When it was acted on; None while a person still has to look. The record stays.
    """

    kind: str
    subject: str
    message: str
    evidence: bytes
    raised_at: datetime
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether a person still has to look at it."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseReport:
    """What the store lies in, for its operator.

    Attributes:
        name: Product and version.
        troubles: What a person must put right, with the cure; empty where all is well.
    """

    name: str
    troubles: tuple[str, ...] = ()

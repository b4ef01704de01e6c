"""One pair's part in a step of the sequencer: what arrived, our receipt, our own statements.

Grows a branch of the pair in memory and collects what is to be stored. Nothing is stored here,
so a step that fails leaves no trace.

Source: docs/spec/exchange.md, "Receiving a run" and "Sending a statement".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from servanda.core.envelope.notes import NoteSigner
from servanda.core.envelope.run import MAX_RUN_LEAVES, CarriedLeaf, Run, encode_run, parse_run
from servanda.core.errors import CounterpartError
from servanda.core.exchange.cut import CUT
from servanda.core.exchange.leaf import RECEIPT, REFUSAL, JudgedLeaf
from servanda.core.exchange.receiving import Dropped, Forked, Gap, Kept, Taken, decide_run
from servanda.core.identifiers import Digest, Origin, format_instant
from servanda.core.keys.rotation import WantedKeys
from servanda.usecases.exchange.fork_evidence import fork_draft
from servanda.usecases.exchange.loaded_pairs import LoadedPair
from servanda.usecases.exchange.own_leaves import (
    Draft,
    IllegalStatementError,
    Written,
    draft_of,
    missing_keys,
    write_leaf,
)
from servanda.usecases.exchange.runs import MAX_RUN_CONTENT_BYTES
from servanda.usecases.ports.records import (
    AlarmRecord,
    CheckpointRecord,
    HeldRun,
    QueuedStatement,
)
from servanda.usecases.upkeep.refill_request import verify_refill_request

RunKind: TypeAlias = Literal[
    "taken", "repeated", "empty", "gap", "kept", "ahead", "forked", "dropped"
]

# Kinds of alarms that something else asks for by name.
REFILL_ASKED = "refill_asked"  # holds a signed request
CLAIMS_MORE = "claims_more"
SIGNING_STOPPED = "signing_stopped"

# How often an empty run makes us send: the first step of the sender's back-off.
ASKING_INTERVAL = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRun:
    """A run taken out of its envelope; its leaves are not verified.

    Attributes:
        run: As it was sealed to us by somebody.
        digest: Hex SHA-256 of the envelope.
        answer_now: Whether an answer can go back on the connection it came by.
    """

    run: Run
    digest: str
    answer_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What became of one run.

    Attributes:
        kind: How it ended.
        reason: Expected and found, for people; empty where all is well.
        answers: What the sender gets at once: `leaves` (what it lacks), `have` (only how much
            we hold) or `nothing`.
    """

    kind: RunKind
    reason: str = ""
    answers: Literal["leaves", "have", "nothing"] = "nothing"


@dataclass
class PairStep:
    """The work on one pair; lives for one attempt of one step."""

    pair: LoadedPair
    now: datetime
    wanted: WantedKeys
    signer: NoteSigner
    held_before: Sequence[HeldRun] = ()

    results: dict[int, RunResult] = field(default_factory=dict)
    copied: list[tuple[JudgedLeaf, CarriedLeaf]] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    checkpoints: list[CheckpointRecord] = field(default_factory=list)
    appended: list[tuple[str, bytes]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    held: list[HeldRun] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    alarms: list[AlarmRecord] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    their_have: int = 0
    owed_at: datetime | None = None
    asks_again: bool = False
    forked: bool = False
    left_over: bool = False

    def __post_init__(self) -> None:
        """Begin with the pair as stored; what is taken or written grows a branch of it."""
        self.state = self.pair.state
        self.forked = self.pair.record.forked
        self.copy_head = self.pair.copy_head
        # Set when the step is made a commit.
        self.record = self.pair.record
        self.receipted_before = self.pair.record.receipted
        self.coverage = dict(self.pair.coverage)
        self.held_after = self.held_before
        self._owes_receipt = False
        self._has_newest_keys = False
        self._refusals: list[tuple[Digest, str]] = []
        self._fork: Draft | None = None

    def receive(self, runs: Mapping[int, OpenedRun]) -> None:
        """Take the runs of this pair, by their number in the batch; the earliest leaves first.

        Senders may send several at once, and they need not arrive in order.
        """
        for number, opened in sorted(runs.items(), key=lambda item: item[1].run.first):
            self.results[number] = self._receive_one(opened)
        self._release_held()

    def write(self, queued: Sequence[QueuedStatement]) -> None:
        """Append what is owed for what was taken, and after it our own statements."""
        self.answer_with_leaves()
        self.append(queued)

    def answer_with_leaves(self) -> None:
        """Append the one receipt of all that was taken, and a refusal for each one refused.

        A log of ours that lacks our newest keys gets them first: they sign what follows.
        """
        if self.state.log(self.pair.own.from_party).roots.size:
            self._bring_keys()
        if self._owes_receipt:
            self._write(Draft(type=RECEIPT, facts={}))
        for ref, code in self._refusals:
            self._write(Draft(type=REFUSAL, facts={"code": code}, ref=ref))
        if self._fork is not None:
            self._write_if_legal(self._fork)

    def append(self, queued: Sequence[QueuedStatement]) -> None:
        """Append our own statements, as many as fit one envelope with what is there."""
        size = sum(written.size for written in self.written)
        for statement in queued:
            size += len(statement.facts) + len(statement.body or b"") + 2_048
            is_full = len(self.written) >= MAX_RUN_LEAVES or size > MAX_RUN_CONTENT_BYTES
            # A cut ends its batch, so that a head of exactly its size is signed.
            if self.written and (is_full or self.written[-1].leaf.header.type == CUT):
                self.left_over = True
                return
            try:
                written = self._write(draft_of(statement))
            except IllegalStatementError as error:
                self.failed.append((statement.ticket, str(error)))
            else:
                self.appended.append((statement.ticket, written.leaf.leaf_hash))
                if statement.type == RECEIPT:  # of an attachment, whose sender waits for it
                    self.owed_at = self.now

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is to be stored for the logs."""
        return not self.copied and not self.written

    def _receive_one(self, opened: OpenedRun) -> RunResult:
        run = opened.run
        own_size = self.state.log(self.pair.own.from_party).roots.size
        if run.have > own_size:
            return self._claims_more(run, own_size)
        self.their_have = max(self.their_have, run.have)
        if self.forked and run.refill is None:  # an accident is healed by what a refill asks for
            return self._drop("forked", "a fork of this log is shown; nothing more is copied")
        decision = decide_run(
            run, us=self.pair.own.from_party, pair=self.state, held_checkpoint=self.copy_head
        )
        match decision:
            case Taken():
                if self._is_of_replaced_keys(decision):
                    return self._drop("replaced-keys", "a new log under keys that were replaced")
                return self._taken(decision, opened)
            case Forked():
                return self._forked(decision)
            case Dropped() | Gap() | Kept():
                return self._not_taken(decision, opened)

    def _is_of_replaced_keys(self, taken: Taken) -> bool:
        """Return whether a log begins, and ends, under older keys than we know of its owner.

        Its owner would have brought the newer ones; a thief of the older ones cannot.
        """
        them = self.pair.copy.from_party
        keys = taken.pair.log(them).keys.newest
        return self.state.log(them).roots.size == 0 and keys.serial < self.pair.their_serial

    def _not_taken(self, decision: Dropped | Gap | Kept, opened: OpenedRun) -> RunResult:
        match decision:
            case Dropped():
                return self._drop("head", decision.reason)
            case Gap():
                self._hold(opened)
                return RunResult(kind="gap", answers="have")
            case Kept():
                evidence = encode_run(opened.run)
                self._alarm("run_differs", decision.reason, evidence=evidence)
                return RunResult(kind="kept", reason=decision.reason, answers="have")

    def _taken(self, taken: Taken, opened: OpenedRun) -> RunResult:
        run = opened.run
        self.state = taken.pair
        self.copied.extend(zip(taken.new, taken.carried, strict=True))
        self._refusals.extend(taken.refusals)
        self._owes_receipt = self._owes_receipt or taken.owes_receipt
        if taken.head is not None and run.checkpoint is not None and taken.new:
            self.copy_head = run.checkpoint
            self.checkpoints.append(
                CheckpointRecord(
                    origin=run.origin,
                    size=taken.head.size,
                    root=taken.head.root,
                    note=run.checkpoint,
                    signed_at=self.now,
                )
            )
        if not run.leaves:
            if run.refill is not None:
                self._refill_asked(run.origin, run.refill)
            else:
                self._asked(run)
            return RunResult(kind="empty")
        if taken.owes_answer and not opened.answer_now:
            self.owed_at = self.now
        return RunResult(
            kind="taken" if taken.new else "repeated",
            answers="leaves" if taken.owes_answer else "nothing",
        )

    def _asked(self, run: Run) -> None:
        """Note that an empty run says what the sender lacks; answered once per back-off step."""
        seen = self.state.log(self.pair.copy.from_party).seen_size
        last = self.pair.asked_at
        is_early = last is not None and last <= self.now < last + ASKING_INTERVAL
        if seen <= run.have < self.pair.record.own_size and not is_early:
            self.asks_again = True
            self.owed_at = self.now

    def _refill_asked(self, origin: Origin, note: bytes) -> None:
        """Note a request that our log be sent back, for a person to allow."""
        keys = self.state.log(origin.from_party).keys.newest
        try:
            request = verify_refill_request(note, origin=origin, keys=keys)
        except CounterpartError as error:
            self._drop("refill", str(error))
            return
        message = (
            f"{origin.from_party} asks, at {format_instant(request.asked_at)}, to be sent both "
            f"logs; if a person there confirms it, run `servanda refill` with --allow"
        )
        self._alarm(REFILL_ASKED, message, evidence=note)

    def _release_held(self) -> None:
        """Take held runs whose gap has closed, and forget those that bring nothing."""
        for held in self.held_before:
            have = self.state.log(self.pair.copy.from_party).roots.size
            if held.first > have:
                continue
            run = parse_run(held.run)
            opened = OpenedRun(run=run, digest=held.digest, answer_now=False)
            self._receive_one(opened)
            self.released.append(held.digest)

    def _hold(self, opened: OpenedRun) -> None:
        self.held.append(
            HeldRun(
                digest=opened.digest,
                origin=opened.run.origin,
                first=opened.run.first,
                run=encode_run(opened.run),
                held_at=self.now,
            )
        )

    def _forked(self, forked: Forked) -> RunResult:
        self.forked = True
        evidence = b"\n".join(forked.heads)
        self._alarm("fork", forked.reason, evidence=evidence)
        self._fork = fork_draft(forked.heads)
        return RunResult(kind="forked", reason=forked.reason)

    def _claims_more(self, run: Run, own_size: int) -> RunResult:
        reason = (
            f"the counterpart says that it holds {run.have} leaves of our log, which has "
            f"{own_size}; if this store was restored from a backup, run `servanda refill`"
        )
        self._alarm(CLAIMS_MORE, reason, evidence=b"")
        return RunResult(kind="ahead", reason=reason)

    def _drop(self, code: str, reason: str) -> RunResult:
        self.dropped[code] = self.dropped.get(code, 0) + 1
        return RunResult(kind="dropped", reason=reason, answers="have")

    def _alarm(self, kind: str, message: str, *, evidence: bytes) -> None:
        self.alarms.append(
            AlarmRecord(
                kind=kind,
                subject=str(self.pair.copy),
                message=message,
                evidence=evidence,
                raised_at=self.now,
            )
        )

    def _write(self, draft: Draft) -> Written:
        self._bring_keys()
        return self._write_next(draft)

    def _bring_keys(self) -> None:
        """Let our log say which keys are in use now, before anything is signed with them."""
        if self._has_newest_keys:
            return
        us = self.pair.own.from_party
        for missing in missing_keys(self.state, us=us, wanted=self.wanted):
            self._write_next(missing)
        self._has_newest_keys = True

    def _write_next(self, draft: Draft) -> Written:
        if self.state is self.pair.state:  # which stays as stored, whatever becomes of the step
            self.state = self.state.branch()
        written = write_leaf(
            draft,
            pair=self.state,
            us=self.pair.own.from_party,
            signer=self.signer,
            now=self.now,
        )
        self.written.append(written)
        return written

    def _write_if_legal(self, draft: Draft) -> None:
        try:
            self._write(draft)
        except IllegalStatementError as error:
            self._alarm("dispute_not_sent", str(error), evidence=b"")

"""A store in memory: the same promises as the one on disk, without the disk.

Serves the tests, the simulator and practice. Nothing survives the process; "durable" here
means that a simulated crash, which drops everything but the store, finds it again.

Source: servanda/usecases/ports/store.py, whose promises it keeps.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Origin, PartyId
from servanda.memory.audit import MemoryAudit
from servanda.memory.case_lists import MemoryCaseLists
from servanda.memory.drafts import MemoryDrafts
from servanda.memory.evidence import MemoryEvidence
from servanda.memory.facts import MemoryFacts
from servanda.memory.imports import MemoryImports
from servanda.memory.passages import MemoryPassages
from servanda.memory.reviews import MemoryReviews
from servanda.memory.searches import MemorySearches
from servanda.memory.sendings import MemorySendings
from servanda.memory.sign_in import MemorySignIn
from servanda.memory.worksheets import MemoryWorksheets
from servanda.usecases.exchange.facts import with_change
from servanda.usecases.ports.records import (
    AlarmRecord,
    AttachmentRecord,
    BodyRecord,
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
from servanda.usecases.ports.store import (
    Covered,
    FactChange,
    IndexTakenError,
    LogGrowth,
    StepCommit,
    Store,
)


class MemoryStore(
    MemoryFacts,
    MemoryCaseLists,
    MemoryReviews,
    MemoryPassages,
    MemoryWorksheets,
    MemoryImports,
    MemoryEvidence,
    MemoryAudit,
    MemoryDrafts,
    MemorySearches,
    MemorySendings,
    MemorySignIn,
    Store,
):
    """Fills the port `Store` from memory; one lock stands for the database's."""

    def __init__(self) -> None:
        super().__init__()
        self._node: NodeRecord | None = None
        self._counterparts: dict[PartyId, CounterpartRecord] = {}
        self._pairs: dict[Origin, PairRecord] = {}
        self._queue: dict[str, QueuedStatement] = {}
        self._held: dict[str, HeldRun] = {}
        self._alarms: list[AlarmRecord] = []
        self._drops: dict[str, int] = {}

    @override
    def database_report(self) -> DatabaseReport:
        return DatabaseReport(name="memory")

    # The node and those it speaks to

    @override
    def node(self) -> NodeRecord | None:
        return self._node

    @override
    def save_node(self, node: NodeRecord) -> None:
        with self._lock:
            old = self._node
            self._node = node if old is None else replace(old, card=node.card)

    @override
    def counterparts(self) -> Sequence[CounterpartRecord]:
        with self._lock:
            return [self._counterparts[party] for party in sorted(self._counterparts)]

    @override
    def counterpart(self, party: PartyId) -> CounterpartRecord | None:
        return self._counterparts.get(party)

    @override
    def save_counterpart(self, counterpart: CounterpartRecord) -> None:
        with self._lock:
            self._counterparts[counterpart.party] = counterpart

    # The sequencer's step

    @override
    def commit(self, step: StepCommit) -> None:
        with self._lock:
            for growth in step.growths:
                require_end(growth, self.log_size(growth.origin))
            self._add_to_logs(step)
            self._save_pairs(step.pairs)
            self._save_outbox(step)
            self._add_to_projections(step)
            self._add_beside_logs(step)

    # Pairs and the outbox

    @override
    def pairs(self) -> Sequence[PairRecord]:
        with self._lock:
            return [self._pairs[own] for own in sorted(self._pairs, key=str)]

    @override
    def pair(self, own: Origin) -> PairRecord | None:
        return self._pairs.get(own)

    @override
    def open_pair(self, pair: PairRecord) -> None:
        with self._lock:
            self._pairs.setdefault(pair.own, pair)

    @override
    def owe_answer(self, own: Origin, *, due_at: datetime) -> None:
        with self._lock:
            pair = self._pairs[own]
            self._pairs[own] = replace(pair, answer_owed=True, due_at=_earlier(pair.due_at, due_at))

    @override
    def save_sending(self, sent: PairRecord, *, read: PairRecord) -> None:
        with self._lock:
            pair = self._pairs[sent.own]
            stored = replace(
                pair,
                handed_over=sent.handed_over,
                trouble=sent.trouble,
                their_have=max(pair.their_have, sent.their_have),
            )
            if _sending_of(pair) == _sending_of(read):
                stored = replace(
                    stored,
                    due_at=sent.due_at,
                    attempts=sent.attempts,
                    answer_owed=sent.answer_owed,
                )
            self._pairs[sent.own] = stored

    @override
    def due_pairs(self, now: datetime) -> Sequence[PairRecord]:
        due = [
            (pair.due_at, str(pair.own), pair)
            for pair in self.pairs()
            if pair.due_at is not None and pair.due_at <= now
        ]
        return [pair for _, _, pair in sorted(due, key=lambda item: item[:2])]

    # The queue, held runs, alarms

    @override
    def queue(self, statement: QueuedStatement) -> bool:
        with self._lock:
            if statement.ticket in self._queue:
                return False
            self._queue[statement.ticket] = statement
            return True

    @override
    def queued(self, *, limit: int, own: Origin | None = None) -> Sequence[QueuedStatement]:
        with self._lock:
            waiting = [
                one
                for one in self._queue.values()
                if one.leaf_hash is None and not one.trouble and own in {None, one.own}
            ]
            return waiting[:limit]

    @override
    def ticket(self, ticket: str) -> QueuedStatement | None:
        return self._queue.get(ticket)

    @override
    def remove_queued(self, ticket: str) -> None:
        with self._lock:
            waiting = self._queue.get(ticket)
            if waiting is not None and waiting.leaf_hash is None:
                del self._queue[ticket]

    @override
    def held_runs(self, origin: Origin) -> Sequence[HeldRun]:
        with self._lock:
            held = [run for run in self._held.values() if run.origin == origin]
            return sorted(held, key=lambda run: (run.first, run.digest))

    @override
    def alarms(self) -> Sequence[AlarmRecord]:
        return tuple(self._alarms)

    @override
    def settle_alarms(self, kinds: Collection[str], subject: str, *, at: datetime) -> None:
        with self._lock:
            self._alarms = [
                replace(one, settled_at=at)
                if one.is_open and one.kind in kinds and one.subject == subject
                else one
                for one in self._alarms
            ]

    @override
    def drops(self) -> Mapping[str, int]:
        return dict(sorted(self._drops.items()))

    # Projections and repair

    @override
    def replace_projections(
        self,
        *,
        facts: Sequence[StatementFacts],
        pairs: Sequence[PairRecord],
        tiles: Mapping[Origin, Sequence[TileRecord]],
        attachments: Sequence[AttachmentRecord] | None = None,
        filings: Sequence[FilingRecord] | None = None,
    ) -> None:
        with self._lock:
            if filings is not None:
                self.replace_filings(filings)
            if attachments is not None:
                self.replace_attachments(attachments)
            for log in self._logs.values():
                log.facts.clear()
                log.tiles.clear()
            for one in facts:
                self._own(one.origin).facts[one.index] = one
            self._save_pairs(pairs)
            for origin, tiles_of_log in tiles.items():
                for tile in tiles_of_log:
                    self._own(origin).tiles[tile.level, tile.number] = tile.hashes

    @override
    def open_with_items(self, own: Origin, items: bytes) -> Sequence[bytes]:
        with self._lock:
            filed = self.filed_with_items(own, items)
            facts = [(one.leaf_hash, self.facts(one.leaf_hash)) for one in filed]
            return [leaf_hash for leaf_hash, known in facts if known is not None and known.is_open]

    @override
    def erase_body(self, leaf_hash: bytes) -> None:
        with self._lock:
            super().erase_body(leaf_hash)
            self.erase_filing(leaf_hash)
            for ticket, queued in self._queue.items():
                if queued.leaf_hash == leaf_hash:
                    self._queue[ticket] = replace(queued, salt=None, body=None)

    @override
    def restore_log(
        self, origin: Origin, leaves: Sequence[LeafRecord], bodies: Sequence[BodyRecord]
    ) -> None:
        with self._lock:
            log = self._own(origin)
            for places in self._places.values():  # a leaf's own hash may have been altered
                places[:] = [place for place in places if place[0] != origin]
            log.leaves.clear()
            log.checkpoints = {
                size: kept for size, kept in log.checkpoints.items() if size <= len(leaves)
            }
            self._add_leaves(origin, leaves)
            for body in bodies:
                self._bodies.setdefault(body.leaf_hash, body)

    def _add_to_projections(self, step: StepCommit) -> None:
        for facts in step.new_facts:
            self._own(facts.origin).facts[facts.index] = facts
        for covered in step.covered:
            self._cover(covered)
        for change in step.changes:
            self._change_fact(change)
        self.add_attachments(step.attachments)
        self.list_attachments(step.listed)
        self.add_filings(step.filings)

    def _add_beside_logs(self, step: StepCommit) -> None:
        for ticket, leaf_hash in step.appended:
            self._queue[ticket] = replace(self._queue[ticket], leaf_hash=leaf_hash)
        for ticket, reason in step.failed:
            self._queue[ticket] = replace(self._queue[ticket], trouble=reason)
        for held in step.held:
            self._held.setdefault(held.digest, held)
        for digest in step.released:
            self._held.pop(digest, None)
        self._alarms.extend(step.alarms)
        for reason, count in step.dropped.items():
            self._drops[reason] = self._drops.get(reason, 0) + count

    def _save_pairs(self, pairs: Sequence[PairRecord]) -> None:
        for pair in pairs:
            known = self._pairs.get(pair.own)
            self._pairs[pair.own] = (
                pair
                if known is None
                else replace(
                    known,
                    own_size=pair.own_size,
                    copy_size=pair.copy_size,
                    their_have=max(known.their_have, pair.their_have),
                    receipted=pair.receipted,
                    last_own_statement=pair.last_own_statement,
                    forked=pair.forked,
                    last_contact_at=pair.last_contact_at,
                )
            )

    def _save_outbox(self, step: StepCommit) -> None:
        for own, at in step.send_at.items():
            pair = self._pairs[own]
            self._pairs[own] = replace(pair, attempts=0, due_at=_earlier(pair.due_at, at))
        for own in step.settled:
            pair = self._pairs[own]
            if not pair.answer_owed:
                self._pairs[own] = replace(pair, due_at=None, attempts=0, trouble="")
        for own, at in step.owed.items():
            self.owe_answer(own, due_at=at)

    def _cover(self, covered: Covered) -> None:
        facts = self._own(covered.origin).facts
        for index in range(covered.first, covered.until):
            known = facts.get(index)
            if known is not None and known.received_at is None:
                facts[index] = replace(known, received_at=covered.received_at)

    def _change_fact(self, change: FactChange) -> None:
        known = self.facts(change.leaf_hash)
        if known is not None:
            self._own(known.origin).facts[known.index] = with_change(known, change)


def require_end(growth: LogGrowth, size: int) -> None:
    """Require that `growth` continues a log of `size` leaves.

    Raises:
        IndexTakenError: It does not.
    """
    if growth.leaves and growth.leaves[0].index != size:
        raise IndexTakenError(
            f"{growth.origin}: expected to append at {size}, found {growth.leaves[0].index}"
        )


def _earlier(first: datetime | None, second: datetime) -> datetime:
    return second if first is None else min(first, second)


def _sending_of(pair: PairRecord) -> tuple[datetime | None, int, bool]:
    """Return what tells whether something was to be sent since a pair was read."""
    return pair.due_at, pair.last_own_statement, pair.answer_owed

"""One pair as the sequencer has it in memory, loaded from the store when needed.

It is kept in `pairs_in_memory.py`, whose owner is whoever holds the lease.

Source: docs/spec/exchange.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import override

from servanda.core.envelope.run import CarriedLeaf, Run, carried_size
from servanda.core.errors import CounterpartError
from servanda.core.exchange.accord_timeline import PROPOSAL
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.pair import LogState, PairState
from servanda.core.exchange.past import LeafIndex, LeafPlace
from servanda.core.exchange.roots import LogRoots
from servanda.core.identifiers import Origin, PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.rotation import WantedKeys
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.tlog.tree import Frontier
from servanda.usecases.exchange.facts import Coverage
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.stored_tree import StoredNodes
from servanda.usecases.ports.records import VALID, HeldRun, LeafRecord, PairRecord
from servanda.usecases.ports.store import LogReader
from servanda.usecases.upkeep.integrity import damaged_leaf

# What a pair keeps of our log for the answers to what was just received: mostly receipts.
MAX_TAIL_LEAVES = 64
MAX_TAIL_BYTES = 256 * 1024


@dataclass(slots=True, kw_only=True)
class LoadedPair:
    """One pair in memory.

    Attributes:
        record: Its row, as stored by the last commit; the outbox's columns may be older.
        state: Both logs as stored.
        their_serial: Of the counterpart's newest sheet that we know.
        coverage: By origin of a log: how much of the *other* log its leaves cover.
        headed: Size of our last head that is signed and stored.
        copy_head: The counterpart's newest signed head that we took; None: none yet.
        wanted: The keys that our log is to say we use; None: not asked yet.
        ml_dsa_signed_at: When our last head with an ML-DSA-44 line was signed; None: not here.
        asked_at: When an empty run last made us send what the counterpart lacks.
        tail: Our last leaves as they travel, for answers; the very last is last.
        head_note: Our newest signed head; None: not here.
        held: Runs that wait for a gap to close; None: to be read from the store.
        seen_changes: The store's count of foreign changes when the pair was last compared.
        checked: By origin: where the rolling check of stored leaves goes on.
        unread: By origin: how many leaves it has still to read since the last foreign change.
        own: Origin of our log.
        copy: Origin of the counterpart's log.
    """

    record: PairRecord
    state: PairState
    their_serial: int
    coverage: dict[Origin, Coverage]
    headed: int
    copy_head: bytes | None
    wanted: WantedKeys | None = None
    ml_dsa_signed_at: datetime | None = None
    asked_at: datetime | None = None
    tail: list[CarriedLeaf] = field(default_factory=list)
    head_note: bytes | None = None
    held: Sequence[HeldRun] | None = None
    seen_changes: int | None = None
    checked: dict[Origin, int] = field(default_factory=dict)
    unread: dict[Origin, int] = field(default_factory=dict)
    own: Origin = field(init=False)
    copy: Origin = field(init=False)

    def __post_init__(self) -> None:
        """Name both logs once: a step asks for their names a dozen times."""
        self.own = self.record.own
        self.copy = self.own.reverse

    def keep_tail(self, written: Sequence[CarriedLeaf]) -> None:
        """Take note of leaves of ours that were stored."""
        self.tail = [*self.tail, *written][-MAX_TAIL_LEAVES:]

    def answer_from_memory(self, first: int) -> Run | None:
        """Return our leaves from `first` on under our newest head; None if not all are here."""
        size = self.record.own_size
        wanted = size - first
        if self.head_note is None or self.headed != size or not 0 < wanted <= len(self.tail):
            return None
        leaves = tuple(self.tail[len(self.tail) - wanted :])
        if sum(map(carried_size, leaves)) > MAX_TAIL_BYTES:
            return None
        return Run(
            origin=self.own,
            first=first,
            leaves=leaves,
            checkpoint=self.head_note,
            have=self.record.copy_size,
        )


class StoredLeafIndex(LeafIndex):
    """Finds leaves of one pair by their hash in the store."""

    def __init__(self, store: LogReader, own: Origin) -> None:
        """Look in the logs `own` and its reverse."""
        self._store = store
        self._logs = (own, own.reverse)

    @override
    def find(self, leaf_hash: bytes) -> list[LeafPlace]:
        """Return every place of the leaf in the two logs."""
        return [
            LeafPlace(
                party=origin.from_party,
                index=record.index,
                type=record.type if record.verdict == VALID else None,
            )
            for origin, record in self._store.find_leaves(leaf_hash)
            if origin in self._logs
        ]


def load_pair(
    store: LogReader, record: PairRecord, *, own_card: Card, their_card: Card
) -> LoadedPair:
    """Return the pair of `record` as the store has it."""
    own = record.own
    cards = {own.from_party: own_card, own.to_party: their_card}
    logs: dict[PartyId, LogState] = {}
    landmarks: dict[PartyId, list[VerifiedStatement]] = {}
    coverage: dict[Origin, Coverage] = {}
    for origin in (own, own.reverse):
        party = origin.from_party
        last_valid = store.last_valid_leaf(origin)
        logs[party] = _log_state(store, origin, last_valid, cards[party])
        landmarks[party] = [_read_leaf(origin, leaf) for leaf in store.landmarks(origin)]
        seen_size = logs[party].seen_size
        coverage[origin] = Coverage(first=seen_size, until=seen_size)
    state = PairState.restored(
        accord_name=own.accord_name,
        cards=cards,
        logs=logs,
        landmarks=landmarks,
        accords=_proposed_accords(store, landmarks.values()),
        index=StoredLeafIndex(store, own),
    )
    own_head, copy_head = store.checkpoint(own), store.checkpoint(own.reverse)
    return LoadedPair(
        record=record,
        state=state,
        their_serial=their_card.newest.serial,
        coverage=coverage,
        headed=0 if own_head is None else own_head.size,
        copy_head=None if copy_head is None else copy_head.note,
        head_note=None if own_head is None else own_head.note,
    )


def _read_leaf(origin: Origin, record: LeafRecord) -> VerifiedStatement:
    """Return a leaf that was valid when stored; what cannot be read now was damaged here."""
    try:
        return verified_leaf(origin, record)
    except CounterpartError as error:
        raise damaged_leaf(origin, record.index) from error


def _log_state(
    store: LogReader, origin: Origin, last_valid: LeafRecord | None, card: Card
) -> LogState:
    size = store.log_size(origin)
    nodes = StoredNodes(store, origin)
    previous = store.leaf_hashes(origin, size - 1, size) if size else [None]
    return LogState(
        roots=LogRoots(frontier=Frontier.at(nodes, size), nodes=nodes),
        previous_hash=previous[0],
        previous_time=None if last_valid is None else last_valid.time,
        seen_size=0 if last_valid is None else _read_leaf(origin, last_valid).header.seen.size,
        keys=KeyTimeline.of_card(card),
    )


def _proposed_accords(
    store: LogReader, landmarks: Iterable[Iterable[VerifiedStatement]]
) -> list[bytes]:
    proposals = [
        leaf.leaf_hash for leaves in landmarks for leaf in leaves if leaf.header.type == PROPOSAL
    ]
    return [body.body for body in store.bodies(proposals).values()]

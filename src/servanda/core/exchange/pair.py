"""Both logs of one pair and accord, fed leaf by leaf: the past that new leaves are judged by.

The sequencer of a node and the verifier of a bundle each own one for a pair. It holds no leaf:
only heads, keys, versions and cuts, and asks the store behind it for old tree nodes and for the
place of a leaf that another refers to. So it is small at any age of the log.

What was added since `settle` is held here, so that a whole batch can be judged, stored in one
transaction, and settled or thrown away.

Source: docs/spec/exchange.md, "The past of a leaf".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from typing_extensions import override

from servanda.core.accords.accord import Accord, accord_id, parse_accord
from servanda.core.errors import ServandaError
from servanda.core.exchange.accord_timeline import (
    ACCEPTANCE,
    PROPOSAL,
    WITHDRAWAL,
    AccordTimeline,
)
from servanda.core.exchange.cut import CUT, Cut, read_cut
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.exchange.memory import LogMemory
from servanda.core.exchange.past import AccordInForce, LeafIndex, LeafPlace, Past
from servanda.core.exchange.roots import LogRoots
from servanda.core.identifiers import AccordName, Digest, Origin, PartyId, hash_from_digest
from servanda.core.keys.card import Card
from servanda.core.keys.timeline import KeyTimeline

KEY = "key"

# Leaves that change how later ones are judged; a store gives these back to `restored`.
LANDMARK_TYPES = frozenset({PROPOSAL, ACCEPTANCE, WITHDRAWAL, KEY, CUT})


@dataclass(slots=True, kw_only=True)
class LogState:
    """What has to be remembered of one log to judge the next leaf of either.

    Attributes:
        roots: The log's size and its root at any size.
        previous_hash: Leaf hash of the last leaf, valid or not; None of an empty log.
        previous_time: Time of the last valid leaf; None if there is none.
        seen_size: `seen.size` of the last valid leaf; 0 if there is none.
        keys: The keys after the last leaf, and those before.
    """

    roots: LogRoots
    previous_hash: bytes | None
    previous_time: datetime | None
    seen_size: int
    keys: KeyTimeline

    def branch(self) -> "LogState":
        """Return a copy that grows apart."""
        return LogState(
            roots=self.roots.branch(),
            previous_hash=self.previous_hash,
            previous_time=self.previous_time,
            seen_size=self.seen_size,
            keys=self.keys,
        )


class PairState:
    """The state of one pair under one accord name; mutable, owned by one thread."""

    def __init__(
        self,
        *,
        accord_name: AccordName,
        cards: Mapping[PartyId, Card],
        logs: Mapping[PartyId, LogState],
        index: LeafIndex,
        memory: LogMemory | None = None,
        timeline: AccordTimeline | None = None,
    ) -> None:
        """Take what the named constructors below put together; without `timeline` an empty one."""
        self.accord_name = accord_name
        self.parties: tuple[PartyId, ...] = tuple(cards)
        self._cards = cards
        self._logs = dict(logs)
        self._index = index
        self._memory = memory
        self._fresh: list[tuple[bytes, LeafPlace]] = []
        self._fresh_places: dict[bytes, tuple[LeafPlace, ...]] = {}
        self._timeline = timeline or AccordTimeline.empty(
            accord_name=accord_name, parties=frozenset(self.parties)
        )
        self._known: dict[Digest, Accord | None] = {}
        self._cuts: tuple[Cut, ...] = ()

    @classmethod
    def in_memory(
        cls,
        parties: Sequence[PartyId],
        accord_name: AccordName,
        cards: Mapping[PartyId, Card],
    ) -> "PairState":
        """Return two empty logs that are kept in memory, for the verifier and for tests.

        Args:
            parties: The two.
            accord_name: The name in both origins.
            cards: The confirmed cards; their newest sheet holds from leaf 0 on.
        """
        memory = LogMemory(parties)
        return cls(
            accord_name=accord_name,
            cards={party: cards[party] for party in parties},
            logs={
                party: LogState(
                    roots=memory.roots_of(party),
                    previous_hash=None,
                    previous_time=None,
                    seen_size=0,
                    keys=KeyTimeline.of_card(cards[party]),
                )
                for party in parties
            },
            index=memory,
            memory=memory,
        )

    @classmethod
    def restored(
        cls,
        *,
        accord_name: AccordName,
        cards: Mapping[PartyId, Card],
        logs: Mapping[PartyId, LogState],
        landmarks: Mapping[PartyId, Sequence[VerifiedStatement]],
        accords: Iterable[bytes],
        index: LeafIndex,
    ) -> "PairState":
        """Return the state of two stored logs without reading them whole.

        Args:
            accord_name: The name in both origins.
            cards: The confirmed cards, as at the start of the logs.
            logs: What the last leaves left; the keys as of the card, before any leaf.
            landmarks: By party, the valid leaves of `LANDMARK_TYPES`, by index.
            accords: The bodies of all proposals held.
            index: Finds the stored leaves.
        """
        pair = cls(accord_name=accord_name, cards=cards, logs=logs, index=index)
        for data in accords:
            pair.know_accord(data)
        for landmark in _each_after_its_past(list(landmarks.values())):
            pair._apply(landmark)
        return pair

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """All valid cuts of both logs so far."""
        return self._cuts

    @property
    def newest_accord(self) -> AccordInForce | None:
        """The version in force for a leaf that has seen everything held here, if any."""
        return self._timeline.newest

    @property
    def accords_in_force(self) -> Mapping[Digest, Accord]:
        """Every version that is or was in force for a leaf held here, by its name."""
        return self._timeline.all_in_force

    @property
    def acceptances(self) -> Mapping[Digest, tuple[PartyId, int]]:
        """Party and index of the leaf by which each of `accords_in_force` came into force."""
        return self._timeline.acceptances

    def log(self, party: PartyId) -> LogState:
        """Return the state of `party`'s log; to be read only."""
        return self._logs[party]

    def origin(self, party: PartyId) -> Origin:
        """Return the name of `party`'s log."""
        return Origin(
            from_party=party, accord_name=self.accord_name, to_party=self.counterpart(party)
        )

    def counterpart(self, party: PartyId) -> PartyId:
        """Return the other party."""
        first, second = self.parties
        return second if party == first else first

    def past_of_next(self, party: PartyId) -> Past:
        """Return the past of the next leaf of `party`; it moves on with each `add`."""
        return _PastOfNext(self, party)

    def find(self, leaf_hash: bytes) -> Sequence[LeafPlace]:
        """Return every place where a leaf stands, in either log."""
        return [*self._index.find(leaf_hash), *self._fresh_places.get(leaf_hash, ())]

    def accord_for(self, party: PartyId, *, index: int, seen_size: int) -> AccordInForce | None:
        """Return the version in force for the leaf of `party` at `index`."""
        return self._timeline.in_force(party, index=index, seen_size=seen_size)

    def accords_before(
        self, party: PartyId, *, index: int, seen_size: int
    ) -> Mapping[Digest, Accord]:
        """Return every version in force for a leaf in the past of `party`'s leaf at `index`."""
        return self._timeline.before(party, index=index, seen_size=seen_size)

    def accord_named(self, digest: Digest) -> Accord | None:
        """Return the accord with this id, or None if it is not known or is no accord."""
        return self._known.get(digest)

    def know_accord(self, data: bytes) -> Digest:
        """Take note of an accord's bytes, before the leaf that proposes or accepts it is added.

        Whether anybody proposed or accepted it is for the leaves to say.
        """
        digest = accord_id(data)
        if digest not in self._known:
            self._known[digest] = self._read_accord(data)
        return digest

    def add(self, leaf: JudgedLeaf, *, body: bytes | None) -> None:
        """Append the judged leaf to its log.

        Args:
            leaf: Judged against `past_of_next` of its party as it is now.
            body: Of a proposal, the accord; of any other it is not looked at.
        """
        party = leaf.origin.from_party
        log = self._logs[party]
        if leaf.index != log.roots.size:
            raise ValueError(f"expected leaf {log.roots.size} of {party}, found {leaf.index}")
        log.roots.append(leaf.leaf_hash)
        log.previous_hash = leaf.leaf_hash
        type_name = leaf.header.type if isinstance(leaf, VerifiedStatement) else None
        self._remember(leaf.leaf_hash, LeafPlace(party=party, index=leaf.index, type=type_name))
        if isinstance(leaf, VerifiedStatement):
            log.previous_time = leaf.header.time
            log.seen_size = leaf.header.seen.size
            if leaf.header.type in LANDMARK_TYPES:
                self._apply(leaf)
                if body is not None and leaf.digest in self._timeline.proposals:
                    self.know_accord(body)

    def fresh_nodes(self, party: PartyId) -> Mapping[tuple[int, int], bytes]:
        """Return the tree nodes (level, index) of `party`'s log to be stored before `settle`."""
        return self._logs[party].roots.fresh_nodes()

    def settle(self) -> None:
        """Drop what was held since the last call: the store now has every leaf and node."""
        if self._memory is not None:
            self._memory.take(self._fresh)
        self._fresh = []
        self._fresh_places = {}
        for log in self._logs.values():
            log.roots.forget_fresh()

    def branch(self) -> "PairState":
        """Return a copy that grows apart: keep it if the commit succeeds, else keep this one."""
        copy = PairState(
            accord_name=self.accord_name,
            cards=self._cards,
            logs={party: log.branch() for party, log in self._logs.items()},
            index=self._index,
            memory=self._memory,
            timeline=self._timeline,
        )
        copy._fresh = list(self._fresh)
        copy._fresh_places = dict(self._fresh_places)
        copy._known = dict(self._known)
        copy._cuts = self._cuts
        return copy

    def _remember(self, leaf_hash: bytes, place: LeafPlace) -> None:
        self._fresh.append((leaf_hash, place))
        before = self._fresh_places.get(leaf_hash, ())
        self._fresh_places[leaf_hash] = (*before, place)

    def _apply(self, statement: VerifiedStatement) -> None:
        """Let a valid leaf of `LANDMARK_TYPES` have its effect on how others are judged."""
        header = statement.header
        if header.type == PROPOSAL:
            self._timeline = self._timeline.with_proposal(statement)
        elif header.type == ACCEPTANCE:
            accord = None if header.accord is None else self._known.get(header.accord)
            self._timeline = self._timeline.with_acceptance(
                statement, accord, serial_at=self._serial_at
            )
        elif header.type == WITHDRAWAL:
            self._timeline = self._timeline.with_withdrawal(statement)
        elif header.type == CUT:
            self._cuts = (*self._cuts, read_cut(statement))
        elif header.type == KEY:
            log = self._logs[statement.origin.from_party]
            log.keys = log.keys.with_key_leaf(statement.index, header.facts)

    def _serial_at(self, party: PartyId, index: int) -> int:
        """Return the serial of the sheet whose keys hold for the leaf of `party` at `index`."""
        return self._logs[party].keys.keys_after(index).serial

    def _read_accord(self, data: bytes) -> Accord | None:
        accord = _parse_or_none(data)
        if accord is None:
            return None
        # The cards inside must be of the parties whose cards people compared.
        for card in accord.cards:
            confirmed = self._cards.get(card.party)
            if confirmed is None or confirmed.sheets[0] != card.sheets[0]:
                return None
        return accord


@lru_cache(maxsize=64)  # each time a pair is loaded; the cards inside cost some milliseconds
def _parse_or_none(data: bytes) -> Accord | None:
    try:
        return parse_accord(data)
    except ServandaError:
        return None


class _PastOfNext(Past):
    """The past of the next leaf of one log of a pair."""

    __slots__ = ("_other", "_own", "_pair", "_party")

    def __init__(self, pair: PairState, party: PartyId) -> None:
        self._pair = pair
        self._party = party
        self._own = pair.log(party)
        self._other = pair.log(pair.counterpart(party))

    @property
    @override
    def own_size(self) -> int:
        return self._own.roots.size

    @property
    @override
    def own_previous_hash(self) -> bytes | None:
        return self._own.previous_hash

    @property
    @override
    def own_previous_time(self) -> datetime | None:
        return self._own.previous_time

    @property
    @override
    def own_previous_seen_size(self) -> int:
        return self._own.seen_size

    @property
    @override
    def own_keys(self) -> KeyTimeline:
        return self._own.keys

    @property
    @override
    def other_size(self) -> int:
        return self._other.roots.size

    @override
    def other_root_at(self, size: int) -> bytes:
        return self._other.roots.root_at(size)

    @override
    def find(self, digest: Digest) -> Sequence[LeafPlace]:
        return self._pair.find(hash_from_digest(digest))

    @override
    def accord_for(self, index: int, seen_size: int) -> AccordInForce | None:
        return self._pair.accord_for(self._party, index=index, seen_size=seen_size)

    @override
    def cuts_before(self, index: int, seen_size: int) -> Sequence[Cut]:
        return [
            cut
            for cut in self._pair.cuts
            if cut.index < (index if cut.party == self._party else seen_size)
        ]


def _each_after_its_past(
    logs: list[Sequence[VerifiedStatement]],
) -> Iterator[VerifiedStatement]:
    """Yield the leaves of two logs, given by index, each after all that lie in its past."""
    left, right = (list(reversed(leaves)) for leaves in logs)
    while left and right:
        if right[-1].index >= left[-1].header.seen.size:
            yield left.pop()
        else:
            yield right.pop()
    yield from reversed(left or right)

"""A whole node without disk or network: the ports of `servanda.usecases`, filled from memory.

For tests, simulations and practice. What "survives" a simulated crash is the store, the head
file and the keys; `Services` is made anew around them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import shake_256
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.private import PartySecrets, RootSecrets
from servanda.memory.evidence import MemoryArchive
from servanda.memory.store import MemoryStore
from servanda.simulation.memory_attachments import MemoryAttachmentFiles, PlainCipher
from servanda.usecases.ports.outside import (
    Carriers,
    Clock,
    DeliveryDelayedError,
    HandedOver,
    HeadFile,
    HeadMovedError,
    Heads,
    KeyStore,
    Lease,
    LeaseHeldError,
    OutboundTransport,
    Randomness,
    SealedEnvelope,
)
from servanda.usecases.ports.store import Store
from servanda.usecases.services import Services


class SeededRandomness(Randomness):
    """The same bytes for the same seed: for simulations that can be repeated, never for keys."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    @override
    def token(self, size: int) -> bytes:
        self._count += 1
        return shake_256(f"{self._seed} {self._count}".encode()).digest(size)


class MemoryKeys(KeyStore):
    """Keeps the keys in memory, in clear."""

    def __init__(self) -> None:
        self._secrets: PartySecrets | None = None
        self._next: PartySecrets | None = None
        self._root: RootSecrets | None = None

    @override
    def exists(self) -> bool:
        return self._secrets is not None

    @override
    def load(self) -> PartySecrets:
        if self._secrets is None:
            raise MisconfiguredError("no keys yet; set the node up first")
        return self._secrets

    @override
    def save(self, secrets: PartySecrets) -> None:
        self._secrets = secrets

    @override
    def load_next(self) -> PartySecrets | None:
        return self._next

    @override
    def save_next(self, secrets: PartySecrets) -> None:
        self._next = secrets

    @override
    def discard_next(self) -> None:
        self._next = None

    @override
    def load_root(self) -> RootSecrets:
        if self._root is None:
            raise MisconfiguredError("no root yet; set the node up first")
        return self._root

    @override
    def save_root(self, root: RootSecrets) -> None:
        self._root = root


class MemoryHeads(HeadFile):
    """Keeps the head file in memory."""

    def __init__(self) -> None:
        self._heads = Heads()

    @override
    def read(self) -> Heads:
        return self._heads

    @override
    def replace(self, expected: Heads, replacement: Heads) -> None:
        if self._heads != expected:
            raise HeadMovedError("the heads were replaced meanwhile")
        self._heads = replacement


class MemoryLease(Lease):
    """A lease among the threads that share it."""

    def __init__(self) -> None:
        self._held = False

    @override
    @contextmanager
    def hold(self) -> Iterator[None]:
        if self._held:
            raise LeaseHeldError("another sequencer of this node is at work")
        self._held = True
        try:
            yield
        finally:
            self._held = False

    @override
    def keep(self) -> None:
        pass  # memory forgets no holder


@dataclass(slots=True)
class Line(OutboundTransport):
    """A wire to another node in the same process; may be cut.

    Attributes:
        answer: What the other node does with an envelope: returns its answer or None.
        is_up: While False, nothing gets through.
    """

    kind: ClassVar[str] = "line"

    answer: Callable[[bytes], bytes | None]
    is_up: bool = True

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        if not self.is_up:
            raise DeliveryDelayedError("the line is down")
        return HandedOver(location="the other end", answer=self.answer(envelope.content))


@dataclass(slots=True)
class Lines(Carriers):
    """Transports by counterpart."""

    by_party: dict[PartyId, list[OutboundTransport]] = field(default_factory=dict)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return self.by_party.get(card.party, [])


def memory_services(*, clock: Clock, seed: str, store: Store | None = None) -> Services:
    """Return the ports of a node that lives in memory.

    Args:
        clock: Perhaps shared with other nodes.
        seed: Of its randomness; another one for each node.
        store: A store to use instead of one in memory.
    """
    return Services(
        clock=clock,
        randomness=SeededRandomness(seed),
        store=store or MemoryStore(),
        keys=MemoryKeys(),
        heads=MemoryHeads(),
        lease=MemoryLease(),
        carriers=Lines(),
        attachments=MemoryAttachmentFiles(),
        archive=MemoryArchive(),
        cipher=PlainCipher(seed),
    )

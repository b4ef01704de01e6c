"""One party's node in a simulation: it can crash at any boundary, and lose or get back its store.

What survives a crash is the store, the head file, the keys, and what lies with the carriers;
all else is made anew by `start`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, PartyId
from servanda.memory.store import MemoryStore
from servanda.simulation.clock import SkewedClock
from servanda.simulation.memory_node import Lines, memory_services
from servanda.simulation.stopping import CrashAfter, SimulatedCrash
from servanda.usecases.exchange.ask_heads import ask_heads
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import ReceiveResult, owe_answer, receive_envelope
from servanda.usecases.exchange.sequence_statements import StepResult, sequence_statements
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.keys.working_keys import KeyCache
from servanda.usecases.ports.outside import Clock, OutboundTransport
from servanda.usecases.ports.records import LeafRecord, PairRecord
from servanda.usecases.services import Services
from servanda.usecases.upkeep.recover_node import recover_node

Result = TypeVar("Result")


@dataclass(slots=True, kw_only=True)
class SimulatedNode:
    """One node.

    Attributes:
        party: Whose.
        services: Its ports.
        clock: Its own clock; its error can be set.
        crashes: Where it is to die; notes the boundaries it passes.
        is_up: False between a crash and `start`: it takes nothing and sends nothing.
    """

    party: PartyId
    services: Services
    clock: SkewedClock
    crashes: CrashAfter = field(default_factory=CrashAfter)
    is_up: bool = True

    @property
    def store(self) -> MemoryStore:
        """The store, as the simulation needs it."""
        store = self.services.store
        if not isinstance(store, MemoryStore):
            raise TypeError(f"expected a store in memory, found {type(store).__name__}")
        return store

    @property
    def pair(self) -> PairRecord:
        """The one pair that the simulation plays."""
        (pair,) = self.services.store.pairs()
        return pair

    @property
    def own_leaves(self) -> list[LeafRecord]:
        """The leaves of our log."""
        return list(self.store.iterate_leaves(self.pair.own))

    @property
    def copied_leaves(self) -> list[LeafRecord]:
        """The leaves of our copy of the other log."""
        return list(self.store.iterate_leaves(self.pair.own.reverse))

    def start(self, *, ask_over: str = "") -> None:
        """Start again with what survived; raises what a real start-up would raise.

        Args:
            ask_over: The kind of carrier over which counterparts are asked what they hold of our
                logs; empty: nobody is reached.
        """
        self.services = replace(self.services, pairs=LoadedPairs(), working=KeyCache())
        self.is_up = True
        ask = partial(ask_heads, services=self.services, kinds={ask_over})
        recover_node(services=self.services, ask=ask)

    def survive(self, work: Callable[[], Result]) -> Result | None:
        """Do `work`; if the node dies of it, leave it down and return None."""
        try:
            return work()
        except SimulatedCrash:
            self.is_up = False
            return None

    def step(self) -> StepResult:
        """Let the sequencer take what waits, as often as it says that more does."""
        result = sequence_statements([], services=self.services)
        while result.more:
            result = sequence_statements([], services=self.services)
        return result

    def take(self, envelope: bytes, *, answer_now: bool = True) -> ReceiveResult:
        """Receive one envelope."""
        return receive_envelope(envelope, answer_now=answer_now, services=self.services)

    def take_late(self, envelope: bytes) -> None:
        """Receive one envelope so slowly that the answer has to follow through the outbox."""
        taken = self.take(envelope)
        if taken.outcome is not None:
            owe_answer(taken.outcome, services=self.services)

    def deliver(self, *, force: bool = False, kind: str | None = None) -> int:
        """Run one round of the outbox; return how many envelopes were handed over."""
        kinds = None if kind is None else {kind}
        result = deliver_outbox(services=self.services, force=force, kinds=kinds)
        return sum(not sending.trouble for sending in result.sent)

    def queue(
        self,
        type_: str,
        facts: JsonObject,
        *,
        body: JsonObject | None = None,
        ref: Digest | None = None,
        ticket: str | None = None,
    ) -> str:
        """Queue one statement; return its ticket."""
        queued = queue_statement(
            type=type_, facts=facts, body=body, ref=ref, ticket=ticket, services=self.services
        )
        return queued.ticket

    def say(
        self,
        type_: str,
        facts: JsonObject,
        *,
        body: JsonObject | None = None,
        ref: Digest | None = None,
    ) -> Digest:
        """Queue one statement and append it; return its leaf hash."""
        ticket = self.queue(type_, facts, body=body, ref=ref)
        (appended,) = [one for one in self.step().appended if one.ticket == ticket]
        return appended.leaf

    def join(self, party: PartyId, *transports: OutboundTransport) -> None:
        """Let these carriers, the preferred one first, lead to `party`."""
        carriers = self.services.carriers
        if not isinstance(carriers, Lines):
            raise TypeError(f"expected the lines of a simulation, found {carriers!r:.40}")
        carriers.by_party[party] = list(transports)


def make_node(
    party: PartyId,
    *,
    clock: Clock,
    seed: str,
    error: timedelta = timedelta(0),
    store: MemoryStore | None = None,
) -> SimulatedNode:
    """Return a node that is set up and knows nobody.

    Args:
        party: Whose.
        clock: The time of the simulation.
        seed: Of its keys and salts.
        error: By which its own clock is ahead.
        store: Instead of one in memory alone.
    """
    own_clock = SkewedClock(clock, error=error)
    services = memory_services(clock=own_clock, seed=f"{seed} {party}", store=store)
    crashes = CrashAfter()
    services = replace(services, boundaries=crashes)
    init_node(party=party, mode="exercise", carriers={}, services=services)
    return SimulatedNode(party=party, services=services, clock=own_clock, crashes=crashes)


def introduce(node: SimulatedNode, other: SimulatedNode) -> None:
    """Let `node` take and confirm the card of `other`."""
    card = show_card(services=other.services)
    add_counterpart(card=card.card, services=node.services)
    confirm_counterpart(party=other.party, words=card.words, services=node.services)

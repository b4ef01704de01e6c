"""Two nodes of the cast in one process, joined by lines that a test may cut."""

from dataclasses import dataclass, replace
from datetime import timedelta

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, PartyId, digest_of
from servanda.simulation.accord import PERIODS, RESPONSE, START, simulated_terms
from servanda.simulation.clock import VirtualClock
from servanda.simulation.filled_form import filled_body
from servanda.simulation.memory_node import Line, Lines, MemoryHeads, memory_services
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.exchange.sequence_statements import StepResult, sequence_statements
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.ports.store import Store
from servanda.usecases.services import Services
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")
PERIOD_START, PERIOD_END = PERIODS[:2]
ACCORD = "a-b"

REQUEST_BODY: JsonObject = filled_body(
    kind="information_request",
    title="Who used this address",
    authority="Police of Aland",
    file_number="A-1",
    brief_facts="An account was taken over from 192.0.2.1.",
    sought=("Subscriber of the account",),
)
# Without `elements`, which are read off the body when it is queued.
REQUEST: JsonObject = {
    "kind": "information_request",
    "urgency": "routine",
    "commitment": "C1.1",
    "subject": "cyber",
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
}
FULFILLED = RESPONSE


@dataclass(slots=True)
class Node:
    """One party's node."""

    party: PartyId
    services: Services

    def restart(self) -> None:
        """Lose what was in memory, as a crash does."""
        self.services = replace(self.services, pairs=LoadedPairs())

    def step(self) -> StepResult:
        """Let the sequencer take what waits."""
        return sequence_statements([], services=self.services)

    def take(self, envelope: bytes) -> bytes | None:
        """Receive one envelope and return the answer."""
        return receive_envelope(envelope, services=self.services).answer

    def deliver(self, *, force: bool = False) -> int:
        """Run one round of the outbox; return how many envelopes got through."""
        result = deliver_outbox(services=self.services, force=force)
        return sum(not sending.trouble for sending in result.sent)

    @property
    def pair(self) -> PairRecord:
        (pair,) = self.services.store.pairs()
        return pair

    def send(
        self,
        type_: str,
        facts: JsonObject,
        *,
        body: JsonObject | None = None,
        ref: Digest | None = None,
    ) -> Digest:
        """Queue and append one statement; return its leaf hash."""
        ticket = queue_statement(
            type=type_, facts=facts, body=body, ref=ref, services=self.services
        ).ticket
        (appended,) = [one for one in self.step().appended if one.ticket == ticket]
        return appended.leaf

    def notes(self) -> tuple[list[bytes], list[bytes]]:
        """Return the leaves of our log and of our copy."""
        store, own = self.services.store, self.pair.own
        return (
            [leaf.note for leaf in store.iterate_leaves(own)],
            [leaf.note for leaf in store.iterate_leaves(own.reverse)],
        )


@dataclass(slots=True)
class Cast:
    """Alice and Bob, confirmed to each other, on one clock."""

    clock: VirtualClock
    alice: Node
    bob: Node
    lines: tuple[Line, Line]

    def settle(self) -> None:
        """Deliver and answer until nothing more travels."""
        for _ in range(20):
            if not self.alice.deliver() + self.bob.deliver():
                return
        raise AssertionError("the exchange does not end")

    def cut_lines(self) -> None:
        for line in self.lines:
            line.is_up = False

    def join_lines(self) -> None:
        for line in self.lines:
            line.is_up = True

    def wait(self, **duration: float) -> None:
        self.clock.advance(timedelta(**duration))


def make_cast(stores: tuple[Store, Store] | None = None) -> Cast:
    """Return two nodes that know each other and have agreed on nothing yet."""
    clock = VirtualClock(START)
    nodes = []
    for number, party in enumerate((ALICE, BOB)):
        store = None if stores is None else stores[number]
        services = memory_services(clock=clock, seed=party, store=store)
        init_node(party=party, mode="exercise", carriers={}, services=services)
        nodes.append(Node(party=party, services=services))
    alice, bob = nodes
    introduce(alice, bob)
    introduce(bob, alice)
    return Cast(clock=clock, alice=alice, bob=bob, lines=(join(alice, bob), join(bob, alice)))


def introduce(node: Node, other: Node) -> None:
    """Let `node` take and confirm the card of `other`."""
    card = show_card(services=other.services)
    add_counterpart(card=card.card, services=node.services)
    confirm_counterpart(party=other.party, words=card.words, services=node.services)


def join(node: Node, other: Node) -> Line:
    """Lay a line from `node` to `other`."""
    line = Line(answer=other.take)
    carriers = node.services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[other.party] = [line]
    return line


def agreed_cast(
    stores: tuple[Store, Store] | None = None, *, terms: JsonObject | None = None
) -> Cast:
    """Return two nodes with an accord in force, everything receipted."""
    cast = make_cast(stores)
    document = draft_accord(
        name=ACCORD,
        counterpart=BOB,
        terms=terms or simulated_terms(),
        template_name="test",
        template_digest=digest_of(b"template"),
        periods=[PERIOD_START, PERIOD_END],
        cut_wait_seconds=0,
        services=cast.alice.services,
    ).document
    propose_accord(document=document, services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    cast.wait(minutes=1)
    accept_accord(services=cast.bob.services)
    cast.bob.step()
    cast.settle()
    cast.wait(minutes=1)
    return cast


def roll_back(node: Node, *, size: int) -> None:
    """Restore a whole machine from yesterday's backup: store and head file."""
    store, own = node.services.store, node.pair.own
    for origin in (own, own.reverse):
        store.restore_log(origin, store.leaves(origin, 0, size), [])
    node.services = replace(node.services, heads=MemoryHeads())
    node.restart()
    rebuild_projections(check=False, services=node.services)

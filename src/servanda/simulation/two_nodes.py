"""Two nodes, a wire and a post between them, and a clock: the stage of every simulation.

Each action does what its name says to one node and lets it die if it was told to. Nothing is
left to chance here: what is lost, doubled or stopped is decided by the caller, be it a test, a
seeded storm (`storm.py`) or a state machine.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.terms import Terms
from servanda.core.accords.terms_form import encode_terms
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, digest_of
from servanda.memory.store import MemoryStore
from servanda.simulation.accord import (
    PERIODS,
    REQUEST,
    REQUEST_BODY,
    RESPONSE,
    RESPONSE_BODY,
    START,
    TOLERANCE_SECONDS,
    simulated_terms,
)
from servanda.simulation.clock import VirtualClock
from servanda.simulation.post import Post, Wire
from servanda.simulation.simulated_node import SimulatedNode, introduce, make_node
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.ports.outside import DeliveryDelayedError
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.upkeep.refill_log import (
    RefillResult,
    allow_refill,
    apply_refill,
    note_given_back,
    request_refill,
)

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")
ACCORD = "simulated"

MAX_ROUNDS = 60  # an exchange that goes on longer with nobody speaking does not end


@dataclass(slots=True, kw_only=True)
class TwoNodes:
    """Alice and Bob.

    Attributes:
        clock: The time of the simulation; each node's own clock may be wrong.
        nodes: Alice, Bob.
        posts: By sender: the mail on its way.
        wires: By sender: the connection.
    """

    clock: VirtualClock
    nodes: tuple[SimulatedNode, SimulatedNode]
    posts: tuple[Post, Post]
    wires: tuple[Wire, Wire]

    @property
    def alice(self) -> SimulatedNode:
        """The party named first in the accord."""
        return self.nodes[0]

    @property
    def bob(self) -> SimulatedNode:
        """The other party."""
        return self.nodes[1]

    def wait(self, duration: timedelta) -> None:
        """Let time pass."""
        self.clock.advance(duration)

    def request(self, number: int, *, ticket: str) -> None:
        """Let a node ask something under a ticket of the caller's."""
        node = self.nodes[number]
        node.survive(lambda: node.queue("request", REQUEST, body=REQUEST_BODY, ticket=ticket))

    def answer(self, number: int, *, ticket: str) -> bool:
        """Let a node answer the oldest request that it holds unanswered; False if there is none."""
        node = self.nodes[number]
        ref = _oldest_unanswered(node)
        if ref is None:
            return False
        node.survive(
            lambda: node.queue("response", RESPONSE, body=RESPONSE_BODY, ref=ref, ticket=ticket)
        )
        return True

    def step(self, number: int) -> None:
        """Let a node's sequencer take what waits."""
        node = self.nodes[number]
        node.survive(node.step)

    def deliver(self, number: int, *, kind: str | None = None, force: bool = False) -> int:
        """Let a node's outbox send over one kind of carrier, or over that whose turn it is."""
        node = self.nodes[number]
        return node.survive(lambda: node.deliver(kind=kind, force=force)) or 0

    def arrive(self, number: int, position: int) -> None:
        """Let an envelope that a node sent by post arrive; a dead receiver lets it lie."""
        receiver = self.nodes[1 - number]
        if receiver.is_up:
            envelope = self.posts[number].bag[position]
            receiver.survive(lambda: receiver.take(envelope, answer_now=False))
            if receiver.is_up:  # what the reader has committed it takes out of the bag
                self.posts[number].take(position)

    def start_dead(self) -> None:
        """Start again whoever died."""
        for node in self.nodes:
            if not node.is_up:
                node.start()

    def settle(self) -> None:
        """Bring everything home: start the dead, mend the lines, deliver until all is silent."""
        for wire in self.wires:
            wire.is_up = True
            wire.loses_request = wire.loses_answer = wire.is_slow = False
        for _ in range(MAX_ROUNDS):
            self.start_dead()
            for number, post in enumerate(self.posts):
                while post.bag:
                    self.arrive(number, 0)
                self.step(number)
            self.wait(timedelta(hours=7))  # beyond the longest back-off
            sent = self.deliver(0, kind=Wire.kind) + self.deliver(1, kind=Wire.kind)
            if not sent and not any(post.bag for post in self.posts):
                return
        raise TimeoutError("the exchange does not end")

    def refill(self, number: int, *, accept_loss: bool = False) -> RefillResult:
        """Let a node get both logs back out of the other's copy, as two people would."""
        node, other = self.nodes[number], self.nodes[1 - number]
        request = request_refill(
            counterpart=other.party,
            accord_name=other.pair.own.accord_name,
            services=node.services,
        )
        other.take(request.content)
        envelopes = [one.content for one in allow_refill(services=other.services)]
        note_given_back(services=other.services)
        result = apply_refill(envelopes, accept_loss=accept_loss, services=node.services)
        node.start()
        return result

    def review(self, number: int, *, cut: Digest | None = None) -> bytes:
        """Return a node's `figures.json` of the newest cut."""
        return compute_review(cut=cut, services=self.nodes[number].services).document

    def cut(self, number: int) -> Digest:
        """Let a node cut everything up to now, and bring the cut to the other."""
        self.wait(timedelta(minutes=1))
        node = self.nodes[number]
        ticket = make_cut(until=node.services.clock.now(), services=node.services).ticket
        node.step()
        self.settle()
        appended = node.store.ticket(ticket)
        if appended is None or appended.leaf_hash is None:
            raise InvalidInputError(f"the cut was not appended: {appended}")
        return digest_from_hash(appended.leaf_hash)


def make_two_nodes(
    *,
    seed: str = "two nodes",
    parties: tuple[PartyId, PartyId] = (ALICE, BOB),
    start: datetime = START,
    stores: tuple[MemoryStore | None, MemoryStore | None] = (None, None),
) -> TwoNodes:
    """Return two nodes that have confirmed each other's cards and agreed on nothing yet.

    Args:
        seed: Of their keys and salts.
        parties: Whose they are.
        start: What their clock shows.
        stores: Instead of those in memory alone.
    """
    clock = VirtualClock(start)
    first, second = parties
    nodes = (
        make_node(first, clock=clock, seed=seed, store=stores[0]),
        make_node(second, clock=clock, seed=seed, store=stores[1]),
    )
    posts, wires = (Post(), Post()), (_wire_to(nodes[1]), _wire_to(nodes[0]))
    for number, node in enumerate(nodes):
        other = nodes[1 - number]
        introduce(node, other)
        node.join(other.party, wires[number], posts[number])
    return TwoNodes(clock=clock, nodes=nodes, posts=posts, wires=wires)


def make_agreed_nodes(
    *,
    seed: str = "two nodes",
    terms: Terms | None = None,
    stores: tuple[MemoryStore | None, MemoryStore | None] = (None, None),
) -> TwoNodes:
    """Return two nodes with an accord in force and nothing on its way.

    Args:
        seed: Of their keys and salts.
        terms: Of the accord; by default those with one kind of request and one clock.
        stores: As for `make_two_nodes`.
    """
    world = make_two_nodes(seed=seed, stores=stores)
    document = draft_accord(
        name=ACCORD,
        counterpart=BOB,
        terms=simulated_terms() if terms is None else encode_terms(terms),
        template_name="simulated",
        template_digest=digest_of(b"simulated"),
        periods=PERIODS,
        cut_wait_seconds=0,
        tolerance_seconds=TOLERANCE_SECONDS,
        services=world.alice.services,
    ).document
    propose_accord(document=document, services=world.alice.services)
    world.settle()
    accept_accord(services=world.bob.services)
    world.settle()
    return world


def _wire_to(receiver: SimulatedNode) -> Wire:
    def answer(envelope: bytes) -> bytes | None:
        require_up()
        taken = receiver.survive(lambda: receiver.take(envelope).answer)
        require_up()
        return taken

    def answer_later(envelope: bytes) -> None:
        require_up()
        receiver.survive(lambda: receiver.take_late(envelope))
        require_up()

    def require_up() -> None:
        if not receiver.is_up:
            raise DeliveryDelayedError("the other node is down")

    return Wire(answer=answer, answer_later=answer_later)


def _oldest_unanswered(node: SimulatedNode) -> Digest | None:
    store = node.store
    answered = {leaf.ref for leaf in node.own_leaves if leaf.type == "response"} | {
        waiting.ref for waiting in store.queued(limit=1_000)
    }
    for leaf in node.copied_leaves:
        if leaf.type == "request" and leaf.leaf_hash not in answered:
            return digest_from_hash(leaf.leaf_hash)
    return None

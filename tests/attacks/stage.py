"""Alice, whose node is honest; Bob, whose keys serve a misbehaving counterpart."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from servanda.core.accords.terms import Terms
from servanda.core.identifiers import Digest, digest_from_hash, hash_from_digest
from servanda.core.keys.card import parse_card, twelve_words
from servanda.core.keys.timeline import KeyTimeline, LogKeys
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.simulation.misbehaving import Misbehaving, misbehave
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import BOB, TwoNodes, make_agreed_nodes
from servanda.usecases.exchange.sequence_statements import RunOutcome
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.review.export_bundle import export_bundle
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.services import own_card
from tests.core.bundle.bundles import MemoryReader


@dataclass(slots=True)
class Attacked:
    """An agreed accord; from here on Bob's node stands still and Bob's keys misbehave."""

    world: TwoNodes
    bob: Misbehaving

    @property
    def alice(self) -> SimulatedNode:
        return self.world.alice

    def asks(self) -> Digest:
        """Let Alice ask something, and Bob hold it without saying so."""
        leaf = self.alice.say("request", REQUEST, body=REQUEST_BODY)
        self.bob.theirs.append(hash_from_digest(leaf))
        return leaf

    def send(self) -> RunOutcome:
        """Let Bob's whole log arrive at Alice's; it is not dropped before the sequencer."""
        result = self.alice.take(self.bob.envelope())
        assert result.outcome is not None, result.dropped
        return result.outcome

    def copied(self) -> LeafRecord:
        """The last leaf that Alice holds of Bob."""
        return self.alice.copied_leaves[-1]

    def last(self) -> LeafRecord:
        """The last leaf of Alice."""
        return self.alice.own_leaves[-1]

    def wait(self, **duration: float) -> None:
        """Let time pass for both."""
        self.world.wait(timedelta(**duration))
        self.bob.now = self.world.clock.now()

    def alarms(self) -> list[str]:
        """The kinds of Alice's alarms."""
        return [alarm.kind for alarm in self.alice.store.alarms()]


def attacked(*, terms: Terms | None = None) -> Attacked:
    world = make_agreed_nodes(terms=terms)
    return Attacked(world=world, bob=misbehave(world.bob))


def keys_of(node: SimulatedNode) -> LogKeys:
    """The keys on a node's card."""
    return KeyTimeline.of_card(own_card(node.services)).newest


def cut_now(attack: Attacked) -> Digest:
    """Let Alice cut all that is there; nothing comes back from Bob."""
    attack.wait(minutes=1)
    services = attack.alice.services
    ticket = make_cut(until=services.clock.now(), services=services).ticket
    attack.alice.step()
    appended = attack.alice.store.ticket(ticket)
    assert appended is not None
    assert appended.leaf_hash is not None, appended.trouble
    return digest_from_hash(appended.leaf_hash)


def bundle_of(node: SimulatedNode, *, withhold: tuple[Digest, ...] = ()) -> dict[str, bytes]:
    """The files of the bundle of a node's newest cut."""
    target = BytesIO()
    export_bundle(target, withhold=withhold, services=node.services)
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verify(files: dict[str, bytes], node: SimulatedNode) -> Verification:
    """Check a bundle as an outsider does who was told both parties' twelve words."""
    record = node.services.store.counterpart(BOB)
    assert record is not None
    cards = (parse_card(record.card), own_card(node.services))
    words = {card.party: twelve_words(card) for card in cards}
    return verify_bundle(MemoryReader(files), anchors=Anchors(words=words))


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)

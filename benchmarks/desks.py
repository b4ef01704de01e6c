"""The parties of the benchmarks: one node on disk, and counterparts of it in memory.

The counterparts use the same use cases as any node, over a store in memory, so what they send
is what nodes send. Setting one up goes the whole way: keys, cards, words, proposal, acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.payload import FACTS, TYPE, body
from servanda.core import canonical
from servanda.core.accords.terms import Commitment, Terms
from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.core.envelope.run import Run
from servanda.core.envelope.sealed import open_sealed, seal_run
from servanda.core.identifiers import AccordName, Origin, PartyId, digest_of
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.body import SALT_BYTES, Body, encode_body
from servanda.simulation.memory_node import memory_services
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.services import Services, own_card

HUB = PartyId("hub.example")
MODE = "real"
_ACCORD = AccordName("bench")


@dataclass(slots=True, kw_only=True)
class Desk:
    """One counterpart of the node that is measured.

    Attributes:
        party: Its name.
        services: Its ports, in memory.
        have: How many leaves it says it holds of the node's log.
        sent: How many of its own leaves have left it.
        numbered: How many payloads it has made.
    """

    party: PartyId
    services: Services
    have: int = 0
    sent: int = 0
    numbered: int = 0

    @property
    def own(self) -> Origin:
        """Origin of its log."""
        return Origin(from_party=self.party, accord_name=_ACCORD, to_party=HUB)

    def say(self, count: int) -> None:
        """Append `count` statements as one batch under one head."""
        now = self.services.clock.now()
        token = self.services.randomness.token
        for _ in range(count):
            self.numbered += 1
            statement = QueuedStatement(
                ticket=f"{self.party} {self.numbered}",
                own=self.own,
                type=TYPE,
                facts=canonical.encode(FACTS),
                ref=None,
                accord=None,
                salt=token(SALT_BYTES),
                body=encode_body(Body(members=body(self.numbered))),
                attachments=(),
                queued_at=now,
            )
            self.services.store.queue(statement)
        result = sequence_statements([], services=self.services)
        if result.failed or len(result.appended) != count:
            raise ValueError(f"expected {count} statements appended: {result.failed}")

    def envelope(self, *, hub_kem: tuple[str, bytes]) -> bytes:
        """Return what it has said since the last envelope, sealed."""
        run = build_run(self.services.store, self.own, first=self.sent, have=self.have)
        self.sent = run.first + len(run.leaves)
        name, public = hub_kem
        return seal_run(run, to=HUB, kem_name=name, kem_public=public)

    def open(self, answer: bytes) -> Run:
        """Return the run inside an answer of the node."""
        keys = self.services.working.of(self.services.keys).kem
        return open_sealed(answer, to=self.party, kem_keys=keys)

    def take(self, answer: bytes) -> None:
        """Receive an answer of the node and store it."""
        receive_envelope(answer, services=self.services)
        record = self.services.store.pair(self.own)
        if record is not None:
            self.have = record.copy_size


def make_desks(count: int, *, hub: Services, check_months: int = 0) -> list[Desk]:
    """Return `count` counterparts, each with an accord with the node `hub` in force."""
    bound = terms(check_months=check_months)
    return [_make_desk(PartyId(f"desk-{number:03}.example"), hub, bound) for number in range(count)]


def hub_kem(hub: Services) -> tuple[str, bytes]:
    """Return name and key to seal to for the node."""
    return KeyTimeline.of_card(own_card(hub)).newest.newest_kem


def _make_desk(party: PartyId, hub: Services, bound: JsonObject) -> Desk:
    services = memory_services(clock=hub.clock, seed=party)
    init_node(party=party, mode=MODE, carriers={}, services=services)
    desk = Desk(party=party, services=services)
    _introduce(services, hub)
    _introduce(hub, services)
    document = draft_accord(
        name=_ACCORD,
        counterpart=HUB,
        terms=bound,
        template_name="benchmark",
        template_digest=digest_of(b"benchmark"),
        periods=_periods(services.clock.now()),
        services=services,
    ).document
    propose_accord(document=document, services=services)
    sequence_statements([], services=services)
    kem = hub_kem(hub)
    exchange(desk, hub, kem)
    accept_accord(counterpart=party, services=hub)
    sequence_statements([], services=hub)
    bring(desk, hub)
    exchange(desk, hub, kem)
    return desk


def exchange(desk: Desk, hub: Services, kem: tuple[str, bytes]) -> None:
    """Let `desk` send what it has said, and take the answer."""
    answer = receive_envelope(desk.envelope(hub_kem=kem), services=hub).answer
    if answer is not None:
        desk.take(answer)


def bring(desk: Desk, hub: Services) -> None:
    """Bring to `desk` what the node has said since it last heard from it."""
    run = build_run(hub.store, desk.own.reverse, first=desk.have, have=desk.sent)
    name, public = hub_kem(desk.services)
    desk.take(seal_run(run, to=desk.party, kem_name=name, kem_public=public))


def _introduce(services: Services, other: Services) -> None:
    card = show_card(services=other)
    add_counterpart(card=card.card, services=services)
    confirm_counterpart(party=card.party, words=card.words, services=services)


def _periods(now: datetime) -> Sequence[datetime]:
    start = datetime(now.year, 1, 1, tzinfo=UTC)
    return [start, start + timedelta(days=366)]


def terms(*, check_months: int = 0) -> JsonObject:
    """Return short terms: one commitment and no clock."""
    return encode_terms(
        Terms(
            commitments=(
                Commitment(id="C1.1", nature="continuing", text={"en": "Answer in time."}),
            ),
            kinds=frozenset({"information_request"}),
            clocks=(),
            grounds=frozenset({"not_available"}),
            subjects=frozenset({"cyber"}),
            check_months=check_months,
        )
    )

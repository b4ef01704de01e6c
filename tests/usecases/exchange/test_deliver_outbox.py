"""The outbox and the sequencer work side by side: what is appended meanwhile is sent at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from typing_extensions import override

from servanda.core.keys.card import Card
from servanda.usecases.boundaries import COMMITTED, Boundaries
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.outside import (
    Carriers,
    DeliveryDelayedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Node, agreed_cast


@dataclass(slots=True)
class Meanwhile(Boundaries):
    """Lets somebody else work when the boundary `at` is reached for the first time."""

    at: str
    work: Callable[[], object]
    happened: bool = False

    @override
    def reached(self, name: str) -> None:
        if name == self.at and not self.happened:
            self.happened = True
            self.work()


def test_a_leaf_stored_but_not_headed_yet_is_sent_as_soon_as_it_is_headed() -> None:
    cast = agreed_cast()
    ask(cast.alice)
    outbox = replace(cast.alice, services=cast.alice.services)
    cast.alice.services = replace(
        cast.alice.services, boundaries=Meanwhile(at=COMMITTED, work=outbox.deliver)
    )

    cast.alice.step()
    cast.alice.deliver()

    assert not cast.alice.pair.has_unreceipted


def test_what_answers_an_empty_envelope_is_no_run_that_was_dropped() -> None:
    cast = agreed_cast()
    ask(cast.alice)
    outbox = replace(cast.alice, services=cast.alice.services)
    # A leaf is stored and not headed yet when the outbox looks: there is no run to send.
    cast.alice.services = replace(
        cast.alice.services, boundaries=Meanwhile(at=COMMITTED, work=outbox.deliver)
    )
    cast.alice.step()
    cast.alice.deliver()
    # All is said, and an answer is still owed: likewise.
    store = cast.bob.services.store
    store.owe_answer(cast.bob.pair.own, due_at=cast.bob.services.clock.now())
    cast.bob.deliver()

    for node in (cast.alice, cast.bob):
        assert node.services.store.drops() == {}
        assert not node.pair.answer_owed


class PutsOff(Carriers, OutboundTransport):
    """A counterpart that takes nothing now and says for how long."""

    kind: ClassVar[str] = "https"

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return [self]

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        raise DeliveryDelayedError("busy (status 429)", retry_after=timedelta(minutes=10))


def test_a_counterpart_that_asks_for_a_pause_is_left_alone_for_so_long() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    services = replace(cast.alice.services, carriers=PutsOff())

    deliver_outbox(services=services, force=True)

    now = services.clock.now()
    assert cast.alice.pair.due_at == now + timedelta(minutes=10)
    assert not deliver_outbox(services=services).sent


def ask(node: Node) -> None:
    queue_statement(type="request", facts=REQUEST, body=REQUEST_BODY, services=node.services)

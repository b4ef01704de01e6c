"""A counterpart that was away for days, by mail alone: caught up without a storm."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import ServandaError
from servanda.core.keys.card import Card
from servanda.transports.mail.inbound import MailInbound
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.ports.outside import (
    Carriers,
    DeliveryDelayedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from servanda.usecases.upkeep.check_node import check_node
from tests.transports.mail.memory_mailbox import MemoryMailbox
from tests.usecases.nodes import Cast, Node, agreed_cast

MINUTE = timedelta(minutes=1)
DAYS_AWAY = 3
MINUTES_AWAY = DAYS_AWAY * 24 * 60
BETWEEN_STATEMENTS = 45  # minutes
SAID = MINUTES_AWAY // BETWEEN_STATEMENTS
# Of what is said again: after 1, 2, 4, … minutes, then every six hours.
SAID_AGAIN = 10 + DAYS_AWAY * 4


@dataclass
class ToMailbox(Carriers, OutboundTransport):
    """Puts mail into the mailbox of the other side, while there is room.

    Attributes:
        box: The mailbox.
        room: How many mails it holds.
    """

    kind: ClassVar[str] = "mail"
    may_give_back: ClassVar[bool] = True

    box: MemoryMailbox = field(default_factory=MemoryMailbox)
    room: int = 1_000_000
    carried: list[int] = field(default_factory=list)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return [self]

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        if len(self.box.mails) >= self.room:
            raise DeliveryDelayedError("no room for mail (SMTP 452)")
        self.box.receive(envelope.content)
        self.carried.append(len(envelope.content))
        return HandedOver(location="mailbox")


@dataclass
class Side:
    node: Node
    to_other: ToMailbox
    inbound: MailInbound

    def look(self) -> None:
        self.inbound.look(self._take, now=self.node.services.clock.now())

    def send(self) -> None:
        deliver_outbox(services=self.node.services)

    def say(self) -> None:
        facts = {"step": "ask", "tlp": "green"}
        queue_statement(type="check", facts=facts, services=self.node.services)
        self.node.step()

    def _take(self, envelopes: Sequence[bytes]) -> Sequence[ServandaError | None]:
        for envelope in envelopes:
            receive_envelope(envelope, answer_now=False, services=self.node.services)
        return [None] * len(envelopes)


def by_mail() -> tuple[Cast, Side, Side]:
    cast = agreed_cast()
    to_bob, to_alice = ToMailbox(), ToMailbox()
    cast.alice.services = replace(cast.alice.services, carriers=to_bob)
    cast.bob.services = replace(cast.bob.services, carriers=to_alice)
    return (
        cast,
        Side(node=cast.alice, to_other=to_bob, inbound=MailInbound(to_alice.box)),
        Side(node=cast.bob, to_other=to_alice, inbound=MailInbound(to_bob.box)),
    )


def away(cast: Cast, alice: Side) -> None:
    """Let Bob be away while Alice goes on with her work."""
    for minute in range(MINUTES_AWAY):
        if minute % BETWEEN_STATEMENTS == 0:
            alice.say()
        alice.send()
        cast.clock.advance(MINUTE)


def back(cast: Cast, alice: Side, bob: Side, *, minutes: int) -> None:
    for _ in range(minutes):
        for side in (bob, alice):
            side.look()
            side.send()
        cast.clock.advance(MINUTE)


def test_three_days_away_by_mail_are_caught_up_with_few_mails_either_way() -> None:
    cast, alice, bob = by_mail()

    away(cast, alice)

    lying = len(bob.inbound.mailbox.lying().uids)
    assert SAID <= lying <= SAID + SAID_AGAIN
    assert cast.alice.pair.has_unreceipted

    back(cast, alice, bob, minutes=10)

    assert not cast.alice.pair.has_unreceipted
    assert len(alice.to_other.carried) == lying  # nothing more was sent for it
    assert len(bob.to_other.carried) <= 3
    assert bob.inbound.mailbox.lying().uids == ()
    checks = [one for one in bob.node.services.store.facts_of(cast.alice.pair.own)]
    assert len([one for one in checks if one.type == "check"]) == SAID


def test_what_is_new_is_sent_alone_while_the_rest_lies_in_the_mailbox() -> None:
    _, alice, _ = by_mail()
    for _ in range(20):
        alice.say()
        alice.send()

    first, *others = alice.to_other.carried

    assert len(others) == 19
    assert max(others) < 2 * first


def test_a_mail_that_was_lost_is_said_again_with_all_that_followed_it() -> None:
    cast, alice, bob = by_mail()
    alice.say()
    alice.send()
    alice.to_other.box.mails.clear()  # lost on the way
    alice.say()
    alice.send()
    bob.look()
    assert cast.alice.pair.has_unreceipted

    back(cast, alice, bob, minutes=5)

    assert not cast.alice.pair.has_unreceipted


def test_a_mailbox_that_fills_keeps_nothing_from_arriving_once_there_is_room() -> None:
    cast, alice, bob = by_mail()
    alice.to_other.room = 20

    away(cast, alice)

    assert len(bob.inbound.mailbox.lying().uids) == 20
    findings = {one.code: one for one in check_node(services=cast.alice.services).findings}
    assert "no room" in findings["carrier-rests"].message
    assert findings["unreceipted"].level == "warning"
    assert cast.alice.pair.trouble.startswith("delivery-delayed")

    back(cast, alice, bob, minutes=7 * 60)  # the longest pause is six hours

    assert not cast.alice.pair.has_unreceipted
    checks = [one for one in bob.node.services.store.facts_of(cast.alice.pair.own)]
    assert len([one for one in checks if one.type == "check"]) == SAID

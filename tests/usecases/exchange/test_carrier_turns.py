"""Carriers that fail, are silent or bounce rest; what is said arrives by another, and once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.note_return import note_return
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.outside import (
    Carriers,
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from servanda.usecases.services import Services
from servanda.usecases.upkeep.check_node import check_node
from tests.usecases.nodes import Cast, agreed_cast

MINUTE = timedelta(minutes=1)
LONG = timedelta(hours=6)


@dataclass
class Way(OutboundTransport):
    """One carrier of the test: it answers at once, only takes, or fails.

    Attributes:
        kind: Its name.
        answer: What the other end does; None: nothing arrives.
        failure: Raised instead, while it is set.
        may_give_back: Whether what it took may come back.
    """

    kind: str  # type: ignore[misc]  # each stands for another carrier
    answer: Callable[[bytes], bytes | None] | None = None
    failure: Exception | None = None
    may_give_back: bool = False  # type: ignore[misc]
    sent: list[SealedEnvelope] = field(default_factory=list)

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        self.sent.append(envelope)
        if self.failure is not None:
            raise self.failure
        answer = None if self.answer is None else self.answer(envelope.content)
        return HandedOver(location=self.kind, answer=answer)


@dataclass
class Ways(Carriers):
    ways: Sequence[Way]
    failures: int = 1

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return self.ways

    @override
    def policy(self, party: PartyId) -> CarrierPolicy:
        return CarrierPolicy(failures=self.failures)


@dataclass
class Stage:
    cast: Cast
    line: Way  # answers at once while it is up
    mail: Way  # takes everything

    @property
    def services(self) -> Services:
        return self.cast.alice.services

    def say(self) -> None:
        queue_statement(type="check", facts={"step": "ask", "tlp": "green"}, services=self.services)
        self.cast.alice.step()

    def round(self) -> list[str]:
        result = deliver_outbox(services=self.cast.alice.services)
        return [sending.carrier + (":failed" if sending.trouble else "") for sending in result.sent]


@pytest.fixture
def stage() -> Stage:
    return staged(failures=1)


def staged(*, failures: int) -> Stage:
    cast = agreed_cast()
    line = Way(kind="line", answer=cast.bob.take)
    mail = Way(kind="mail", may_give_back=True)
    cast.alice.services = replace(
        cast.alice.services, carriers=Ways(ways=[line, mail], failures=failures)
    )
    return Stage(cast=cast, line=line, mail=mail)


def test_the_preferred_carrier_alone_is_used_while_it_works(stage: Stage) -> None:
    for _ in range(3):
        stage.say()
        assert stage.round() == ["line"]

    assert stage.mail.sent == []


@pytest.mark.parametrize("failure", [DeliveryDelayedError("down"), DeliveryRefusedError("no")])
def test_the_next_carrier_is_used_at_once_and_the_first_one_rests(
    stage: Stage, failure: Exception
) -> None:
    stage.line.failure = failure
    stage.say()

    assert stage.round() == ["line:failed", "mail"]

    stage.say()
    assert stage.round() == ["mail"]  # the line rests


def test_the_first_carrier_is_used_again_when_its_rest_is_over_and_it_works(stage: Stage) -> None:
    stage.line.failure = DeliveryDelayedError("down")
    stage.say()
    stage.round()
    stage.line.failure = None
    stage.cast.clock.advance(MINUTE)

    assert stage.round() == ["line"]

    stage.say()
    assert stage.round() == ["line"]
    known = stage.cast.alice.services.store.carriers_of(stage.cast.alice.pair.own)["line"]
    assert (known.standing.failures, known.trouble) == (0, "")


def test_as_many_failures_are_borne_as_the_operator_said() -> None:
    stage = staged(failures=2)
    stage.line.failure = DeliveryDelayedError("down")
    stage.say()
    assert stage.round() == ["line:failed", "mail"]  # nothing waits for the second failure

    stage.say()
    assert stage.round() == ["line:failed", "mail"]  # it is tried once more first
    stage.say()
    assert stage.round() == ["mail"]


def test_a_carrier_that_takes_everything_and_delivers_nothing_rests_longer_each_time(
    stage: Stage,
) -> None:
    services = stage.cast.alice.services
    services.carriers.ways = [stage.mail, stage.line]  # type: ignore[attr-defined]
    used = []
    for _ in range(6):
        stage.say()
        used.append(stage.round())
        stage.cast.clock.advance(MINUTE)
        while stage.cast.alice.pair.has_unreceipted:
            used.append(stage.round())
            stage.cast.clock.advance(MINUTE)

    assert used[:2] == [["mail"], ["line"]]
    assert used.count(["mail"]) < used.count(["line"])
    known = services.store.carriers_of(stage.cast.alice.pair.own)["mail"]
    assert known.standing.failures == used.count(["mail"]) - (known.handed_at is not None)


def test_where_all_fail_nothing_is_lost_and_there_is_no_storm(stage: Stage) -> None:
    stage.line.failure = DeliveryDelayedError("down")
    stage.mail.failure = DeliveryRefusedError("no such mailbox")
    stage.say()
    for _ in range(3 * 24 * 60):  # three days, looked at each minute
        stage.round()
        stage.cast.clock.advance(MINUTE)

    assert len(stage.line.sent) + len(stage.mail.sent) < 50
    assert {"carrier-rests"} <= {one.code for one in check_node(services=stage.services).findings}

    stage.line.failure = None
    stage.cast.clock.advance(LONG)
    stage.round()
    stage.cast.clock.advance(LONG)
    stage.round()

    assert not stage.cast.alice.pair.has_unreceipted


def test_what_bounces_is_sent_at_once_by_another_carrier(stage: Stage) -> None:
    stage.line.failure = DeliveryDelayedError("down")
    stage.say()
    stage.round()
    stage.line.failure = None
    stage.cast.clock.advance(MINUTE - timedelta(seconds=1))
    assert stage.round() == []
    stage.cast.clock.advance(timedelta(seconds=1))

    note_return(stage.mail.sent[0].digest, status="5.1.1", services=stage.services)

    assert stage.round() == ["line"]
    assert not stage.cast.alice.pair.has_unreceipted


def test_forged_bounces_cause_no_more_than_one_sending_each_and_never_a_loop(stage: Stage) -> None:
    stage.line.failure = DeliveryDelayedError("down")
    stage.say()
    noted = 0
    for _ in range(24 * 60):  # a day in which every mail seems to come back at once
        stage.round()
        while noted < len(stage.mail.sent):
            note_return(stage.mail.sent[noted].digest, status="5.1.1", services=stage.services)
            noted += 1
            stage.round()
        stage.cast.clock.advance(MINUTE)

    assert len(stage.mail.sent) < 30
    assert stage.cast.alice.pair.has_unreceipted


def test_the_same_statement_over_two_carriers_arrives_once(stage: Stage) -> None:
    stage.line.failure = DeliveryDelayedError("the answer was lost")
    stage.say()
    stage.round()  # the line took it, too: only its answer was lost
    bob = stage.cast.bob

    for envelope in (stage.line.sent[0], stage.mail.sent[0], stage.mail.sent[0]):
        bob.take(envelope.content)

    store, own = bob.services.store, bob.pair.own
    checks = [one for one in store.facts_of(own.reverse) if one.type == "check"]
    assert len(checks) == 1


def test_a_stick_that_is_on_its_way_for_days_is_shown_and_alarms_nobody(stage: Stage) -> None:
    stage.services.carriers.ways = [Way(kind="folder")]  # type: ignore[attr-defined]
    stage.say()
    for _ in range(3):
        stage.round()
        stage.cast.clock.advance(MINUTE * 10)

    found = {one.code: one for one in check_node(services=stage.services).findings}
    assert "silent" in found["carrier-rests"].message
    assert found["carrier-rests"].level == "ok"

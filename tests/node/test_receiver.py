"""Between carrier and sequencer: every envelope gets the reply the protocol gives it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import Origin, PartyId
from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.interfaces.web.carrier.reply import (
    Answered,
    Busy,
    CarrierReply,
    NothingOwed,
    NotTaken,
    TakenLater,
    TooMany,
)
from servanda.memory.store import MemoryStore
from servanda.node import receiver as module
from servanda.node.intake import MAX_WAITING_OF_ONE, Intake
from servanda.node.receiver import NodeReceiver
from servanda.node.sequencer import Sequencer
from servanda.store.home.layout import Home
from servanda.store.sql import StoreFailedError
from servanda.transports.https.identity import authorities_pem, client_context
from servanda.transports.https.outbound import HttpsOutbound
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.pair_step import OpenedRun
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.exchange.sequence_statements import StepResult, sequence_statements
from servanda.usecases.ports.outside import DeliveryDelayedError
from servanda.usecases.ports.records import CounterpartRecord
from servanda.usecases.services import Services
from servanda.wiring import Node
from tests.node.listeners import listening
from tests.transports.parties import card_of, identity_of
from tests.usecases.nodes import ALICE, BOB, REQUEST, REQUEST_BODY, Cast, agreed_cast


@contextmanager
def sequencing(services: Services, folder: Path) -> Iterator[NodeReceiver]:
    """Run Bob's sequencer on its thread, as a node does."""
    node = Node(home=Home(folder), services=services)
    intake, stop = Intake(), Event()
    sequencer = Sequencer(node=node, intake=intake, stop=stop)
    thread = Thread(target=sequencer.run)
    thread.start()
    try:
        yield NodeReceiver(node=node, intake=intake, refill=sequencer.refill)
    finally:
        stop.set()
        thread.join()


def idle(services: Services, folder: Path) -> NodeReceiver:
    """Return a receiver whose sequencer never takes anything."""
    node = Node(home=Home(folder), services=services)
    return NodeReceiver(node=node, intake=Intake(), refill=Event())


@pytest.fixture
def cast() -> Cast:
    made = agreed_cast()
    made.cut_lines()
    made.alice.send("request", REQUEST, body=REQUEST_BODY)
    return made


def envelope(cast: Cast) -> bytes:
    return envelope_for(services=cast.alice.services).content


def test_a_statement_is_answered_with_its_receipt(cast: Cast, tmp_path: Path) -> None:
    with sequencing(cast.bob.services, tmp_path) as receiver:
        reply = receiver.receive(envelope(cast))

    assert isinstance(reply, Answered)
    cast.alice.take(reply.envelope)
    assert not cast.alice.pair.has_unreceipted


def test_the_same_envelope_again_brings_the_same_leaves(cast: Cast, tmp_path: Path) -> None:
    with sequencing(cast.bob.services, tmp_path) as receiver:
        receiver.receive(envelope(cast))
        before = cast.bob.notes()
        again = receiver.receive(envelope(cast))

    assert isinstance(again, Answered)
    assert cast.bob.notes() == before


def test_many_envelopes_at_once_are_all_answered(cast: Cast, tmp_path: Path) -> None:
    replies: list[CarrierReply] = []
    sent = envelope(cast)
    with sequencing(cast.bob.services, tmp_path) as receiver:
        threads = [Thread(target=lambda: replies.append(receiver.receive(sent))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert [type(reply) for reply in replies] == [Answered] * 12


@pytest.mark.parametrize("content", [b"", b"not an envelope", b"{}\n" + bytes(2_000)])
def test_what_is_no_envelope_is_dropped_and_counted(
    cast: Cast, tmp_path: Path, content: bytes
) -> None:
    reply = idle(cast.bob.services, tmp_path).receive(content)

    assert isinstance(reply, NotTaken)
    assert sum(cast.bob.services.store.drops().values()) == 1


def test_a_sequencer_that_is_slow_is_not_waited_for(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.01)
    receiver = idle(cast.bob.services, tmp_path)

    assert isinstance(receiver.receive(envelope(cast)), TakenLater)


def test_an_answer_that_came_too_late_follows_through_the_outbox(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.01)
    node = Node(home=Home(tmp_path), services=cast.bob.services)
    intake, stop = Intake(), Event()
    receiver = NodeReceiver(node=node, intake=intake, refill=Event())
    receiver.receive(envelope(cast))
    sequencer = Sequencer(node=node, intake=intake, stop=stop)
    thread = Thread(target=sequencer.run)
    thread.start()
    while not cast.bob.pair.answer_owed:
        assert thread.is_alive()
    stop.set()
    thread.join()
    cast.join_lines()

    cast.bob.deliver()

    assert not cast.alice.pair.has_unreceipted


def test_more_than_memory_is_kept_for_is_sent_back(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.node.intake.MAX_WAITING", 0)

    assert isinstance(idle(cast.bob.services, tmp_path).receive(envelope(cast)), Busy)


def test_a_counterpart_that_floods_is_told_to_come_back_later(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.01)
    receiver, sent = idle(cast.bob.services, tmp_path), envelope(cast)

    replies = [receiver.receive(sent) for _ in range(MAX_WAITING_OF_ONE + 1)]

    assert {type(reply) for reply in replies[:-1]} == {TakenLater}
    assert isinstance(replies[-1], TooMany)


def test_a_flood_is_answered_429_over_the_line_and_its_sender_learns_for_how_long(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.01)
    application = CarrierApplication(idle(cast.bob.services, tmp_path))
    sent = envelope_for(services=cast.alice.services)

    with listening(application, identity_of(BOB), authorities_pem([card_of(ALICE)])) as listener:
        transport = HttpsOutbound(
            f"https://127.0.0.1:{listener.address.port}",
            lambda: client_context(identity_of(ALICE), counterpart=card_of(BOB)),
        )
        for _ in range(MAX_WAITING_OF_ONE):
            transport.deliver(sent)
        with pytest.raises(DeliveryDelayedError, match="status 429") as caught:
            transport.deliver(sent)
        transport.close()

    assert caught.value.retry_after == timedelta(seconds=module.FLOOD_SECONDS)


def test_a_node_that_must_not_sign_takes_nothing_and_says_why(cast: Cast, tmp_path: Path) -> None:
    services = cast.bob.services
    store, own = services.store, cast.bob.pair.own
    store.restore_log(own, store.leaves(own, 0, 1), [])  # an older database under a newer head
    cast.bob.restart()
    node = Node(home=Home(tmp_path), services=cast.bob.services)
    intake, stop = Intake(), Event()
    sequencer = Sequencer(node=node, intake=intake, stop=stop)
    thread = Thread(target=sequencer.run)
    thread.start()
    receiver = NodeReceiver(node=node, intake=intake, refill=sequencer.refill)

    reply = receiver.receive(envelope(cast))
    stop.set()
    thread.join()

    assert isinstance(reply, Busy)
    assert sequencer.trouble != ""
    assert store.log_size(own) == 1


def test_an_empty_run_is_owed_no_answer(cast: Cast, tmp_path: Path) -> None:
    cast.join_lines()
    cast.settle()
    cast.alice.deliver(force=True)
    with sequencing(cast.bob.services, tmp_path) as receiver:
        reply = receiver.receive(
            envelope_for(counterpart=BOB, services=cast.alice.services).content
        )

    assert isinstance(reply, NothingOwed | Answered)
    assert cast.bob.pair.counterpart == ALICE


def test_a_stopped_sequencer_leaves_nobody_waiting(cast: Cast, tmp_path: Path) -> None:
    node = Node(home=Home(tmp_path), services=cast.bob.services)
    intake, stop = Intake(), Event()
    receiver = NodeReceiver(node=node, intake=intake, refill=Event())
    waiting = receiver.hand_over(envelope(cast), answer_now=True)
    stop.set()

    Sequencer(node=node, intake=intake, stop=stop).run()

    assert waiting.cancelled()


def test_while_the_database_is_away_the_sender_is_told_to_come_again(
    cast: Cast, tmp_path: Path
) -> None:
    services = replace(cast.bob.services, store=LostStore(), pairs=LoadedPairs())

    assert isinstance(idle(services, tmp_path).receive(envelope(cast)), Busy)


class LostStore(MemoryStore):
    """A store whose database cannot be reached."""

    @override
    def counterpart(self, party: PartyId) -> CounterpartRecord | None:
        raise StoreFailedError("the server is gone")


def test_a_bug_in_one_step_harms_no_other_envelope(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_batches(
        batch: Sequence[OpenedRun], *, services: Services, without: Collection[Origin]
    ) -> StepResult:
        if len(batch) > 1:
            raise MisconfiguredError("a fault that only a batch shows")
        return sequence_statements(batch, services=services, without=without)

    monkeypatch.setattr("servanda.node.sequencer.sequence_statements", fails_on_batches)
    node = Node(home=Home(tmp_path), services=cast.bob.services)
    intake, stop = Intake(), Event()
    receiver = NodeReceiver(node=node, intake=intake, refill=Event())
    waiting = [receiver.hand_over(envelope(cast), answer_now=True) for _ in range(3)]
    thread = Thread(target=Sequencer(node=node, intake=intake, stop=stop).run)
    thread.start()
    kinds = [one.result(timeout=30).kind for one in waiting]
    stop.set()
    thread.join()

    assert kinds[0] == "taken"
    assert set(kinds[1:]) == {"repeated"}

"""The thread that appends: a pair that must not sign is stopped alone, and says so."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

from servanda.node.asking import Asking
from servanda.node.intake import Intake
from servanda.node.sequencer import Sequencer
from servanda.simulation.memory_node import Line, Lines
from servanda.store.home.layout import Home
from servanda.usecases.draft_accord import draft_accord
from servanda.usecases.propose_accord import propose_accord
from servanda.usecases.queue_statement import queue_statement
from servanda.wiring import Node as WiredNode
from tests.usecases.nodes import (
    ACCORD,
    BOB,
    PERIOD_END,
    PERIOD_START,
    REQUEST,
    REQUEST_BODY,
    Cast,
    Node,
    agreed_cast,
    digest_of,
    roll_back,
    terms,
)

SECONDS = 30.0


class AskedLine(Line):
    """A line that brings answers on the connection, as HTTPS does."""

    kind: ClassVar[str] = "https"


@contextmanager
def sequencing(node: Node, folder: Path) -> Iterator[Sequencer]:
    wired = WiredNode(home=Home(folder), services=node.services)
    stop = Event()
    sequencer = Sequencer(node=wired, intake=Intake(), stop=stop)
    thread = Thread(target=sequencer.run)
    thread.start()
    try:
        yield sequencer
    finally:
        stop.set()
        thread.join()


def await_true(look: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not look():
        assert time.monotonic() < end
        time.sleep(0.01)  # another thread does it, and tells nobody


def rolled_back() -> Cast:
    """Alice's machine is as it was some leaves ago; Bob can be asked."""
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(hours=1)
    roll_back(cast.alice, size=2)
    carriers = cast.alice.services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[BOB] = [AskedLine(answer=cast.bob.take)]
    return cast


def test_a_pair_that_is_behind_is_stopped_and_another_goes_on(tmp_path: Path) -> None:
    cast = rolled_back()
    services = cast.alice.services
    stopped = cast.alice.pair.own
    queue_statement(type="check", facts={"step": "ask"}, services=services)
    document = draft_accord(
        name="second",
        counterpart=BOB,
        terms=terms(),
        template_name="test",
        template_digest=digest_of(b"template"),
        periods=[PERIOD_START, PERIOD_END],
        cut_wait_seconds=0,
        services=services,
    ).document
    propose_accord(document=document, services=services)

    with sequencing(cast.alice, tmp_path) as sequencer:
        await_true(lambda: len(services.store.queued(limit=10)) == 1)
        held = dict(sequencer.stopped)

    assert list(held) == [stopped]
    assert "servanda refill" in sequencer.trouble
    assert services.store.log_size(stopped) == 2
    assert [one.own.accord_name for one in services.store.queued(limit=10)] == [ACCORD]
    assert [alarm.kind for alarm in services.store.alarms()] == ["signing_stopped"]


def test_a_line_that_hangs_holds_up_the_start_for_so_long_and_no_longer() -> None:
    cast = rolled_back()
    services = cast.alice.services
    hung = Event()
    carriers = services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[BOB] = [AskedLine(answer=lambda _: b"" if hung.wait(SECONDS) else None)]
    asking = Asking(services=services, seconds=0.05)

    held = asking.ask([cast.alice.pair.own])

    hung.set()
    assert held == {}


def test_a_claim_in_every_envelope_is_asked_about_once() -> None:
    cast = rolled_back()
    asked: list[bytes] = []

    def answer(envelope: bytes) -> bytes | None:
        asked.append(envelope)
        return cast.bob.take(envelope)

    carriers = cast.alice.services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[BOB] = [AskedLine(answer=answer)]
    asking = Asking(services=cast.alice.services)

    for _ in range(3):
        asking.ask_meanwhile(cast.alice.pair.own)
    answers = []
    await_true(lambda: bool(answers.extend(asking.answered()) or answers))

    assert len(asked) == 1
    assert [held.named for held in answers] == [cast.bob.pair.copy_size]

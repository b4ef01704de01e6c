"""The outbox's thread: what was said leaves at once, not at the next look."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

import pytest
from typing_extensions import override

from servanda.memory.store import MemoryStore
from servanda.node import outbox as outbox_module
from servanda.node.intake import Intake
from servanda.node.outbox import Outbox
from servanda.node.receiver import NodeReceiver
from servanda.node.running import _Threads
from servanda.node.sequencer import Sequencer
from servanda.store.home.layout import Home
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.records import PairRecord
from servanda.wiring import Node
from tests.usecases.nodes import ACCORD, Cast, agreed_cast

PATIENCE_SECONDS = 20.0


class WatchedStore(MemoryStore):
    """Tells each look of the outbox, and that nothing is due."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: SimpleQueue[object] = SimpleQueue()

    @override
    def due_pairs(self, now: object) -> list[PairRecord]:
        self.looks.put(now)
        return []


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def cast(store: WatchedStore) -> Cast:
    return agreed_cast((MemoryStore(), store))


@pytest.fixture
def node(cast: Cast, tmp_path: Path) -> Node:
    return Node(home=Home(tmp_path), services=cast.bob.services)


@pytest.fixture
def outbox(node: Node, store: WatchedStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outbox]:
    """Return a running outbox that would not look by itself for an hour."""
    monkeypatch.setattr(outbox_module, "LOOK_SECONDS", 3600.0)
    receiver = NodeReceiver(node=node, intake=Intake(), refill=Event())
    made = Outbox(services=node.services, receiver=receiver, stop=Event(), wake=Event())
    while not store.looks.empty():  # of the round that put the accord into force
        store.looks.get()
    thread = Thread(target=made.run)
    thread.start()
    yield made
    made.stop.set()
    made.wake.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_an_outbox_that_is_woken_looks_at_once_and_only_once(
    outbox: Outbox, store: WatchedStore
) -> None:
    with pytest.raises(Empty):
        store.looks.get_nowait()

    outbox.wake.set()
    store.looks.get(timeout=PATIENCE_SECONDS)
    outbox.wake.set()
    store.looks.get(timeout=PATIENCE_SECONDS)

    assert store.looks.empty()


def test_a_statement_that_was_appended_wakes_the_outbox_and_a_step_without_one_does_not(
    cast: Cast, node: Node
) -> None:
    stop = Event()
    sequencer = Sequencer(node=node, intake=Intake(), stop=stop)
    sequencer._step([])
    assert not sequencer.said.is_set()

    queue_statement(
        type="check",
        facts={"step": "ask"},
        accord_name=ACCORD,
        ticket="said",
        services=cast.bob.services,
    )
    sequencer._step([])

    assert sequencer.said.is_set()
    assert cast.bob.services.store.queued(limit=1) == []


def test_the_outbox_of_a_running_node_is_woken_by_its_sequencer(node: Node) -> None:
    threads = _Threads(node=node, stop=Event())

    assert threads.outbox.wake is threads.sequencer.said

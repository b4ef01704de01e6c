"""The sequencer's thread: what fails in one pair stops that pair and no other."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from typing_extensions import override

from servanda.core.identifiers import Origin, digest_of
from servanda.memory.store import MemoryStore
from servanda.node.intake import Intake
from servanda.node.sequencer import Sequencer
from servanda.simulation.accord import simulated_terms
from servanda.store.home.layout import Home
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.sequence_statements import PairFailedError, sequence_statements
from servanda.usecases.ports.records import HeldRun
from servanda.usecases.services import Services
from servanda.wiring import Node
from tests.usecases.nodes import ACCORD, ALICE, PERIOD_END, PERIOD_START, Cast, agreed_cast

PATIENCE_SECONDS = 20.0


class StumblingStore(MemoryStore):
    """Stumbles over one pair, as code that nobody foresaw to fail does."""

    stumbles_over: Origin | None = None

    @override
    def held_runs(self, origin: Origin) -> list[HeldRun]:
        if origin.reverse == self.stumbles_over:
            raise OverflowError("date value out of range")
        return list(super().held_runs(origin))


@pytest.fixture
def cast() -> Cast:
    """Return Bob with two pairs, of which one makes the work on it fail; both have work."""
    store = StumblingStore()
    made = agreed_cast((MemoryStore(), store))
    services = made.bob.services
    propose_accord(document=another_accord(services, cut_wait_seconds=0), services=services)
    made.bob.step()
    propose_accord(document=another_accord(services, cut_wait_seconds=1), services=services)
    queue_statement(
        type="check", facts={"step": "ask"}, accord_name=ACCORD, ticket="good", services=services
    )
    store.stumbles_over = broken_log(made)
    return made


def another_accord(services: Services, *, cut_wait_seconds: int) -> bytes:
    """Return an accord of another name that Bob may propose."""
    return draft_accord(
        name="second",
        counterpart=ALICE,
        terms=simulated_terms(),
        template_name="test",
        template_digest=digest_of(b"template"),
        periods=[PERIOD_START, PERIOD_END],
        cut_wait_seconds=cut_wait_seconds,
        services=services,
    ).document


def broken_log(cast: Cast) -> Origin:
    (own,) = [
        pair.own for pair in cast.bob.services.store.pairs() if pair.own.accord_name != ACCORD
    ]
    return own


def test_what_nobody_foresaw_names_its_pair_and_leaves_no_trace(cast: Cast) -> None:
    services, own = cast.bob.services, broken_log(cast)
    sizes = [(pair.own, pair.own_size) for pair in services.store.pairs()]
    services.pairs.drop_all()

    with pytest.raises(PairFailedError, match="OverflowError") as caught:
        sequence_statements([], services=services)

    assert caught.value.own == own
    assert [(pair.own, pair.own_size) for pair in services.store.pairs()] == sizes
    result = sequence_statements([], services=services, without={own})
    assert [one.ticket for one in result.appended] == ["good"]


def test_a_pair_whose_work_fails_is_stopped_and_the_others_go_on(
    cast: Cast, tmp_path: Path
) -> None:
    services, own = cast.bob.services, broken_log(cast)
    services.pairs.drop_all()
    stop = Event()
    sequencer = Sequencer(
        node=Node(home=Home(tmp_path), services=services), intake=Intake(), stop=stop
    )
    thread = Thread(target=sequencer.run)

    thread.start()
    try:
        await_true(lambda: cast.bob.services.store.ticket("good") is not None and is_done(cast))
    finally:
        stop.set()
        thread.join()

    assert isinstance(sequencer.stopped[own], PairFailedError)
    assert "date value out of range" in sequencer.trouble


def is_done(cast: Cast) -> bool:
    return all(one.ticket != "good" for one in cast.bob.services.store.queued(limit=10))


def await_true(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)

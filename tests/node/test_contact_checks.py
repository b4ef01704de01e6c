"""The looks of the running node at contacts: a fault is logged once and ends nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from typing_extensions import override

from servanda.core.errors import CounterpartError, MisconfiguredError, ServandaError
from servanda.memory.store import MemoryStore
from servanda.node.contact_checks import LOOK_SECONDS, ContactChecks
from servanda.store.sql import StoreFailedError
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.ports.records import PairRecord, QueuedStatement
from tests.usecases.conduct.test_ask_contacts import cast_with_checks
from tests.usecases.conduct.test_contacts import propose
from tests.usecases.nodes import Cast


class FailingStore(MemoryStore):
    """A store that fails as it is told, once anybody asks for the pairs."""

    trouble: ServandaError

    @override
    def pairs(self) -> Sequence[PairRecord]:
        raise self.trouble


class RefusingStore(MemoryStore):
    """A store that takes nothing into the queue."""

    refuses = True

    @override
    def queue(self, statement: QueuedStatement) -> bool:
        if self.refuses:
            raise MisconfiguredError("the keys are locked")
        return super().queue(statement)


@dataclass
class Timer:
    """Seconds that pass when the test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def failing(cast: Cast, trouble: ServandaError) -> tuple[ContactChecks, Timer]:
    store = FailingStore()
    store.trouble = trouble
    timer = Timer()
    return ContactChecks(replace(cast.alice.services, store=store), timer), timer


def looks(checks: ContactChecks, timer: Timer, *, times: int) -> None:
    for _ in range(times):
        timer.now += LOOK_SECONDS + 1
        checks.look()


def test_a_fault_is_logged_once_and_the_next_look_comes_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    checks, timer = failing(cast_with_checks(), CounterpartError("a leaf that cannot be read"))

    with caplog.at_level(logging.WARNING):
        looks(checks, timer, times=3)

    assert [record.getMessage() for record in caplog.records] == [
        "contacts were not checked: a leaf that cannot be read"
    ]


def test_a_database_out_of_reach_is_the_callers_to_wait_for() -> None:
    checks, timer = failing(cast_with_checks(), StoreFailedError("the server is gone"))

    with pytest.raises(StoreFailedError):
        looks(checks, timer, times=1)


def test_what_is_due_is_asked_and_nothing_is_looked_at_between_two_looks() -> None:
    cast = cast_with_checks()
    leaf = propose(cast)
    timer = Timer()
    checks = ContactChecks(cast.alice.services, timer)

    checks.look()
    assert len(cast.alice.services.store.queued(limit=10)) == 1
    cast.alice.step()
    cast.settle()
    found = read_contacts(cast.alice.pair, services=cast.alice.services)
    assert found is not None
    (check,) = found.by_leaf[leaf].checks
    cast.bob.send("check", {"step": "answer", "role": "technical"}, ref=check.leaf)
    cast.settle()
    cast.wait(days=8)
    checks.look()  # due again by the calendar, but not looked at yet
    assert not cast.alice.services.store.queued(limit=10)

    looks(checks, timer, times=1)
    assert len(cast.alice.services.store.queued(limit=10)) == 1


def test_what_one_pair_refuses_is_logged_once_and_again_when_it_comes_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cast = cast_with_checks()
    propose(cast)
    store = RefusingStore()
    store.__dict__.update(vars(cast.alice.services.store))  # the same, but for what it refuses
    timer = Timer()
    checks = ContactChecks(replace(cast.alice.services, store=store), timer)

    with caplog.at_level(logging.WARNING):
        looks(checks, timer, times=3)
        assert len(caplog.records) == 1
        store.refuses = False
        looks(checks, timer, times=1)
        assert len(store.queued(limit=10)) == 1
        assert len(caplog.records) == 1
    assert "keys are locked" in caplog.records[0].getMessage()

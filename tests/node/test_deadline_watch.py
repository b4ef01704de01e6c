"""The looks of the running node at what is due: told once each, and a fault ends nothing."""

import logging
from dataclasses import replace

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError, ServandaError
from servanda.node.deadline_watch import LADDER_SECONDS, DeadlineWatch
from servanda.store.sql import StoreFailedError
from tests.node.test_contact_checks import FailingStore, Timer
from tests.usecases.conduct.test_contacts import propose
from tests.usecases.conduct.test_persons import BODY, LISTED, NAME, say
from tests.usecases.nodes import Cast, Node, agreed_cast

ISSUED: JsonObject = {"step": "issued", "commitment": "C1.1", "tlp": "amber"}


def failing(trouble: ServandaError) -> tuple[DeadlineWatch, Timer]:
    store = FailingStore()
    store.trouble = trouble
    timer = Timer()
    return DeadlineWatch(replace(agreed_cast().alice.services, store=store), timer), timer


def looks(watch: DeadlineWatch, timer: Timer, *, times: int = 1) -> None:
    for _ in range(times):
        timer.now += LADDER_SECONDS + 1
        watch.look()


def told(node: Node) -> list[tuple[str, str]]:
    return [(one.clock, one.kind) for one in node.services.store.notices(limit=100)]


def conducted() -> Cast:
    """Return a cast with a contact, a person, and a concern without a reply."""
    cast = agreed_cast()
    propose(cast)
    say(cast, cast.alice, LISTED, body=BODY)
    cast.alice.send("concern", ISSUED, body={"text": "Two requests are unanswered."})
    cast.settle()
    return cast


def test_what_is_due_of_conduct_is_told_once_and_never_with_a_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cast = conducted()
    timer = Timer()
    watch = DeadlineWatch(cast.alice.services, timer)
    with caplog.at_level(logging.WARNING):
        looks(watch, timer)
        assert told(cast.alice) == []
        cast.wait(days=400)
        looks(watch, timer, times=3)

    found = told(cast.alice)
    assert len(found) == len(set(found)) == len(caplog.records)
    assert {clock for clock, _ in found} == {"concern", "contact_expiry", "person_review"}
    assert {("concern", "reminder"), ("concern", "breach"), ("contact_expiry", "expired")} <= {
        *found
    }
    assert NAME not in caplog.text


def test_between_two_looks_nothing_is_looked_at() -> None:
    cast = conducted()
    timer = Timer(now=1000.0)
    watch = DeadlineWatch(cast.alice.services, timer)
    watch.look()
    cast.wait(days=400)

    watch.look()
    assert told(cast.alice) == []
    looks(watch, timer)
    assert told(cast.alice)


def test_a_fault_is_logged_once_and_the_next_look_comes_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch, timer = failing(CounterpartError("a leaf that cannot be read"))

    with caplog.at_level(logging.WARNING):
        looks(watch, timer, times=3)

    assert [record.getMessage() for record in caplog.records] == [
        "deadlines were not computed: a leaf that cannot be read"
    ]


def test_a_database_out_of_reach_is_the_callers_to_wait_for() -> None:
    watch, timer = failing(StoreFailedError("the server is gone"))

    with pytest.raises(StoreFailedError):
        looks(watch, timer)

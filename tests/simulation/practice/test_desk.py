"""The simulated desk speaks through the use cases of its own node, and only in an exercise."""

import pytest

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.interfaces.templates import read_template
from servanda.node.practice import TEMPLATE
from servanda.simulation.accord import START
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.simulation.practice.desk import play_due_moves
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.keys.init_node import init_node
from tests.usecases.nodes import (
    ACCORD,
    BOB,
    PERIOD_END,
    PERIOD_START,
    REQUEST,
    REQUEST_BODY,
    Cast,
    make_cast,
)


@pytest.fixture
def cast() -> Cast:
    """Alice, who practises, and Bob, who is simulated, under the template of a practice."""
    made = make_cast()
    template = read_template(TEMPLATE)
    document = draft_accord(
        name=ACCORD,
        counterpart=BOB,
        terms=template.terms,
        template_name=template.name,
        template_digest=template.digest,
        periods=[PERIOD_START, PERIOD_END],
        cut_wait_seconds=0,
        services=made.alice.services,
    ).document
    propose_accord(document=document, services=made.alice.services)
    made.alice.step()
    made.settle()
    accept_accord(services=made.bob.services)
    made.bob.step()
    made.settle()
    return made


def test_a_request_is_taken_by_the_desk_and_then_answered(cast: Cast) -> None:
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()

    for _ in range(5):
        cast.wait(days=1)
        play_due_moves(cast.bob.services)
        cast.bob.step()
        cast.settle()

    store, own = cast.alice.services.store, cast.alice.pair.own
    (request,) = [one for one in store.facts_of(own) if one.type == "request"]
    said = [one.type for one in store.facts_of(own.reverse)]
    assert request.acknowledged_at is not None
    assert request.outcome == "fulfilled_full"
    assert (said.count("acknowledgement"), said.count("response")) == (1, 1)
    assert said.count("request") == 2  # what the table asks for within five days


def test_what_the_table_tells_unasked_is_legal_under_the_accord_of_a_practice(cast: Cast) -> None:
    for _ in range(13):
        cast.wait(days=1)
        play_due_moves(cast.bob.services)
        cast.bob.step()
        cast.settle()

    store, own = cast.alice.services.store, cast.alice.pair.own
    said = [one.type for one in store.facts_of(own.reverse) if not one.refused]
    assert {(type_, said.count(type_)) for type_ in ("information", "call", "concern")} == {
        ("information", 1),
        ("call", 1),
        ("concern", 1),
    }


def test_a_move_that_is_refused_stops_none_of_the_others(cast: Cast) -> None:
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    suspended = {"step": "suspended", "scope": "accord", "ground": "review"}
    cast.alice.send("suspension", suspended)
    cast.settle()

    for _ in range(5):
        cast.wait(days=1)
        # New matters are refused while the accord is suspended; the trainee still waits.
        with pytest.raises(InvalidInputError, match="suspended"):
            play_due_moves(cast.bob.services)
        cast.bob.step()
        cast.settle()

    store, own = cast.alice.services.store, cast.alice.pair.own
    (request,) = [one for one in store.facts_of(own) if one.type == "request"]
    assert request.acknowledged_at is not None
    assert request.outcome == "fulfilled_full"


def test_looking_twice_says_nothing_twice(cast: Cast) -> None:
    cast.wait(hours=4)

    assert play_due_moves(cast.bob.services) == 1
    assert play_due_moves(cast.bob.services) == 0


def test_a_real_desk_is_never_simulated() -> None:
    services = memory_services(clock=VirtualClock(START), seed="real")
    init_node(party=BOB, mode="real", carriers={}, services=services)

    with pytest.raises(MisconfiguredError, match="exercise"):
        play_due_moves(services)

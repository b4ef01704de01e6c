"""An exercise passed off as real, or a real affair as an exercise."""

from contextlib import suppress
from dataclasses import replace

import pytest

from servanda.core.accords.accord import (
    MalformedAccordError,
    accord_id,
    encode_accord,
    parse_accord,
)
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId, digest_from_hash, digest_of
from servanda.interfaces.scenarios import read_named_scenario
from servanda.simulation.accord import PERIODS, simulated_terms
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.simulation.post import Wire
from servanda.simulation.simulated_node import SimulatedNode, introduce, make_node
from servanda.simulation.two_nodes import BOB, make_two_nodes
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.accord_state import accord_document, read_accord_state
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.own_leaves import Draft
from servanda.usecases.exchange.queue_statement import queue_draft
from servanda.usecases.exercises.propose_exercise import propose_exercise
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.review.compute_review import compute_review
from tests.attacks.stage import Attacked, attacked


def test_an_amendment_that_turns_the_exercise_real_never_comes_into_force() -> None:
    attack = attacked()
    before = in_force(attack)
    document = encode_accord(replace(parse_accord(before), mode="real", replaces=attack.bob.accord))
    salted = (bytes(32), document)
    proposal = attack.bob.draft(
        "proposal", {"replaces": str(attack.bob.accord)}, salted=salted
    )._replace(
        accord=accord_id(document),
    )

    proposed = attack.bob.append(proposal, salted=salted)
    attack.send()
    accept_whatever(attack, proposed, document)

    assert in_force(attack) == before


def test_a_leaf_that_names_an_accord_of_another_mode_is_invalid() -> None:
    attack = attacked()
    other = digest_of(b"the same accord, for real")

    attack.bob.append(attack.bob.draft("check", {"step": "ask"})._replace(accord=other))
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "accord" in attack.copied().reason


def test_nothing_refers_from_one_accord_into_another() -> None:
    attack = attacked()
    elsewhere = digest_of(b"a request under a real accord")
    salted = attack.bob.salted({"text": "Answered elsewhere."})

    attack.bob.append(
        attack.bob.draft(
            "response",
            {"step": "final", "outcome": "fulfilled_full", "items": ["supplied"], "tlp": "amber"},
            ref=elsewhere,
            salted=salted,
        ),
        salted=salted,
    )
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "ref" in attack.copied().reason


def test_our_own_node_proposes_no_accord_of_another_mode() -> None:
    attack = attacked()
    services = attack.alice.services
    document = draft_accord(
        name="for-real",
        counterpart=BOB,
        terms=simulated_terms(),
        template_name="simulated",
        template_digest=digest_of(b"simulated"),
        periods=PERIODS,
        services=services,
    ).document

    with pytest.raises(InvalidInputError):
        propose_accord(
            document=encode_accord(replace(parse_accord(document), mode="real")), services=services
        )


def test_an_exercises_template_under_a_real_accord_is_malformed() -> None:
    attack = attacked()
    accord = replace(parse_accord(in_force(attack)), template_name="exercise-of:us-china-2015")

    assert parse_accord(encode_accord(accord)).mode == "exercise"
    for mode in ("real", "demonstration"):
        with pytest.raises(MalformedAccordError, match=r"template.name"):
            parse_accord(encode_accord(replace(accord, mode=mode)))


def test_a_real_node_proposes_no_exercise() -> None:
    read = read_named_scenario("business-email-compromise")
    real = memory_services(clock=VirtualClock(PERIODS[0]), seed="a real desk")
    init_node(party=PartyId("alice.example"), mode="real", carriers={}, services=real)

    with pytest.raises(InvalidInputError, match="expected exercise"):
        propose_exercise(
            read.script, counterpart=BOB, terms=read.terms, start=PERIODS[0], services=real
        )

    assert list(real.store.pairs()) == []


def test_a_real_node_takes_nothing_of_an_exercise_into_an_accord_or_a_review() -> None:
    read = read_named_scenario("business-email-compromise")
    world = make_two_nodes(seed="forum")
    real = replace(world.bob, services=memory_services(clock=world.clock, seed="real bob"))
    init_node(party=BOB, mode="real", carriers={}, services=real.services)
    alice = make_node(PartyId("carol.example"), clock=world.clock, seed="carol")
    introduce(alice, real)
    introduce(real, alice)
    alice.join(BOB, wire_into(real))
    propose_exercise(
        read.script,
        counterpart=BOB,
        terms=read.terms,
        start=world.clock.now(),
        services=alice.services,
    )
    alice.step()
    assert alice.deliver() == 1

    with pytest.raises(InvalidInputError):
        accept_accord(services=real.services)
    real.step()
    with pytest.raises(InvalidInputError):
        compute_review(services=real.services)
    for pair in real.services.store.pairs():
        assert read_accord_state(pair, services=real.services).in_force_id is None


def test_a_name_that_does_not_say_exercise_is_refused() -> None:
    attack = attacked()
    read = read_named_scenario("business-email-compromise")

    with pytest.raises(InvalidInputError, match="begins with exercise-"):
        propose_exercise(
            read.script,
            counterpart=BOB,
            terms=read.terms,
            start=PERIODS[0],
            name="for-real",
            services=attack.alice.services,
        )


def wire_into(node: SimulatedNode) -> Wire:
    """A wire whose other end is `node`."""
    return Wire(
        answer=lambda envelope: node.take(envelope).answer, answer_later=lambda _envelope: None
    )


def in_force(attack: Attacked) -> bytes:
    """The bytes of the version in force at Alice's."""
    state = read_accord_state(attack.alice.pair, services=attack.alice.services)
    assert state.in_force_id is not None
    document = accord_document(state.in_force_id, attack.alice.pair, services=attack.alice.services)
    assert document is not None
    return document


def accept_whatever(attack: Attacked, proposed: bytes, document: bytes) -> None:
    """Let Alice's queue take an acceptance that no careful person would give."""
    draft = Draft(
        type="acceptance", facts={}, ref=digest_from_hash(proposed), accord=accord_id(document)
    )
    with suppress(InvalidInputError):
        queue_draft(draft, pair=attack.alice.pair, services=attack.alice.services)
        attack.alice.step()

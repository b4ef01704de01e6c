"""An exercise passed off as real, or a real affair as an exercise."""

from contextlib import suppress
from dataclasses import replace

import pytest

from servanda.core.accords.accord import accord_id, encode_accord, parse_accord
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import digest_from_hash, digest_of
from servanda.simulation.accord import PERIODS, simulated_terms
from servanda.simulation.two_nodes import BOB
from servanda.usecases.accords.accord_state import accord_document, read_accord_state
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.own_leaves import Draft
from servanda.usecases.exchange.queue_statement import queue_draft
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

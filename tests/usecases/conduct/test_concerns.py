"""Concerns and disputes between two nodes: what both come to, and what is not sent."""

from dataclasses import replace

import pytest

from servanda.core.accords.terms import ClockRule
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.concerns.concern import ConcernState
from servanda.core.identifiers import Digest
from servanda.simulation.accord import simulated_terms
from servanda.usecases.conduct.require_effect import IllegalStepError
from servanda.usecases.conduct.show_concerns import PairConcerns, note_concerns, show_concerns
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from tests.usecases.nodes import Cast, Node, agreed_cast

WORDS: JsonObject = {"text": "Nobody answered."}
ISSUED: JsonObject = {"step": "issued", "commitment": "C1.1", "tlp": "amber"}


def a_cast() -> Cast:
    terms = parse_terms(simulated_terms())
    rule = ClockRule(name="concern", unit="calendar_days", amount=10)
    return agreed_cast(terms=encode_terms(replace(terms, clocks=(*terms.clocks, rule))))


def say(
    cast: Cast,
    node: Node,
    type_name: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send(type_name, facts, body=body, ref=ref)
    cast.settle()
    return leaf


def found(node: Node) -> PairConcerns:
    (shown,) = show_concerns(services=node.services)
    return shown


def test_both_nodes_come_to_the_same_concern() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, "concern", ISSUED, body=WORDS)
    say(cast, cast.bob, "reply", {"position": "remedied", "tlp": "amber"}, ref=leaf, body=WORDS)
    say(cast, cast.alice, "concern", {"step": "assented", "tlp": "amber"}, ref=leaf)

    ours, theirs = found(cast.alice), found(cast.bob)
    assert ours.concerns.by_leaf == theirs.concerns.by_leaf
    assert ours.concerns.by_leaf[leaf].state is ConcernState.REMEDIED


def test_a_commitment_that_is_not_in_force_is_not_complained_of() -> None:
    cast = a_cast()

    with pytest.raises(IllegalStatementError, match="commitment"):
        cast.alice.send("concern", {**ISSUED, "commitment": "C9"}, body=WORDS)


def test_what_would_have_no_effect_is_not_sent_and_the_rest_is_named() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, "concern", ISSUED, body=WORDS)

    with pytest.raises(IllegalStepError) as caught:
        cast.bob.send("concern", {"step": "closed", "tlp": "amber"}, ref=leaf)
    assert caught.value.legal == ("reply", "concern.referred")
    with pytest.raises(IllegalStepError):
        cast.alice.send("concern", {"step": "assented", "tlp": "amber"}, ref=leaf)
    reply: JsonObject = {"position": "explained", "tlp": "amber"}
    with pytest.raises(IllegalStepError):
        cast.alice.send("reply", reply, ref=leaf, body=WORDS)


def test_silence_past_the_clock_is_noted_once_on_both_sides() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, "concern", ISSUED, body=WORDS)
    found(cast.alice)
    found(cast.bob)
    cast.wait(days=12)

    for node in (cast.alice, cast.bob):
        kinds = [notice.kind for notice in note_concerns(services=node.services)]
        assert "breach" in kinds
        assert note_concerns(services=node.services) == ()
        shown = found(node)
        verdict = shown.clock(shown.concerns.by_leaf[leaf]).verdict
        assert verdict is not None
        assert not verdict.is_in_time


def test_a_dispute_is_narrowed_and_withdrawn_and_never_widened() -> None:
    cast = a_cast()
    one = say(cast, cast.bob, "concern", ISSUED, body=WORDS)
    two = say(cast, cast.bob, "concern", {**ISSUED}, body=WORDS)
    contested: JsonObject = {"about": "statement", "step": "stated", "leaves": [one, two]}
    leaf = say(cast, cast.alice, "dispute", contested)
    narrowed: JsonObject = {"about": "statement", "step": "narrowed", "leaves": [one]}
    say(cast, cast.alice, "dispute", narrowed, ref=leaf)

    assert found(cast.bob).disputes.about_leaf(one)
    assert not found(cast.bob).disputes.about_leaf(two)
    with pytest.raises(IllegalStepError):
        cast.alice.send("dispute", {**narrowed, "leaves": [one, two]}, ref=leaf)
    with pytest.raises(IllegalStepError) as caught:
        cast.bob.send(
            "dispute", {"about": "statement", "step": "withdrawn", "leaves": []}, ref=leaf
        )
    assert caught.value.legal == ("dispute.answered",)
    say(
        cast,
        cast.alice,
        "dispute",
        {"about": "statement", "step": "withdrawn", "leaves": []},
        ref=leaf,
    )
    assert found(cast.bob).disputes.standing == []

"""What two nodes come to about a dialogue, and which steps they refuse to send."""

from dataclasses import replace
from datetime import date

import pytest

from servanda.core.accords.terms import Series
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.dialogue.delegation import Level
from servanda.core.dialogue.deliverables import DeliverableState
from servanda.core.dialogue.rounds import RoundState
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.documents.brief.compose import compose_brief
from servanda.simulation.accord import simulated_terms
from servanda.usecases.conduct.require_effect import IllegalStepError
from servanda.usecases.dialogue.read_dialogue import PairDialogue, read_dialogue
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import Cast, Node, agreed_cast

DAYS: JsonObject = {"day": "2026-03-02", "utc_offset_minutes": 60}
TEXT: JsonObject = {"text": {"en": "Test the hotline."}}


def a_cast() -> Cast:
    series = (
        Series(name="dialogue", first_by=date(2026, 3, 1), interval_months=6),
        Series(name="experts", interval_months=12, replaces="dialogue"),
    )
    terms = replace(parse_terms(simulated_terms()), series=series)
    return agreed_cast(terms=encode_terms(terms))


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
    leaf = node.send(type_name, {"tlp": "green", **facts}, body=body, ref=ref)
    cast.settle()
    return leaf


def found(node: Node) -> PairDialogue:
    shown = read_dialogue(node.pair, services=node.services)
    assert shown is not None
    return shown


def held_round(cast: Cast) -> Digest:
    facts: JsonObject = {"step": "proposed", "series": "dialogue", "kind": "round", **DAYS}
    proposed = say(cast, cast.alice, "round", facts, body={"title": "First", "place": "Geneva"})
    say(cast, cast.bob, "round", {"step": "confirmed", **DAYS}, ref=proposed)
    say(cast, cast.alice, "round", {"step": "held", **DAYS}, ref=proposed)
    return proposed


def test_both_nodes_come_to_the_same_record() -> None:
    cast = a_cast()
    proposed = held_round(cast)
    seats: list[JsonValue] = [{"office": "Minister", "capacity": "chair", "presence": "telephone"}]
    say(
        cast,
        cast.bob,
        "round",
        {"step": "delegation"},
        ref=proposed,
        body={"delegation": seats},
    )
    points = [{"key": "hotline", "text": "A hotline."}]
    outcome: JsonObject = {"step": "published", "language": "en", "points": 1}
    say(cast, cast.alice, "outcome", outcome, ref=proposed, body={"items": points})
    promise = say(
        cast,
        cast.alice,
        "deliverable",
        {"step": "proposed", "owner": "other_party", "due": "2026-03-10"},
        ref=proposed,
        body=TEXT,
    )
    say(cast, cast.bob, "deliverable", {"step": "confirmed"}, ref=promise)
    say(cast, cast.bob, "deliverable", {"step": "delivered"}, ref=promise)

    ours, theirs = found(cast.alice), found(cast.bob)
    assert ours.record == theirs.record
    assert ours.folded.out_of_state == []
    (one,) = ours.record.rounds
    assert one.state is RoundState.OUTCOMES_PUBLISHED
    assert one.level(cast.bob.party) is Level.CHAIR_AT_A_DISTANCE
    (promised,) = ours.record.deliverables
    assert (promised.state, promised.owner) == (DeliverableState.DELIVERED, cast.bob.party)


def test_drift_is_reckoned_from_the_interval_of_the_accord() -> None:
    cast = a_cast()
    held_round(cast)
    record = found(cast.bob).record

    (drifted,) = record.round_drifts("dialogue")
    assert [one.days for one in drifted.drifts] == [1]
    assert [one.name for one in record.living_series] == ["experts"]


def test_what_no_projection_holds_survives_that_all_are_computed_anew() -> None:
    cast = a_cast()
    held_round(cast)
    before = found(cast.alice).record
    rebuild_projections(check=False, services=cast.alice.services)

    assert found(cast.alice).record == before


def test_a_step_that_would_have_no_effect_is_not_sent_and_the_legal_ones_are_named() -> None:
    cast = a_cast()
    proposed = held_round(cast)

    with pytest.raises(IllegalStepError) as caught:
        cast.alice.send("round", {"step": "cancelled", "ground": "event"}, ref=proposed)
    assert caught.value.state == "held"
    assert "round.delegation" in caught.value.legal
    with pytest.raises(IllegalStepError):
        cast.alice.send("round", {"step": "held", **DAYS}, ref=proposed)
    cast.alice.send(
        "deliverable",
        {"step": "proposed", "owner": "both", "tlp": "green"},
        ref=proposed,
        body=TEXT,
    )
    with pytest.raises(IllegalStepError):
        # One's own promise, still on its way.
        cast.alice.send("deliverable", {"step": "delivered"}, ref=_last(cast.alice))


def _last(node: Node) -> Digest:
    records = node.services.store.leaves(node.pair.own, node.pair.own_size - 1, node.pair.own_size)
    return Digest(f"sha256:{records[0].leaf_hash.hex()}")


def test_a_series_that_the_accord_does_not_have_is_refused() -> None:
    cast = a_cast()
    facts = {"step": "proposed", "series": "summits", "kind": "round", **DAYS}

    with pytest.raises(IllegalStatementError, match="series"):
        cast.alice.send("round", facts)


def test_an_erased_text_leaves_the_round_and_says_nothing_of_what_it_lacks() -> None:
    cast = a_cast()
    proposed = held_round(cast)
    texts = [
        say(
            cast,
            node,
            "outcome",
            {"step": "published", "language": "en", "points": 1},
            ref=proposed,
            body={"items": [{"key": key, "text": key}]},
        )
        for node, key in ((cast.alice, "hotline"), (cast.bob, "seminar"))
    ]
    assert {row.only_in for row in found(cast.alice).record.outcome_rows(proposed)} == {
        cast.alice.party,
        cast.bob.party,
    }
    erase_body(hash_from_digest(texts[0]), services=cast.alice.services)

    rows = found(cast.alice).record.outcome_rows(proposed)
    assert [row.only_in for row in rows] == [None]


def test_a_suspended_series_shows_beside_the_drift_and_moves_no_day_due() -> None:
    cast = a_cast()
    held_round(cast)
    due = [one.due for one in found(cast.alice).record.next_due("dialogue", party=cast.alice.party)]
    facts: JsonObject = {"step": "suspended", "scope": "series", "series": "dialogue"}
    leaf = say(cast, cast.bob, "suspension", {**facts, "ground": "review"})
    for node in (cast.alice, cast.bob):
        record = found(node).record
        assert [one.due for one in record.next_due("dialogue", party=cast.alice.party)] == due
        (series,) = (one for one in record.series if one.name == "dialogue")
        assert [(one.by, one.until) for one in series.standstills] == [(cast.bob.party, None)]
        for language, said in (("en", "has suspended the series"), ("zh-Hans", "暂停系列")):
            brief = compose_brief(
                record,
                edition=Edition.PARTY,
                language=language,
                today=cast.clock.now().date(),
                is_published=False,
                mode="real",
            )
            assert any(said in one.text and leaf in one.refs for one in brief.page)


def test_the_days_of_a_suspension_stand_beside_the_round_that_follows_it() -> None:
    cast = a_cast()
    cast.wait(days=90)  # beyond the day of the first round
    held_round(cast)
    facts: JsonObject = {"scope": "accord"}
    begun = say(cast, cast.bob, "suspension", {**facts, "step": "suspended", "ground": "review"})
    cast.wait(days=5)
    say(cast, cast.bob, "suspension", {**facts, "step": "resumed"}, ref=begun)
    cast.wait(days=100)
    now = cast.clock.now().date()
    days: JsonObject = {"day": now.isoformat(), "utc_offset_minutes": 60}
    proposed: JsonObject = {"step": "proposed", "series": "dialogue", "kind": "round", **days}
    leaf = say(cast, cast.alice, "round", proposed)
    say(cast, cast.bob, "round", {"step": "confirmed", **days}, ref=leaf)
    cast.wait(days=2)
    for node in (cast.alice, cast.bob):
        say(cast, node, "round", {"step": "held", **days}, ref=leaf)

    drifts = list(found(cast.alice).record.round_drifts("dialogue"))
    assert [one.suspended_days for one in drifts] == [0, 5]

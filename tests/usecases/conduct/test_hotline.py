"""What a node shows of calls and ladders, and which steps it refuses to send."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.accords.terms import Hotline
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.escalation.fold import Escalations
from servanda.core.escalation.hotline import Standing
from servanda.core.escalation.ladder import RungState
from servanda.core.identifiers import Digest, digest_from_hash, digest_of, format_instant
from servanda.simulation.accord import simulated_terms
from servanda.usecases.casework.fold_case import CaseReader, read_pair_terms
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.conduct.note_levels import note_levels
from servanda.usecases.conduct.show_hotline import open_levels, show_hotline
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node, agreed_cast, make_cast

WORDS: JsonObject = {"text": "No word for four days."}
HOURS_TO_CONFIRM = 72  # the accord here has no escalation clock, so these stand in


def raised(level: str = "L1", trigger: str = "overdue") -> JsonObject:
    return {"step": "raised", "level": level, "trigger": trigger, "tlp": "amber"}


def step(name: str, **more: str) -> JsonObject:
    return {"step": name, "tlp": "amber", **more}


def asked() -> tuple[Cast, Digest]:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    return cast, request


def say(cast: Cast, node: Node, facts: JsonObject, ref: Digest) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send("escalation", facts, body=WORDS, ref=ref)
    cast.settle()
    return leaf


def found(node: Node) -> Escalations:
    (hotline,) = show_hotline(services=node.services)
    return hotline.found


def test_both_nodes_come_to_the_same_ladders_and_calls() -> None:
    cast, request = asked()
    first = say(cast, cast.alice, raised(), request)
    say(cast, cast.bob, step("acknowledged"), first)
    say(cast, cast.bob, step("decided", decision="referred_up"), first)
    second = say(cast, cast.alice, raised("L2"), first)
    call = cast.alice.send(
        "call",
        {"step": "made", "basis": "request", "called_at": "2026-01-10T08:00:00Z", "tlp": "amber"},
        body={"caller": "A", "callee": "B", "text": "We asked."},
        ref=request,
    )
    cast.settle()
    cast.bob.send("call", step("confirmed", decision="declined"), ref=call)
    cast.settle()

    ours, theirs = found(cast.alice), found(cast.bob)

    assert ours.ladders == theirs.ladders
    assert [rung.leaf for rung in ours.ladders[0].rungs] == [first, second]
    assert ours.calls == theirs.calls
    assert ours.calls[call].standing(at=cast.clock.now()) is Standing.CONFIRMED
    assert [one.member for one in ours.calls[call].differences()] == ["called_at", "decision"]


def test_an_escalated_request_is_shown_with_whose_turn_it_is_until_its_ladder_is_closed() -> None:
    cast, request = asked()
    assert not open_levels(services=cast.bob.services)

    first = say(cast, cast.alice, raised(), request)
    turns = [turns_of(cast, request)]
    cast.wait(hours=HOURS_TO_CONFIRM + 1)
    turns.append(turns_of(cast, request))
    say(cast, cast.bob, step("decided", decision="instructed"), first)
    turns.append(turns_of(cast, request))
    say(cast, cast.alice, step("closed"), first)

    assert turns == [(False, True), (True, True), (True, False)]
    assert not open_levels(services=cast.bob.services)


def test_the_clock_of_a_level_is_told_once_before_and_once_after_it_is_due() -> None:
    cast, request = asked()
    first = say(cast, cast.alice, raised(), request)
    assert note_levels(services=cast.bob.services) == ()

    cast.wait(hours=HOURS_TO_CONFIRM - 1)
    reminders = note_levels(services=cast.bob.services)
    assert note_levels(services=cast.bob.services) == ()
    cast.wait(hours=2)
    breaches = note_levels(services=cast.bob.services)

    assert [(one.kind, one.is_ours) for one in (*reminders, *breaches)] == [
        ("reminder", True),
        ("breach", True),
    ]
    assert {digest_from_hash(one.case) for one in (*reminders, *breaches)} == {first}
    assert [one.is_ours for one in note_levels(services=cast.alice.services)] == [False, False]
    assert rebuild_projections(check=True, services=cast.bob.services).differences == ()


def test_a_level_that_is_acknowledged_in_time_is_told_of_no_more() -> None:
    cast, request = asked()
    first = say(cast, cast.alice, raised(), request)
    say(cast, cast.bob, step("acknowledged"), first)
    cast.wait(days=30)

    assert note_levels(services=cast.bob.services) == ()


def turns_of(cast: Cast, request: Digest) -> tuple[bool, bool]:
    """Return whether the level reached waits for Alice, and for Bob."""
    (ours,), (theirs,) = (open_levels(services=one.services) for one in (cast.alice, cast.bob))
    assert ours.about == theirs.about == request
    return ours.is_ours, theirs.is_ours


def test_no_row_of_a_request_changes_when_it_is_escalated() -> None:
    cast, request = asked()
    follow_casework(cast.alice.pair, services=cast.alice.services)
    before = cast.alice.services.store.cases_of(cast.alice.pair.own)
    deadlines = cast.alice.services.store.deadlines_of(cast.alice.pair.own)

    first = say(cast, cast.alice, raised(), request)
    say(cast, cast.bob, step("decided", decision="instructed"), first)
    follow_casework(cast.alice.pair, services=cast.alice.services)

    assert cast.alice.services.store.cases_of(cast.alice.pair.own) == before
    assert cast.alice.services.store.deadlines_of(cast.alice.pair.own) == deadlines
    terms = read_pair_terms(cast.alice.pair, services=cast.alice.services)
    assert terms is not None
    reader = CaseReader(cast.alice.pair.own, terms=terms, source=cast.alice.services.store)
    assert not reader.fold(before[0].leaf_hash).out_of_state


def test_a_level_is_climbed_only_when_its_clock_is_over_and_by_one() -> None:
    cast, request = asked()
    first = say(cast, cast.alice, raised(), request)

    with pytest.raises(IllegalMoveError) as too_soon:
        cast.alice.send("escalation", raised("L2"), body=WORDS, ref=first)
    assert too_soon.value.state == RungState.RAISED
    assert too_soon.value.legal == ("escalation.closed",)

    cast.wait(hours=HOURS_TO_CONFIRM + 1)
    with pytest.raises(IllegalMoveError):
        cast.alice.send("escalation", raised("L3"), body=WORDS, ref=first)
    say(cast, cast.alice, raised("L2"), first)
    assert found(cast.bob).ladders[0].top.level == "L2"


def test_what_has_no_effect_on_the_ladder_is_refused_on_sending() -> None:
    cast, request = asked()

    with pytest.raises(IllegalMoveError, match="level L1, or L3 in an emergency"):
        cast.alice.send("escalation", raised("L2"), body=WORDS, ref=request)
    with pytest.raises(IllegalMoveError):  # no emergency
        cast.alice.send("escalation", raised("L3", "emergency"), body=WORDS, ref=request)
    with pytest.raises(IllegalMoveError):  # no declared urgent case
        cast.alice.send("escalation", raised("L1", "urgent_case"), body=WORDS, ref=request)
    with pytest.raises(IllegalStatementError):  # no such request here, or another pair's
        cast.alice.send("escalation", raised(), body=WORDS, ref=digest_of(b"elsewhere"))

    first = say(cast, cast.alice, raised(), request)
    with pytest.raises(IllegalMoveError):  # a second ladder about the same
        cast.alice.send("escalation", raised(), body=WORDS, ref=request)
    with pytest.raises(IllegalMoveError):  # answered by whoever raised it
        cast.alice.send("escalation", step("acknowledged"), ref=first)
    with pytest.raises(IllegalMoveError):  # closed by whoever was asked
        cast.bob.send("escalation", step("closed"), ref=first)
    say(cast, cast.bob, step("acknowledged"), first)
    with pytest.raises(IllegalMoveError):  # a second acknowledgement
        cast.bob.send("escalation", step("acknowledged"), ref=first)


def test_what_is_on_its_way_counts_as_if_it_had_arrived() -> None:
    cast, request = asked()
    cast.cut_lines()
    cast.alice.send("escalation", raised(), body=WORDS, ref=request)

    with pytest.raises(IllegalMoveError):
        cast.alice.send("escalation", raised(), body=WORDS, ref=request)


def test_the_written_request_that_follows_an_emergency_call_meets_its_follow_up() -> None:
    cast = agreed_cast()
    call = cast.alice.send(
        "call",
        {
            "step": "made",
            "basis": "emergency",
            "criterion": "risk_to_life_or_safety",
            "called_at": format_instant(cast.clock.now()),
            "follow_up": format_instant(cast.clock.now() + timedelta(hours=24)),
            "level": "L3",
            "tlp": "red",
        },
        body={"caller": "A", "callee": "B", "text": "A hospital."},
    )
    cast.settle()
    cast.bob.send("call", step("confirmed"), ref=call)
    cast.settle()
    cast.wait(hours=25)
    (late,) = show_hotline(services=cast.alice.services)
    assert late.report.follow_ups_overdue == 1

    cast.alice.send(
        "request",
        {**REQUEST, "urgency": "emergency", "criterion": "risk_to_life_or_safety"},
        body=REQUEST_BODY,
        ref=call,
    )
    cast.settle()
    (met,) = show_hotline(services=cast.alice.services)
    assert met.report.follow_ups_overdue == 0
    assert met.report.by_level == {"L3": 1}


def test_a_check_is_counted_as_a_test_of_the_hotline_and_not_as_a_call() -> None:
    cast = agreed_cast()
    check = cast.alice.send("check", {"step": "ask"})
    cast.settle()
    cast.bob.send("check", {"step": "answer"}, ref=check)
    cast.settle()

    for node in (cast.alice, cast.bob):
        (hotline,) = show_hotline(services=node.services)
        assert (hotline.report.tests, hotline.report.tests_answered) == (1, 1)
        assert not hotline.report.calls


def test_a_node_without_an_accord_in_force_shows_no_hotline() -> None:
    assert list(show_hotline(services=make_cast().alice.services)) == []


@pytest.mark.parametrize(
    ("reading", "is_outside"), [("while_responding", True), ("any_time", False), ("", True)]
)
def test_the_reading_of_the_accord_decides_whether_an_urgent_case_lies_outside(
    reading: str, *, is_outside: bool
) -> None:
    terms = parse_terms(simulated_terms())
    hotline = Hotline(reading=reading) if reading else None
    cast = agreed_cast(terms=encode_terms(replace(terms, hotline=hotline)))
    called_at = format_instant(cast.clock.now())
    call = cast.alice.send(
        "call",
        {"step": "made", "basis": "urgent_case", "called_at": called_at, "tlp": "amber"},
        body={"caller": "A", "callee": "B", "text": "A case."},
    )
    cast.settle()

    (shown,) = show_hotline(services=cast.bob.services)
    assert shown.reading == reading
    assert shown.found.calls[call].is_outside is is_outside
    assert shown.report.within == {"while_responding": 0, "any_time": 1}

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.casework.answer_clock import answer_state
from servanda.core.escalation.clocks import acknowledgement_state, follow_up_is_overdue
from servanda.core.escalation.fold import Escalations
from servanda.core.escalation.ladder import (
    LEVELS,
    STEPS,
    TRIGGERS,
    RungState,
    level_above,
    may_start_at,
)
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import acknowledged, answered, at, digest, fold, request
from tests.core.escalation.raising import call, contact, fold_all, raised, said
from tests.core.keys.cast import ALICE, BOB


def only_ladder(*statements: Counted) -> Escalations:
    found = fold_all(*statements)
    assert len(found.ladders) == 1
    return found


def test_a_level_says_who_raised_it_why_when_it_was_answered_decided_and_what_follows() -> None:
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        said("acknowledged", "E1", "01-14 11:00"),
        said("decided", "E1", "01-14 12:00", decision="instructed", follow_up="01-16 12:00"),
        said("closed", "E1", "01-16 09:00", by=ALICE),
    )
    (rung,) = found.ladders[0].rungs

    assert (found.ladders[0].about, found.ladders[0].about_type) == (digest("R"), "request")
    assert (rung.level, rung.trigger, rung.raiser, rung.addressee) == ("L1", "overdue", ALICE, BOB)
    assert (rung.received_at, rung.acknowledged_at) == (at("01-14 09:00"), at("01-14 11:00"))
    assert (rung.decision, rung.decided_at) == ("instructed", at("01-14 12:00"))
    assert (rung.follow_up, rung.closed_at) == (at("01-16 12:00"), at("01-16 09:00"))
    assert rung.state is RungState.CLOSED
    assert not found.out_of_state


def test_the_clock_of_a_level_is_the_escalation_clock_of_the_accord() -> None:
    found = fold_all(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        request("S", "01-05 09:00", urgency="emergency"),
        raised("E2", "01-14 09:00", about="S", level="L3", trigger="emergency"),
    )
    due = []
    for name in ("E1", "E2"):
        rung = found.rung(digest(name))
        assert rung is not None
        verdict = acknowledgement_state(rung, casework=found.casework, at=at("01-15 09:01")).verdict
        assert verdict is not None
        assert not verdict.is_in_time
        due.append(verdict.due.at)

    assert due == [at("01-15 09:00"), at("01-14 10:00")]


def test_levels_are_climbed_one_at_a_time_when_each_was_left_unanswered_in_its_clock() -> None:
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        raised("too soon", "01-15 09:00", about="E1", level="L2"),
        raised("a level left out", "01-15 09:01", about="E1", level="L3"),
        raised("E2", "01-15 09:01", about="E1", level="L2"),
        raised("E3", "01-16 09:02", about="E2", level="L3"),
        raised("E4", "01-17 09:03", about="E3", level="L4"),
        raised("above the last", "01-18 09:04", about="E4", level="L4"),
    )

    assert [rung.level for rung in found.ladders[0].rungs] == list(LEVELS)
    assert found.out_of_state == [
        digest("too soon"),
        digest("a level left out"),
        digest("above the last"),
    ]


def test_an_emergency_may_start_at_the_third_level_and_nothing_else_may() -> None:
    starts = {
        (level, trigger, about_type, urgency)
        for level, trigger, about_type, urgency in product(
            LEVELS,
            TRIGGERS,
            ("request", "call", "dispute", "contact", ""),
            ("emergency", "urgent", "routine", "urgent_case", ""),
        )
        if may_start_at(level, trigger=trigger, about_type=about_type, urgency=urgency)
    }

    assert {level for level, *_ in starts} == {"L1", "L3"}
    third = {
        (trigger, about, urgency) for level, trigger, about, urgency in starts if level == "L3"
    }
    assert third == {("emergency", "request", "emergency"), ("emergency", "call", "emergency")}


def test_a_level_that_only_acknowledges_allows_the_next_when_the_same_time_brings_no_decision() -> (
    None
):
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        said("acknowledged", "E1", "01-14 10:00"),
        raised("too soon", "01-15 10:00", about="E1", level="L2"),
        raised("E2", "01-15 10:01", about="E1", level="L2"),
    )

    assert [rung.level for rung in found.ladders[0].rungs] == ["L1", "L2"]
    assert found.out_of_state == [digest("too soon")]


@pytest.mark.parametrize(
    ("decision", "is_allowed"),
    [("referred_up", True), ("declined", True), ("instructed", False), ("settled", False)],
)
def test_a_decision_to_pass_it_on_or_to_decline_allows_the_next_level_at_once(
    decision: str, *, is_allowed: bool
) -> None:
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        said("decided", "E1", "01-14 10:00", decision=decision),
        raised("E2", "01-14 10:01", about="E1", level="L2"),
    )

    assert (len(found.ladders[0].rungs) == 2) is is_allowed


def test_a_follow_up_that_passed_is_overdue_and_allows_the_next_level() -> None:
    statements = (
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        said("decided", "E1", "01-14 10:00", follow_up="01-20 10:00"),
    )
    rung = fold_all(*statements).ladders[0].top

    assert not follow_up_is_overdue(rung, at=at("01-20 10:00"))
    assert follow_up_is_overdue(rung, at=at("01-20 10:01"))
    found = fold_all(*statements, raised("E2", "01-20 10:01", about="E1", level="L2"))
    assert found.ladders[0].top.level == "L2"


def test_only_the_party_asked_answers_and_only_the_party_that_raised_closes() -> None:
    statements = (request("R", "01-05 09:00"), raised("E1", "01-14 09:00", about="R"))
    for step, row in STEPS.items():
        for by in (ALICE, BOB):
            found = fold_all(*statements, said(step, "E1", "01-14 10:00", by=by))
            is_right = (by == ALICE) == (row.side == "raiser")
            assert bool(found.out_of_state) is not is_right, (step, by)


def test_a_second_acknowledgement_has_no_effect_and_does_not_move_the_first() -> None:
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        said("acknowledged", "E1", "01-14 10:00"),
        said("acknowledged", "E1", "01-14 11:00"),
    )

    assert found.ladders[0].top.acknowledged_at == at("01-14 10:00")
    assert len(found.out_of_state) == 1


def test_an_escalation_is_bound_to_a_request_or_to_a_declared_urgent_case_of_this_pair() -> None:
    found = fold_all(
        call("an urgent case", "01-05 09:00", basis="urgent_case"),
        raised("E1", "01-05 10:00", about="an urgent case", trigger="urgent_case"),
        request("R", "01-05 09:00"),
        raised("a request is no urgent case", "01-05 10:00", about="R", trigger="urgent_case"),
        raised("another pair's", "01-05 10:00", about="what is not here"),
        contact("C", "01-05 09:00"),
        raised("E2", "01-05 10:00", about="C", trigger="failed_checks"),
        raised("a contact is not overdue", "01-05 10:00", about="C", trigger="overdue", by=BOB),
    )

    assert [ladder.about_type for ladder in found.ladders] == ["call", "contact"]
    assert found.out_of_state == [
        digest("a request is no urgent case"),
        digest("another pair's"),
        digest("a contact is not overdue"),
    ]


def test_a_party_has_one_open_ladder_about_a_thing_and_may_begin_again_when_it_is_closed() -> None:
    found = fold_all(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        raised("again", "01-14 09:01", about="R"),
        raised("theirs", "01-14 09:02", about="R", trigger="dispute", by=BOB),
        said("closed", "E1", "01-14 09:03", by=ALICE),
        raised("anew", "01-14 09:04", about="R"),
    )

    assert [ladder.top.leaf for ladder in found.ladders] == [
        digest("E1"),
        digest("theirs"),
        digest("anew"),
    ]
    assert found.out_of_state == [digest("again")]


def test_a_level_that_was_passed_up_is_answered_no_more() -> None:
    found = only_ladder(
        request("R", "01-05 09:00"),
        raised("E1", "01-14 09:00", about="R"),
        raised("E2", "01-15 09:01", about="E1", level="L2"),
        said("acknowledged", "E1", "01-15 09:02"),
        said("closed", "E1", "01-15 09:03", by=ALICE),
        raised("beside it", "01-16 09:30", about="E1", level="L2"),
    )

    assert [rung.state for rung in found.ladders[0].rungs] == [
        RungState.PASSED_UP,
        RungState.RAISED,
    ]
    assert len(found.out_of_state) == 3


_STEPS = st.sampled_from(("raised", "acknowledged", "decided", "closed"))
_NAMES = st.sampled_from(("R", "S", "E0", "E1", "E2", "E3", "nothing"))


@st.composite
def _escalations(draw: st.DrawFn) -> list[Counted]:
    """Draw what two parties may send each other, sensible or not."""
    sent: list[Counted] = []
    for number in range(draw(st.integers(min_value=0, max_value=10))):
        step, about = draw(_STEPS), draw(_NAMES)
        by = draw(st.sampled_from((ALICE, BOB)))
        received = f"01-{14 + number:02} 09:00"
        if step == "raised":
            level, trigger = draw(st.sampled_from(LEVELS)), draw(st.sampled_from(sorted(TRIGGERS)))
            sent.append(
                raised(f"E{number}", received, about=about, level=level, trigger=trigger, by=by)
            )
        else:
            sent.append(said(step, about, received, by=by))
    return sent


@given(_escalations())
def test_whatever_is_sent_ladders_rise_by_one_level_and_all_else_is_listed(
    sent: list[Counted],
) -> None:
    opening = (request("R", "01-05 09:00"), request("S", "01-05 09:00", urgency="emergency"))
    found = fold_all(*opening, *sent)

    for ladder in found.ladders:
        levels = [rung.level for rung in ladder.rungs]
        assert levels[0] in ("L1", "L3")
        assert all(level_above(low) == high for low, high in pairwise(levels))
        assert all(rung.state is RungState.PASSED_UP for rung in ladder.rungs[:-1])
        assert {rung.raiser for rung in ladder.rungs} == {ladder.raiser}
    effective = sum(1 + len(rung.said) for ladder in found.ladders for rung in ladder.rungs)
    assert effective + len(found.out_of_state) == len(sent)


@given(_escalations())
def test_escalation_never_moves_a_clock_of_a_request(sent: list[Counted]) -> None:
    about_it = (
        request("R", "01-05 09:00"),
        request("S", "01-05 09:00", urgency="emergency"),
        acknowledged("R", "01-05 12:00"),
    )
    end = answered("R", "01-30 09:00")
    with_them, without = fold(*about_it, *sent, end), fold(*about_it, end)

    for name in ("R", "S"):
        case, same = with_them.cases[digest(name)], without.cases[digest(name)]
        assert case == same
        for moment in ("01-13 09:00", "01-20 09:00", "02-01 09:00"):
            assert answer_state(
                case, case.current, casework=with_them, at=at(moment)
            ) == answer_state(same, same.current, casework=without, at=at(moment))
    assert with_them.out_of_state == without.out_of_state

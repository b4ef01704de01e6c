from datetime import datetime

import pytest

from servanda.core.canonical import JsonValue
from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    decision_state,
    update_state,
)
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import (
    acknowledged,
    answered,
    asked,
    at,
    counted,
    digest,
    fold,
    request,
    status,
    withdrawn,
)
from tests.core.keys.cast import ALICE, BOB

URGENT = request("R", "01-05 09:00", urgency="urgent")
ROUTINE = request("R", "01-05 09:00")


def answer(*statements: Counted, when: str = "06-01 00:00") -> ClockState:
    casework = fold(*statements)
    case = casework.cases[digest("R")]
    return answer_state(case, case.current, casework=casework, at=at(when))


def due(state: ClockState) -> datetime:
    assert state.verdict is not None
    return state.verdict.due.at


def is_in_time(state: ClockState) -> bool:
    assert state.verdict is not None
    return state.verdict.is_in_time


def test_until_the_responder_says_otherwise_its_access_is_direct() -> None:
    assert due(answer(URGENT)) == at("01-05 17:00")


def test_indirect_access_gives_the_longer_time() -> None:
    assert due(answer(URGENT, acknowledged("R", "01-05 12:00", "indirect"))) == at("01-09 00:00")


@pytest.mark.parametrize(
    ("received", "expected"), [("01-05 17:00", "01-09 00:00"), ("01-05 17:01", "01-05 17:00")]
)
def test_indirect_access_said_after_the_due_time_cures_nothing(
    received: str, expected: str
) -> None:
    assert due(answer(URGENT, acknowledged("R", received, "indirect"))) == at(expected)


def test_the_responders_calendar_decides_which_day_it_is() -> None:
    facts: dict[str, JsonValue] = {
        "weekend": [5, 6],
        "closed": [],
        "opened": [],
        "offsets": [{"from": "2026-01-01T00:00:00Z", "minutes": 480}],
        "complete_until": "2026-12-31",
    }
    of_bob = counted("bob's", "calendar", facts, by=BOB, received="01-01 00:00")
    of_alice = counted("alice's", "calendar", facts, by=ALICE, received="01-01 00:00")

    assert due(answer(of_bob, ROUTINE)) == at("01-12 16:00")
    assert due(answer(of_alice, ROUTINE)) == at("01-13 00:00")


def test_the_decision_clock_has_no_deadline_unless_the_terms_give_one() -> None:
    casework = fold(ROUTINE)
    case = casework.cases[digest("R")]

    assert decision_state(case, case.current, casework=casework, at=at("06-01 00:00")) == (
        ClockState(verdict=None)
    )


def test_an_acknowledgement_on_the_second_is_in_time() -> None:
    for received, in_time in (("01-06 09:00", True), ("01-06 09:01", False)):
        casework = fold(ROUTINE, acknowledged("R", received))
        case = casework.cases[digest("R")]
        state = acknowledgement_state(case, case.current, casework=casework, at=at("06-01 00:00"))
        assert is_in_time(state) is in_time


def test_a_postponement_gives_back_the_time_it_held() -> None:
    held = status("R", "postponed", "01-08 09:00", until="02-20 00:00")
    resumed = status("R", "resumed", "01-20 09:00")

    state = answer(ROUTINE, held, resumed)

    assert due(state) == at("01-25 00:00")


def test_a_request_postponed_before_its_review_date_is_held() -> None:
    held = status("R", "postponed", "01-08 09:00", until="02-20 00:00")

    state = answer(ROUTINE, held, when="02-19 23:59")

    assert state.is_held
    assert is_in_time(state)


def test_open_at_the_very_review_date_a_hold_is_past_so_that_no_review_passes_it_by() -> None:
    held = status("R", "postponed", "01-08 09:00", until="02-20 00:00")

    state = answer(ROUTINE, held, when="02-20 00:00")

    assert (due(state), state.is_held) == (at("02-20 00:00"), False)
    assert state.lapsed_hold == at("02-20 00:00")


def test_postponed_anew_before_the_review_date_the_later_date_holds() -> None:
    held = status("R", "postponed", "01-08 09:00", until="01-20 00:00")
    anew = status("R", "postponed", "01-19 09:00", until="02-20 00:00")

    assert answer(ROUTINE, held, anew, when="02-19 00:00").is_held
    resumed = answer(ROUTINE, held, anew, status("R", "resumed", "02-10 09:00"))
    assert due(resumed) == at("02-15 00:00")
    assert due(answer(ROUTINE, held, anew, when="03-01 00:00")) == at("02-20 00:00")


def test_postponed_anew_after_the_review_date_it_stays_late() -> None:
    held = status("R", "postponed", "01-08 09:00", until="01-20 00:00")
    anew = status("R", "postponed", "01-20 09:00", until="02-20 00:00")

    state = answer(ROUTINE, held, anew, when="02-01 00:00")

    assert (due(state), state.is_held) == (at("01-20 00:00"), False)


def test_unresumed_by_the_review_date_it_is_late_as_of_that_instant() -> None:
    held = status("R", "postponed", "01-08 09:00", until="02-20 00:00")

    open_ = answer(ROUTINE, held, when="02-20 00:01")
    resumed_late = answer(
        ROUTINE, held, status("R", "resumed", "02-21 00:00"), answered("R", "02-21 01:00")
    )

    assert (due(open_), is_in_time(open_), open_.is_held) == (at("02-20 00:00"), False, False)
    assert (due(resumed_late), is_in_time(resumed_late)) == (at("02-20 00:00"), False)


def test_an_answer_while_postponed_before_the_review_date_is_in_time() -> None:
    held = status("R", "postponed", "01-08 09:00", until="02-20 00:00")

    assert is_in_time(answer(ROUTINE, held, answered("R", "02-20 00:00")))


def test_a_postponement_after_the_due_time_cures_nothing() -> None:
    held = status("R", "postponed", "01-13 00:01", until="02-20 00:00")

    state = answer(ROUTINE, held)

    assert (due(state), is_in_time(state), state.is_held) == (at("01-13 00:00"), False, False)


def test_a_withdrawn_request_is_judged_as_of_its_withdrawal() -> None:
    early = answer(ROUTINE, withdrawn("R", "01-07 00:00"))
    late = answer(ROUTINE, withdrawn("R", "01-14 00:00"))

    assert is_in_time(early)
    assert not is_in_time(late)


def test_an_enquiry_makes_an_update_due_in_three_days_or_earlier_if_one_is() -> None:
    casework = fold(ROUTINE, status("R", "enquiry", "01-06 09:00", by=ALICE))
    case = casework.cases[digest("R")]
    later = fold(ROUTINE, status("R", "enquiry", "01-18 09:00", by=ALICE))
    other = later.cases[digest("R")]

    soon = update_state(case, case.current, casework=casework, at=at("06-01 00:00"))
    same = update_state(other, other.current, casework=later, at=at("06-01 00:00"))

    assert due(soon) == at("01-10 00:00")
    assert due(same) == at("01-20 00:00")


@pytest.mark.parametrize(("asked_on", "is_held"), [("01-10 00:00", True), ("01-10 00:01", False)])
def test_a_question_after_an_enquiry_ran_out_does_not_hide_that_no_news_came(
    asked_on: str, *, is_held: bool
) -> None:
    casework = fold(
        ROUTINE,
        status("R", "enquiry", "01-06 09:00", by=ALICE),
        asked("R", asked_on, (1, "E10", "unclear")),
    )
    case = casework.cases[digest("R")]

    state = update_state(case, case.current, casework=casework, at=at("01-12 00:00"))

    assert (state.is_held, is_in_time(state)) == (is_held, is_held)

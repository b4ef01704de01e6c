from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.casework.answer_clock import answer_state, extended_answer_state
from servanda.core.casework.case import Case
from servanda.core.casework.casework import Casework
from servanda.core.casework.clocks import describe_verdict
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import (
    answered,
    asked,
    at,
    clarified,
    digest,
    extension,
    fold,
    request,
    status,
    withdrawn,
)

ROUTINE = request("R", "03-02 14:00", elements={"E10": "not_known"})


def folded(*statements: Counted) -> tuple[Casework, Case]:
    casework = fold(ROUTINE, *statements)
    return casework, casework.cases[digest("R")]


def words(*statements: Counted) -> tuple[str, str]:
    """Return the verdicts against the original and the extended due time."""
    casework, case = folded(*statements)
    original, extended = (
        state_of(case, case.current, casework=casework, at=at("06-01 00:00")).verdict
        for state_of in (answer_state, extended_answer_state)
    )
    assert original is not None
    assert extended is not None
    return describe_verdict(original), describe_verdict(extended)


def due(*statements: Counted) -> str:
    casework, case = folded(*statements)
    state = extended_answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))
    assert state.verdict is not None
    return state.verdict.due.at.strftime("%m-%d %H:%M")


def test_a_notice_in_time_moves_the_extended_due_time_and_leaves_the_original() -> None:
    """Worked example 8 of docs/spec/deadlines.md, in UTC."""
    notice = extension("R", "notice", "03-18", "03-08 20:00")

    assert words(notice, answered("R", "03-17 15:00")) == (
        "answered 7 d late",
        "answered 33 h early",
    )


@pytest.mark.parametrize(
    ("received", "expected"), [("03-10 00:00", "03-19 00:00"), ("03-10 00:01", "03-10 00:00")]
)
def test_a_notice_after_the_due_second_is_without_effect(received: str, expected: str) -> None:
    notice = extension("R", "notice", "03-18", received)
    casework, case = folded(notice)

    state = extended_answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))

    assert due(notice) == expected
    leaf = notice.statement.digest
    assert (state.extended, state.without_effect) == (
        ((leaf,), ()) if expected.startswith("03-19") else ((), (leaf,))
    )


def test_no_extension_shortens() -> None:
    assert due(extension("R", "notice", "03-05", "03-04 00:00")) == "03-10 00:00"


def test_a_proposal_needs_consent_to_that_very_date() -> None:
    proposal = extension("R", "proposal", "03-18", "03-08 20:00")
    other = extension("R", "proposal", "12-31", "03-08 20:01")
    consent = extension("R", "consent", "03-18", "03-09 09:00")

    assert due(proposal) == "03-10 00:00"
    assert due(proposal, other, consent) == "03-19 00:00"
    _, case = folded(proposal, extension("R", "consent", "03-19", "03-09 09:00"))
    assert len(case.out_of_state) == 1


def test_a_later_pause_moves_both_due_times() -> None:
    statements = (
        extension("R", "notice", "03-18", "03-08 20:00"),
        asked("R", "03-09 08:00", (1, "E10", "missing")),
        clarified("R", "03-11 08:00", (1, "supplied")),
    )
    casework, case = folded(*statements)
    original = answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))

    assert due(*statements) == "03-21 00:00"
    assert original.verdict is not None
    assert original.verdict.due.at == at("03-12 00:00")


def test_of_a_pause_that_goes_on_after_a_new_date_only_the_rest_is_added() -> None:
    """Within a clarification the clock stands still, so a notice in it is in time."""
    statements = (
        asked("R", "03-09 08:00", (1, "E10", "missing")),
        extension("R", "notice", "03-18", "03-10 08:00"),
        clarified("R", "03-12 08:00", (1, "supplied")),
    )

    assert due(*statements) == "03-19 00:00"


def test_hours_that_are_extended_go_on_by_dates() -> None:
    urgent = request("R", "03-02 14:00", urgency="urgent", elements={"E10": "not_known"})
    casework = fold(
        urgent,
        extension("R", "notice", "03-05", "03-02 20:00"),
        asked("R", "03-04 08:00", (1, "E10", "missing")),
        clarified("R", "03-06 01:00", (1, "supplied")),
    )
    case = casework.cases[digest("R")]
    state = extended_answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))

    assert state.verdict is not None
    assert state.verdict.due.at == at("03-08 00:00")


def test_an_open_question_holds_the_clock_a_lapsed_hold_does_not() -> None:
    held = status("R", "postponed", "03-05 09:00", until="03-12 00:00")
    casework, case = folded(held)

    assert answer_state(case, case.current, casework=casework, at=at("03-11 00:00")).is_held
    late = answer_state(case, case.current, casework=casework, at=at("03-12 00:01"))
    assert (late.is_held, late.lapsed_hold) == (False, at("03-12 00:00"))


def test_what_extends_after_a_review_date_that_passed_is_without_effect_and_said_so() -> None:
    held = status("R", "postponed", "03-05 09:00", until="03-12 00:00")
    notice = extension("R", "notice", "05-01", "03-13 00:00")
    proposal = extension("R", "proposal", "05-02", "03-13 00:00")
    consent = extension("R", "consent", "05-02", "03-14 00:00")
    casework, case = folded(held, notice, proposal, consent)

    state = extended_answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))

    assert state.lapsed_hold == at("03-12 00:00")
    assert state.extended == ()
    assert state.without_effect == (notice.statement.digest, proposal.statement.digest)


def test_a_request_withdrawn_after_its_review_date_grows_no_later_afterwards() -> None:
    held = status("R", "postponed", "03-05 09:00", until="03-12 00:00")
    casework, case = folded(held, withdrawn("R", "03-14 00:00"))

    for when in ("03-14 00:00", "06-01 00:00"):
        state = answer_state(case, case.current, casework=casework, at=at(when))
        assert state.verdict is not None
        assert describe_verdict(state.verdict) == "overdue by 2 d"


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 28), st.integers(0, 23)), max_size=12))
def test_notices_only_ever_move_the_due_time_forwards_and_only_when_in_time(
    notices: list[tuple[int, int, int]],
) -> None:
    reached = "03-10 00:00"
    said: list[Counted] = []
    for received_day, until_day, hour in sorted(notices):
        received = f"03-{received_day:02d} {hour:02d}:00"
        if received <= "03-02 14:00":
            continue
        said.append(extension("R", "notice", f"03-{until_day:02d}", received))
        in_time = at(received) <= at(reached)
        new = due(*said)
        end = date(2026, 3, until_day + 1) if until_day < 31 else date(2026, 4, 1)
        expected = f"{end:%m-%d} 00:00" if in_time and f"{end:%m-%d} 00:00" > reached else reached
        assert new == expected
        reached = new

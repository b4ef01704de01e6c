import pytest

from servanda.core.casework.casework import Casework
from servanda.core.casework.standing import (
    Overlay,
    expiry_warning,
    is_expired,
    overlays_of,
    state_at,
)
from servanda.core.casework.transitions import State
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import (
    answered,
    at,
    counted,
    digest,
    feedback,
    fold,
    replied,
    request,
    status,
)
from tests.core.keys.cast import ALICE, BOB


def state(*statements: Counted, when: str) -> State:
    casework = fold(request("R", "01-05 09:00"), *statements)
    return state_at(casework.cases[digest("R")], casework=casework, at=at(when))


@pytest.mark.parametrize(
    ("when", "expected"), [("02-06 00:00", State.RESPONDED), ("02-06 00:01", State.CLOSED)]
)
def test_a_request_is_closed_by_rule_when_feedback_has_run_out(when: str, expected: State) -> None:
    assert state(answered("R", "01-06 09:00"), when=when) is expected


def test_after_feedback_it_is_closed_when_the_right_of_reply_is_used_or_has_run_out() -> None:
    given = (answered("R", "01-06 09:00"), feedback("R", "01-10 09:00"))

    assert state(*given, when="01-25 00:00") is State.FEEDBACK_GIVEN
    assert state(*given, when="01-25 00:01") is State.CLOSED
    assert state(*given, replied("R", "01-11 09:00"), when="01-12 00:00") is State.CLOSED


def overlays(*statements: Counted, when: str, urgency: str = "routine") -> frozenset[Overlay]:
    casework = fold(request("R", "01-05 09:00", urgency=urgency), *statements)
    return overlays_of(casework.cases[digest("R")], casework=casework, at=at(when))


def test_any_clock_past_its_due_time_makes_an_open_request_overdue() -> None:
    assert overlays(when="01-06 09:00") == frozenset()
    assert overlays(when="01-06 09:01") == {Overlay.OVERDUE}
    assert overlays(answered("R", "02-20 09:00"), when="02-21 00:00") == frozenset()


def test_what_lies_over_a_state_is_named() -> None:
    found = overlays(
        answered("R", "01-06 09:00", "fulfilled_part"),
        feedback("R", "01-07 09:00", 1, "late"),
        replied("R", "01-08 09:00"),
        status("R", "resumed", "01-08 10:00"),
        when="01-09 00:00",
    )

    assert found == {Overlay.DISPUTED, Overlay.OUT_OF_STATE}
    assert Overlay.EMERGENCY in overlays(when="01-05 09:10", urgency="emergency")
    reopened = (answered("R", "01-06 09:00"), status("R", "reopened", "01-07 09:00", by=ALICE))
    assert Overlay.REOPENED in overlays(*reopened, when="01-07 10:00")


def measured(sent: str, received: str) -> list[Counted]:
    return [
        counted("K", "check", {"step": "ask"}, by=ALICE, received=received, sent=sent),
        counted("A", "check", {"step": "answer"}, by=BOB, received=sent, sent=received, ref="K"),
    ]


@pytest.mark.parametrize(
    ("answered_at", "is_uncertain"), [("01-13 00:02", True), ("01-13 00:03", False)]
)
def test_a_verdict_closer_than_the_clocks_agree_is_marked(
    answered_at: str, *, is_uncertain: bool
) -> None:
    found = overlays(
        *measured("01-04 09:02", "01-04 09:00"), answered("R", answered_at), when="02-01 00:00"
    )

    assert (Overlay.WITHIN_CLOCK_UNCERTAINTY in found) is is_uncertain


def preserved(*statements: Counted) -> Casework:
    return fold(
        request("P", "01-05 09:00", kind="preservation"), answered("P", "01-10 00:00"), *statements
    )


@pytest.mark.parametrize(
    ("when", "warning"),
    [
        ("02-08 23:59", None),
        ("02-09 00:00", 30),
        ("02-25 00:00", 14),
        ("03-08 00:00", 3),
        ("03-11 00:00", 3),
        ("03-11 00:01", None),
    ],
)
def test_both_sides_are_warned_thirty_fourteen_and_three_days_before_data_may_be_gone(
    when: str, warning: int | None
) -> None:
    casework = preserved()
    case = casework.cases[digest("P")]

    assert expiry_warning(case, casework=casework, at=at(when)) == warning
    assert is_expired(case, casework=casework, at=at(when)) is (when == "03-11 00:01")


def test_a_formal_request_holds_what_is_preserved_until_it_is_answered() -> None:
    formal = request("F", "03-01 09:00", ref="P")
    waiting = preserved(formal)
    answered_formal = preserved(formal, answered("F", "03-05 09:00"))

    for casework, expected in ((waiting, False), (answered_formal, True)):
        case = casework.cases[digest("P")]
        assert is_expired(case, casework=casework, at=at("04-01 00:00")) is expected


def test_a_formal_request_that_comes_after_the_end_brings_nothing_back() -> None:
    in_time = preserved(request("F", "03-11 00:00", ref="P"))
    late = preserved(request("F", "03-11 00:01", ref="P"))

    for casework, expected in ((in_time, False), (late, True)):
        case = casework.cases[digest("P")]
        assert is_expired(case, casework=casework, at=at("04-01 00:00")) is expected
        assert (casework.cases[digest("F")].converts is None) is expected


def test_of_several_formal_requests_the_last_that_waits_holds_what_is_preserved() -> None:
    first, second = request("F", "03-01 09:00", ref="P"), request("G", "03-02 09:00", ref="P")
    one_waits = preserved(first, second, answered("G", "03-05 09:00"))
    none_waits = preserved(
        first, second, answered("G", "03-05 09:00"), answered("F", "03-20 09:00")
    )

    for casework, expected in ((one_waits, False), (none_waits, True)):
        case = casework.cases[digest("P")]
        assert is_expired(case, casework=casework, at=at("04-01 00:00")) is expected

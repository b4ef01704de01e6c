from datetime import timedelta
from itertools import product

import pytest

from servanda.core.casework.answer_clock import answer_state, answer_times
from servanda.core.casework.case import Case
from servanda.core.casework.clarifications import (
    NOT_DEMANDED,
    Charge,
    Question,
    Round,
    charge_of,
    read_elements,
    said_of,
)
from servanda.core.casework.transitions import State
from servanda.core.casework.verdicts import ClockState, clarification_state
from servanda.core.exchange.order import Counted
from servanda.core.statements.codes import ELEMENT_VALUES
from tests.core.casework.counting import (
    acknowledged,
    answered,
    asked,
    at,
    clarified,
    counted,
    digest,
    fold,
    request,
    status,
    withdrawn,
)
from tests.core.keys.cast import ALICE

SAID = {"E08": "given", "E10": "not_known", "E12": "not_applicable"}
EMERGENCY = request("R", "04-05 01:00", urgency="emergency", elements=SAID)
DEFECTS = ("missing", "unclear", "invalid", "inconsistent", "further")
RESULTS = ("supplied", "corrected", "already_in_form", "new_information", "cannot_supply", None)


def case_of(*statements: Counted) -> Case:
    return fold(EMERGENCY, *statements).cases[digest("R")]


def answer(*statements: Counted, when: str = "06-01 00:00") -> ClockState:
    casework = fold(EMERGENCY, *statements)
    case = casework.cases[digest("R")]
    return answer_state(case, case.current, casework=casework, at=at(when))


def round_of(*questions: tuple[str, str, str | None]) -> Round:
    return Round(
        leaf=digest("Q"),
        asked_at=at("01-05 09:00"),
        questions=tuple(
            Question(
                number=number,
                element="E08",
                defect=defect,
                is_blocking=True,
                said=said,
                result=result,
            )
            for number, (said, defect, result) in enumerate(questions, start=1)
        ),
    )


def expected_charge(said: str, defect: str, result: str | None) -> Charge:
    """The rule in the order in which the reference states it."""
    if said in ("", "not_known", "not_applicable"):
        return Charge.REQUESTER
    if (said, defect) == ("given", "missing"):
        return Charge.RESPONDER
    if result in ("corrected", "supplied") and defect in ("unclear", "invalid", "inconsistent"):
        return Charge.REQUESTER
    return Charge.DISPUTED if result == "already_in_form" else Charge.NEITHER


def test_every_single_question_is_charged_as_the_rule_says() -> None:
    for said, defect, result in product(("", NOT_DEMANDED, *ELEMENT_VALUES), DEFECTS, RESULTS):
        assert charge_of(round_of((said, defect, result))) is expected_charge(said, defect, result)


@pytest.mark.parametrize("element", ["E15", "E17"])  # optional, and not asked of this kind at all
def test_a_question_about_what_the_form_does_not_demand_is_not_charged_to_who_said_nothing(
    element: str,
) -> None:
    case = case_of(
        asked("R", "04-05 03:20", (1, element, "missing")),
        clarified("R", "04-05 06:05", (1, "new_information")),
    )

    assert charge_of(case.current.rounds[0]) is Charge.NEITHER


def test_a_question_about_what_the_form_demands_is_charged_to_who_said_nothing() -> None:
    case = case_of(asked("R", "04-05 03:20", (1, "E07", "missing")))

    assert charge_of(case.current.rounds[0]) is Charge.REQUESTER


def test_of_several_questions_the_first_of_requester_disputed_neither_responder_wins() -> None:
    single = {
        Charge.REQUESTER: ("not_known", "further", None),
        Charge.DISPUTED: ("given", "unclear", "already_in_form"),
        Charge.NEITHER: ("given", "further", "cannot_supply"),
        Charge.RESPONDER: ("given", "missing", "supplied"),
    }
    order = list(Charge)
    for one, other in product(order, repeat=2):
        both = charge_of(round_of(single[one], single[other]))
        assert both is order[min(order.index(one), order.index(other))]


def test_elements_are_kept_in_one_text_and_read_back() -> None:
    elements = read_elements(SAID, kind="information_request")

    assert len(elements) == 28
    assert [said_of(elements, each) for each in ("E08", "E10", "E12", "E07", "E28")] == [
        "given",
        "not_known",
        "not_applicable",
        "",
        NOT_DEMANDED,
    ]


def test_a_pause_of_an_emergency_moves_its_due_time_by_the_pause_in_seconds() -> None:
    """Worked example 6 of docs/spec/deadlines.md."""
    statements = (
        asked("R", "04-05 03:20", (1, "E10", "missing")),
        clarified("R", "04-05 06:05", (1, "supplied")),
        answered("R", "04-05 10:45"),
    )
    case = case_of(*statements)
    verdict = answer(*statements).verdict

    assert verdict is not None
    assert verdict.due.at == at("04-05 11:45")
    assert verdict.margin_seconds == 3_600
    assert charge_of(case.current.rounds[0]) is Charge.REQUESTER
    times = answer_times(case.current, at=at("06-01 00:00"))
    assert (times.gross_seconds, times.net_seconds) == (35_100, 25_200)


def test_asking_for_what_the_form_has_moves_nothing() -> None:
    state = answer(
        asked("R", "04-05 03:20", (1, "E08", "missing")),
        clarified("R", "04-05 06:05", (1, "already_in_form")),
    )

    assert state.verdict is not None
    assert state.verdict.due.at == at("04-05 09:00")


def test_while_a_question_blocks_the_answer_clock_is_held_unless_the_responder_is_charged() -> None:
    asks = asked("R", "04-05 03:20", (1, "E10", "missing"))
    needless = asked("R", "04-05 03:20", (1, "E08", "missing"))

    assert answer(asks, when="04-20 00:00").is_held
    overdue = answer(needless, when="04-20 00:00")
    assert not overdue.is_held
    assert overdue.verdict is not None
    assert not overdue.verdict.is_in_time


@pytest.mark.parametrize(
    ("received", "due"), [("04-05 09:00", "04-05 10:00"), ("04-05 09:01", "04-05 09:00")]
)
def test_a_question_after_the_due_time_cures_nothing(received: str, due: str) -> None:
    hour_later = (at(received) + timedelta(hours=1)).strftime("%m-%d %H:%M")
    state = answer(
        asked("R", received, (1, "E10", "missing")), clarified("R", hour_later, (1, "supplied"))
    )

    assert state.verdict is not None
    assert state.verdict.due.at == at(due)


def test_a_question_acknowledges_and_the_answer_leads_back_to_the_state_before() -> None:
    asks = asked("R", "04-05 03:20", (1, "E10", "missing"))
    answers = clarified("R", "04-05 06:05", (1, "supplied"))

    assert case_of(asks).state is State.CLARIFICATION
    assert case_of(asks).current.acknowledged_at == at("04-05 03:20")
    assert case_of(asks, answers).state is State.DELIVERED
    assert case_of(asks, answers, acknowledged("R", "04-05 07:00", "indirect")).out_of_state == []
    accepted = status("R", "accepted", "04-05 02:00")
    assert case_of(accepted, asks, answers).state is State.ACCEPTED


def test_partial_answers_end_no_pause() -> None:
    asks = asked("R", "04-05 03:00", (1, "E10", "missing"), (2, "E12", "unclear"))
    first, second = (
        clarified("R", "04-05 04:00", (1, "supplied")),
        clarified("R", "04-05 05:00", (2, "cannot_supply")),
    )

    assert case_of(asks, first).state is State.CLARIFICATION
    assert case_of(asks, first, second).current.rounds[0].ended_at == at("04-05 05:00")


def test_a_question_that_does_not_block_changes_no_state_and_can_be_answered_any_time() -> None:
    asks = asked("R", "04-05 03:00", (1, "E10", "further"), blocking=False)
    case = case_of(asks, clarified("R", "04-05 04:00", (1, "new_information")))

    assert (case.state, case.out_of_state) == (State.DELIVERED, [])
    assert case.current.rounds[0].questions[0].result == "new_information"
    assert not answer(asks, when="04-05 08:00").is_held


def test_numbers_name_questions_and_are_used_and_answered_once() -> None:
    first = asked("R", "04-05 02:00", (1, "E10", "missing"))
    answers = clarified("R", "04-05 03:00", (1, "supplied"))
    again = clarified("R", "04-05 03:30", (1, "corrected"))
    reused = asked("R", "04-05 04:00", (1, "E12", "missing"))
    unknown = clarified("R", "04-05 05:00", (9, "supplied"))

    case = case_of(first, answers, again, reused, unknown)

    assert case.out_of_state == [each.statement.digest for each in (again, reused, unknown)]
    assert case.current.rounds[0].questions[0].result == "supplied"


def consent(received: str) -> Counted:
    return counted(
        f"consent {received}", "clarification", {"step": "consent"},
        by=ALICE, received=received, ref="R",
    )  # fmt: skip


def test_a_third_blocking_round_needs_consent_so_nobody_pauses_its_own_clock_for_ever() -> None:
    rounds = [
        each
        for number, day in ((1, "06"), (2, "07"))
        for each in (
            asked("R", f"04-{day} 01:00", (number, "E10", "missing")),
            clarified("R", f"04-{day} 02:00", (number, "supplied")),
        )
    ]
    third = asked("R", "04-08 01:00", (3, "E10", "missing"))

    assert case_of(*rounds, third).out_of_state == [third.statement.digest]
    assert case_of(*rounds, consent("04-08 00:00"), third).state is State.CLARIFICATION


def test_the_requester_has_a_clock_for_its_answer() -> None:
    statements = (
        asked("R", "04-05 03:00", (1, "E10", "missing")),
        clarified("R", "04-10 23:59", (1, "supplied")),
    )
    casework = fold(EMERGENCY, *statements)
    case = casework.cases[digest("R")]

    verdict = clarification_state(
        case, case.current.rounds[0], casework=casework, at=at("06-01 00:00")
    ).verdict

    assert verdict is not None
    assert (verdict.due.at, verdict.is_in_time) == (at("04-11 00:00"), True)


@pytest.mark.parametrize(
    ("reminded", "lapsed", "state"),
    [
        (None, "04-20 00:00", State.CLARIFICATION),
        ("04-10 23:59", "04-20 00:00", State.CLARIFICATION),
        ("04-11 00:00", "04-20 00:00", State.CLARIFICATION),
        ("04-11 00:01", "04-20 00:00", State.LAPSED),
    ],
)
def test_a_request_lapses_only_after_the_requesters_time_and_a_reminder_after_that(
    reminded: str | None, lapsed: str, state: State
) -> None:
    statements = [asked("R", "04-05 03:00", (1, "E10", "missing"))]
    if reminded is not None:
        statements.append(status("R", "reminder", reminded))
    statements.append(status("R", "lapsed", lapsed))

    assert case_of(*statements).state is state


@pytest.mark.parametrize("ending", [answered("R", "04-06 09:00"), withdrawn("R", "04-06 09:00")])
def test_what_ends_the_request_ends_its_pause(ending: Counted) -> None:
    case = case_of(asked("R", "04-05 03:00", (1, "E10", "missing")), ending)

    assert case.current.open_round is None
    assert case.current.rounds[0].ended_at == at("04-06 09:00")

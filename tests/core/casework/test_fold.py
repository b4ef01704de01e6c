from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.casework.answer_clock import answer_state, extended_answer_state
from servanda.core.casework.case import Case
from servanda.core.casework.standing import Overlay, overlays_of, state_at
from servanda.core.casework.transitions import OPEN, TRANSITIONS, Actor, State
from servanda.core.exchange.order import Counted
from servanda.core.statements.status import STEPS
from tests.core.casework.counting import (
    acknowledged,
    answered,
    asked,
    at,
    clarified,
    counted,
    digest,
    extension,
    feedback,
    fold,
    interim,
    renewed,
    replied,
    request,
    status,
    withdrawn,
)
from tests.core.keys.cast import ALICE, BOB


def case_of(*statements: Counted) -> Case:
    return fold(request("R", "01-05 09:00"), *statements).cases[digest("R")]


def test_a_request_is_delivered_once_it_is_received() -> None:
    case = case_of()

    assert case.state is State.DELIVERED
    assert (case.requester, case.responder) == (ALICE, BOB)
    assert case.current.started_at == at("01-05 09:00")


def test_the_way_of_a_request_that_goes_well() -> None:
    case = case_of(
        acknowledged("R", "01-05 10:00"),
        status("R", "under_review", "01-06 09:00"),
        status("R", "accepted", "01-06 10:00"),
        status("R", "in_execution", "01-07 09:00"),
        interim("R", "01-08 09:00"),
        status("R", "update", "01-09 09:00"),
        answered("R", "01-10 09:00"),
        status("R", "closed", "01-11 09:00", by=ALICE),
    )

    assert case.state is State.CLOSED
    assert case.out_of_state == []
    assert case.current.acknowledged_at == at("01-05 10:00")
    assert case.current.decided_at == at("01-06 10:00")
    assert case.current.answered_at == at("01-10 09:00")
    assert case.current.updated_at == at("01-09 09:00")
    assert case.current.outcome == "fulfilled_full"


def test_a_final_response_from_delivered_acknowledges_decides_and_answers_at_once() -> None:
    generation = case_of(answered("R", "01-06 09:00")).current

    assert generation.acknowledged_at == generation.decided_at == generation.answered_at
    assert generation.answered_at == at("01-06 09:00")


def test_when_a_withdrawal_and_a_response_cross_the_one_received_first_counts() -> None:
    withdrawal, response = withdrawn("R", "01-06 09:00"), answered("R", "01-06 09:01")

    first = case_of(withdrawal, response)
    second = case_of(response, withdrawal)

    assert (first.state, first.out_of_state) == (State.WITHDRAWN, [response.statement.digest])
    assert (second.state, second.out_of_state) == (State.RESPONDED, [withdrawal.statement.digest])


def test_a_withdrawal_ends_the_clocks_and_stops_none() -> None:
    generation = case_of(withdrawn("R", "01-06 09:00")).current

    assert (generation.ended_at, generation.ending) == (at("01-06 09:00"), State.WITHDRAWN)
    assert generation.acknowledged_at is None


def test_what_refers_to_a_request_that_does_not_count_has_no_effect() -> None:
    casework = fold(answered("R", "01-06 09:00"))

    assert casework.cases == {}
    assert casework.out_of_state == [answered("R", "01-06 09:00").statement.digest]


def test_nobody_answers_its_own_request_or_withdraws_that_of_the_other() -> None:
    case = case_of(
        acknowledged("R", "01-06 09:00", by=ALICE),
        answered("R", "01-06 10:00", by=ALICE),
        withdrawn("R", "01-06 11:00", by=BOB),
        status("R", "enquiry", "01-06 12:00", by=BOB),
    )

    assert case.state is State.DELIVERED
    assert len(case.out_of_state) == 4


def test_a_postponement_holds_until_it_is_resumed() -> None:
    case = case_of(
        status("R", "postponed", "01-06 09:00", until="01-20 00:00"),
        status("R", "resumed", "01-09 09:00"),
    )

    assert case.state is State.IN_EXECUTION
    assert case.current.decided_at == at("01-06 09:00")
    (held,) = case.current.postponements
    assert (held.start, held.review_at, held.end) == (
        at("01-06 09:00"),
        at("01-20 00:00"),
        at("01-09 09:00"),
    )


def test_a_reopened_request_is_a_new_generation_and_the_old_one_stays() -> None:
    case = case_of(
        answered("R", "01-06 09:00", "nil_return"),
        status("R", "reopened", "02-01 09:00", by=ALICE),
        answered("R", "02-02 09:00"),
    )

    assert [generation.outcome for generation in case.generations] == [
        "nil_return",
        "fulfilled_full",
    ]
    assert case.current.started_at == at("02-01 09:00")
    assert case.current.acknowledged_at == at("02-01 09:00")


@pytest.mark.parametrize(
    ("received", "state"),
    [("04-06 09:00", State.UNDER_REVIEW), ("04-06 09:01", State.RESPONDED)],
)
def test_a_request_can_be_reopened_for_ninety_days(received: str, state: State) -> None:
    case = case_of(answered("R", "01-06 09:00"), status("R", "reopened", received, by=ALICE))

    assert case.state is state


def test_a_first_enquiry_is_kept_until_an_update_answers_it() -> None:
    asked = [status("R", "enquiry", f"01-0{day} 09:00", by=ALICE) for day in (6, 7)]

    assert case_of(*asked).current.enquired_at == at("01-06 09:00")
    assert case_of(*asked, status("R", "update", "01-08 09:00")).current.enquired_at is None


def test_a_calendar_is_kept_for_the_party_that_states_it() -> None:
    facts: dict[str, JsonValue] = {
        "weekend": [5, 6],
        "closed": [],
        "opened": [],
        "offsets": [{"from": "2026-01-01T00:00:00Z", "minutes": 480}],
        "complete_until": "2026-12-31",
    }

    casework = fold(counted("calendar", "calendar", facts, by=BOB, received="01-01 00:00"))

    assert casework.calendars[ALICE] == []
    (version,) = casework.calendars[BOB]
    assert version.received_at == at("01-01 00:00")


def test_statements_that_are_about_no_request_change_nothing() -> None:
    casework = fold(counted("check", "check", {"step": "ask"}, by=ALICE, received="01-01 00:00"))

    assert (casework.cases, casework.out_of_state) == ({}, [])


def test_every_step_of_a_status_has_its_row() -> None:
    assert {f"status.{step}" for step in STEPS} <= TRANSITIONS.keys()


def test_nothing_leads_out_of_a_withdrawn_request() -> None:
    assert all(State.WITHDRAWN not in row.states for row in TRANSITIONS.values())


def test_every_open_state_can_be_answered_and_withdrawn() -> None:
    assert TRANSITIONS["response.final"].states == OPEN
    assert TRANSITIONS["withdrawal"].states == OPEN


def test_rows_that_stop_the_answer_clock_are_the_responders() -> None:
    for row in TRANSITIONS.values():
        if "answer" in row.stops:
            assert row.actor is Actor.RESPONDER


moves = st.lists(
    st.one_of(
        st.builds(
            lambda step, by: status("R", step, "01-06 09:00", by=by, until="01-20 00:00"),
            st.sampled_from(sorted(STEPS)),
            st.sampled_from([ALICE, BOB]),
        ),
        st.builds(
            lambda by: acknowledged("R", "01-06 09:00", by=by), st.sampled_from([ALICE, BOB])
        ),
        st.builds(lambda by: answered("R", "01-06 09:00", by=by), st.sampled_from([ALICE, BOB])),
        st.just(interim("R", "01-06 09:00")),
        st.builds(lambda by: withdrawn("R", "01-06 09:00", by=by), st.sampled_from([ALICE, BOB])),
        st.builds(
            lambda number, *, blocking: asked(
                "R", "01-06 09:00", (number, "E10", "missing"), blocking=blocking
            ),
            st.integers(1, 4),
            blocking=st.booleans(),
        ),
        st.builds(
            lambda number: clarified("R", "01-06 09:00", (number, "supplied")), st.integers(1, 4)
        ),
        st.builds(
            lambda step, day: extension("R", step, day, "01-06 09:00"),
            st.sampled_from(["notice", "proposal", "consent"]),
            st.sampled_from(["01-07", "01-20"]),
        ),
        st.just(feedback("R", "01-06 09:00", 1, "late")),
        st.just(replied("R", "01-06 09:00")),
        st.just(renewed("R", "01-06 09:00", "03-01 00:00")),
    ),
    max_size=12,
)


@given(moves, st.sampled_from(["01-06 09:00", "01-20 00:00", "12-31 00:00"]))
def test_whatever_is_said_every_clock_has_a_state_and_overlays_agree_with_it(
    statements: list[Counted], when: str
) -> None:
    casework = fold(request("R", "01-05 09:00"), *statements)
    case = casework.cases[digest("R")]
    original, extended = (
        clock(case, case.current, casework=casework, at=at(when)).verdict
        for clock in (answer_state, extended_answer_state)
    )

    overlays = overlays_of(case, casework=casework, at=at(when))

    assert original is not None
    assert extended is not None
    assert extended.due.at >= original.due.at
    if case.is_open and original.stop is None and not original.is_in_time:
        assert Overlay.OVERDUE in overlays
    assert (state_at(case, casework=casework, at=at(when)) in OPEN) == case.is_open


@given(moves)
def test_whatever_is_said_every_statement_has_its_effect_or_is_out_of_state(
    statements: list[Counted],
) -> None:
    casework = fold(request("R", "01-05 09:00"), *statements)

    case = casework.cases[digest("R")]
    assert len(case.out_of_state) == len(casework.out_of_state) <= len(statements)
    assert case.generations[0].started_at == at("01-05 09:00")
    ended = (State.RESPONDED, State.FEEDBACK_GIVEN, State.CLOSED)
    assert (case.current.answered_at is not None) == (case.state in ended)
    assert (case.current.ending is State.WITHDRAWN) == (case.state is State.WITHDRAWN)


@given(moves, st.integers(0, 12))
def test_independent_requests_do_not_touch_each_other(
    statements: list[Counted], place: int
) -> None:
    alone = fold(request("R", "01-05 09:00"), *statements)
    other = [request("S", "01-05 08:00"), answered("S", "01-05 10:00")]

    mixed = [request("R", "01-05 09:00"), *statements]
    mixed[place:place] = other
    together = fold(*sorted(mixed, key=lambda each: each.statement.header.type != "request"))

    plain = fold(request("R", "01-05 09:00"), *statements)
    assert alone.cases[digest("R")] == plain.cases[digest("R")] == together.cases[digest("R")]


def test_a_request_answered_at_the_end_of_time_can_be_reopened_and_breaks_nothing() -> None:
    last = datetime.max.replace(microsecond=0, tzinfo=UTC)
    answer = replace(answered("R", "01-06 09:00"), received_at=last)

    casework = fold(
        request("R", "01-05 09:00"), answer, status("R", "reopened", "01-07 09:00", by=ALICE)
    )

    assert casework.cases[digest("R")].state is State.UNDER_REVIEW


def test_any_number_of_postponements_and_idle_statements_costs_as_much_again_for_each() -> None:
    # Half a minute if each were copied, or reckoned, with all those before it.
    held = status("R", "postponed", "01-06 09:00", until="03-01 00:00")
    resumed = status("R", "resumed", "01-06 09:00")
    pairs = [
        replace(each, received_at=at("01-06 09:00") + timedelta(seconds=2 * number + place))
        for number in range(5_000)
        for place, each in enumerate((held, resumed))
    ]
    idle = [withdrawn("R", "01-07 09:00", by=BOB)] * 50_000

    casework = fold(request("R", "01-05 09:00"), *pairs, *idle)
    case = casework.cases[digest("R")]

    assert len(case.out_of_state) == len(casework.out_of_state) == 50_000
    state = answer_state(case, case.current, casework=casework, at=at("01-08 00:00"))
    assert state.verdict is not None
    assert state.verdict.due.at == at("01-13 00:00")

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servanda.core.canonical import JsonValue
from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.calendars import LATEST
from servanda.core.casework.case import Case
from servanda.core.casework.conditions import CONDITIONS
from servanda.core.casework.effects import EFFECTS
from servanda.core.casework.transitions import TRANSITIONS, Actor, State, legal_events
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import (
    answered,
    asked,
    at,
    counted,
    digest,
    feedback,
    fold,
    renewed,
    replied,
    request,
    status,
)
from tests.core.keys.cast import ALICE, BOB

PRESERVED = answered("P", "01-10 00:00")


def preservation(*statements: Counted) -> Case:
    asks = request("P", "01-05 09:00", kind="preservation")
    return fold(asks, *statements).cases[digest("P")]


def reclassified(urgency: str, received: str) -> Counted:
    facts: dict[str, JsonValue] = {"step": "reclassified", "urgency": urgency}
    name = f"{urgency} {received}"
    return counted(name, "status", facts, by=ALICE, received=received, ref="R")


def test_conditions_and_effects_are_of_events_that_the_table_has() -> None:
    assert CONDITIONS.keys() <= TRANSITIONS.keys()
    assert EFFECTS.keys() <= TRANSITIONS.keys()


def test_what_is_preserved_expires_after_the_accords_days_unless_the_answer_says_when() -> None:
    assert preservation(PRESERVED).expires_at == at("03-11 00:00")
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": "fulfilled_part",
        "expires_at": "2026-02-01T00:00:00Z",
    }
    said = counted("said", "response", facts, by=PRESERVED.statement.header.from_party,
                   received="01-10 00:00", ref="P")  # fmt: skip
    assert preservation(said).expires_at == at("02-01 00:00")
    assert preservation(answered("P", "01-10 00:00", "refused_full")).expires_at is None


@pytest.mark.parametrize(
    ("expires_at", "outcome"),
    [("2026-01-05T09:00:00Z", None), ("2026-01-05T09:00:01Z", "fulfilled_full")],
)
def test_what_was_gone_before_it_was_asked_for_was_not_preserved(
    expires_at: str, outcome: str | None
) -> None:
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": "fulfilled_full",
        "expires_at": expires_at,
    }
    case = preservation(counted("A", "response", facts, by=BOB, received="01-10 00:00", ref="P"))

    assert case.current.outcome == outcome
    assert case.is_open is (outcome is None)
    assert len(case.out_of_state) == (outcome is None)


@pytest.mark.parametrize(
    ("received", "until", "expires"),
    [
        ("03-11 00:00", "06-01 00:00", "06-01 00:00"),
        ("03-11 00:01", "06-01 00:00", "03-11 00:00"),
        ("03-01 00:00", "03-11 00:00", "03-11 00:00"),
        ("03-01 00:00", "07-09 00:00", "07-09 00:00"),
        ("03-01 00:00", "07-09 00:01", "03-11 00:00"),
    ],
)
def test_a_renewal_moves_the_end_in_time_forwards_and_within_the_longest_term(
    received: str, until: str, expires: str
) -> None:
    case = preservation(PRESERVED, renewed("P", received, until))

    assert case.expires_at == at(expires)
    assert (case.out_of_state == []) is (expires == until != "03-11 00:00")


def test_what_is_first_kept_after_a_reopening_is_renewed_from_then_on() -> None:
    """Neither a lapse nor a refusal before it kept anything."""
    kept = (status("P", "reopened", "03-10 00:00", by=ALICE), answered("P", "03-12 00:00"))
    refused = preservation(
        answered("P", "01-10 00:00", "refused_full"),
        *kept,
        renewed("P", "05-01 00:00", "07-20 00:00"),
    )
    lapsed = preservation(
        asked("P", "01-05 10:00", (1, "E10", "unclear")),
        status("P", "reminder", "01-20 00:00"),
        status("P", "lapsed", "01-20 00:00"),
        *kept,
        renewed("P", "05-01 00:00", "07-20 00:00"),
    )

    assert [case.expires_at for case in (refused, lapsed)] == [at("07-20 00:00")] * 2


def test_the_first_and_the_last_instants_that_can_be_written_stop_no_reckoning() -> None:
    first: dict[str, JsonValue] = {
        "step": "final",
        "outcome": "fulfilled_full",
        "expires_at": "0001-01-01T00:00:00Z",
    }
    early = counted("said", "response", first, by=BOB, received="01-10 00:00", ref="P")
    late = replace(PRESERVED, received_at=datetime.max.replace(microsecond=0, tzinfo=UTC))
    renewal = replace(renewed("P", "03-01 00:00", "07-01 00:00"), received_at=late.received_at)

    forever = {**first, "expires_at": "9999-12-31T23:59:59Z"}
    lasting = counted("said", "response", forever, by=BOB, received="01-10 00:00", ref="P")

    assert preservation(early).out_of_state == [early.statement.digest]
    assert preservation(lasting).expires_at == LATEST
    case = preservation(late, renewal)
    assert case.expires_at == LATEST + timedelta(days=case.terms.preservation_days)
    assert case.out_of_state == [renewal.statement.digest]


@pytest.mark.parametrize(
    ("retained", "is_one"),
    [("first", True), ("R", False), ("later", False), ("other kind", False), ("nothing", False)],
)
def test_a_duplicate_names_a_request_that_keeps_the_clock(retained: str, *, is_one: bool) -> None:
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": "duplicate",
        "retained": digest(retained),
    }
    said = counted("said", "response", facts, by=BOB, received="03-01 00:00", ref="R")

    case = fold(
        request("first", "01-05 08:00"),
        request("other kind", "01-05 08:30", kind="mitigation"),
        request("R", "01-05 09:00"),
        request("later", "01-05 09:00"),
        said,
    ).cases[digest("R")]

    assert (case.current.outcome == "duplicate") is is_one
    assert (case.out_of_state == []) is is_one


def test_only_a_preservation_is_renewed() -> None:
    case = fold(
        request("R", "01-05 09:00"),
        answered("R", "01-06 09:00"),
        renewed("R", "01-07 09:00", "06-01 00:00"),
    ).cases[digest("R")]

    assert len(case.out_of_state) == 1


def test_the_class_can_be_lowered_but_never_raised_so_nobody_is_made_late_at_once() -> None:
    asks = request("R", "01-05 09:00", urgency="urgent")
    lowered = fold(asks, reclassified("routine", "01-05 10:00"))
    raised = fold(asks, reclassified("emergency", "01-05 10:00"))
    case = lowered.cases[digest("R")]

    assert case.urgency == "routine"
    state = answer_state(case, case.current, casework=lowered, at=at("02-01 00:00"))
    assert state.verdict is not None
    assert state.verdict.due.at == at("01-13 00:00")
    assert raised.cases[digest("R")].urgency == "urgent"
    assert len(raised.out_of_state) == 1


def test_contesting_the_class_is_kept_until_the_requester_agrees() -> None:
    contests = counted(
        "ack", "acknowledgement", {"access": "direct", "contests": "routine"},
        by=PRESERVED.statement.header.from_party, received="01-05 09:30", ref="R",
    )  # fmt: skip
    asks = request("R", "01-05 09:00", urgency="urgent")

    assert fold(asks, contests).cases[digest("R")].contested_urgency == "routine"
    agreed = fold(asks, contests, reclassified("routine", "01-05 10:00"))
    assert agreed.cases[digest("R")].contested_urgency == ""


def test_feedback_is_given_once_and_replied_to_once() -> None:
    case = fold(
        request("R", "01-05 09:00"),
        answered("R", "01-06 09:00"),
        replied("R", "01-06 10:00"),
        feedback("R", "01-07 09:00", 1, "late"),
        feedback("R", "01-07 10:00", 3),
        replied("R", "01-08 09:00"),
        replied("R", "01-08 10:00", "accepted"),
    ).cases[digest("R")]

    assert case.state is State.FEEDBACK_GIVEN
    given = case.current.feedback
    assert given is not None
    assert (given.usefulness, given.reasons, given.is_contested) == (1, ("late",), True)
    assert len(case.out_of_state) == 3


def test_a_formal_request_converts_a_preservation_of_the_same_requester() -> None:
    casework = fold(
        request("P", "01-05 09:00", kind="preservation"),
        answered("P", "01-06 09:00"),
        request("F", "01-20 09:00", ref="P"),
    )

    assert casework.cases[digest("P")].conversions == [digest("F")]
    assert casework.cases[digest("F")].converts == digest("P")


def test_a_refused_request_that_is_asked_again_is_known_as_such() -> None:
    casework = fold(
        request("R", "01-05 09:00"),
        answered("R", "01-06 09:00", "refused_full"),
        request("again", "01-20 09:00", ref="R"),
        request("related", "01-21 09:00", ref="again"),
    )

    assert casework.cases[digest("again")].resubmits == digest("R")
    assert casework.cases[digest("related")].resubmits is None


def test_the_legal_moves_of_a_state_can_be_named() -> None:
    moves = legal_events(State.POSTPONED, Actor.RESPONDER)

    assert "status.resumed" in moves
    assert "clarification.ask_blocking" not in moves
    assert legal_events(State.WITHDRAWN, Actor.RESPONDER) == ()


def test_every_finished_run_of_the_update_clock_is_kept() -> None:
    case = fold(
        request("R", "01-05 09:00"),
        status("R", "under_review", "01-06 09:00"),
        status("R", "enquiry", "01-07 09:00", by=ALICE),
        status("R", "update", "01-08 09:00"),
        answered("R", "01-09 09:00"),
        status("R", "reopened", "01-10 09:00", by=ALICE),
    ).cases[digest("R")]
    first, second = case.generations

    assert [(run.started_at, run.enquired_at, run.stopped_at) for run in first.updates] == [
        (at("01-05 09:00"), None, at("01-06 09:00")),
        (at("01-06 09:00"), at("01-07 09:00"), at("01-08 09:00")),
    ]
    assert second.updates == ()

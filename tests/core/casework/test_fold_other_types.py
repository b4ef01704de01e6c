from dataclasses import replace

import pytest

from servanda.core.accords.terms import Stage
from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case
from servanda.core.casework.casework import Casework
from servanda.core.casework.unasked_clocks import (
    call_state,
    information_acknowledgement_state,
    information_feedback_state,
    stage_states,
    written_due_at,
    written_state,
)
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import (
    TERMS,
    acknowledged,
    at,
    called,
    confirmed,
    digest,
    feedback,
    fold,
    information,
    replied,
    request,
)
from tests.core.keys.cast import ALICE, BOB

STAGED = replace(
    TERMS,
    stages=(
        Stage(name="early_warning", start="awareness", unit="hours", amount=24),
        Stage(name="notification", start="awareness", unit="hours", amount=72),
        Stage(name="final_report", start="stage", after="notification", unit="months", amount=1),
    ),
)


def test_information_is_acknowledged_judged_and_replied_to_once_each() -> None:
    casework = fold(
        information("I", "01-05 09:00"),
        acknowledged("I", "01-05 10:00", by=BOB),
        acknowledged("I", "01-05 11:00", by=ALICE),
        acknowledged("I", "01-05 12:00", by=ALICE),
        feedback("I", "01-06 09:00", 3),
        feedback("I", "01-06 10:00", 0, "late"),
        replied("I", "01-07 09:00"),
        replied("I", "01-07 10:00"),
    )
    item = casework.informations[digest("I")]

    assert (item.giver, item.receiver) == (BOB, ALICE)
    assert item.acknowledged_at == at("01-05 11:00")
    assert item.feedback is not None
    assert (item.feedback.usefulness, item.feedback.is_contested) == (3, True)
    assert len(item.out_of_state) == len(casework.out_of_state) == 4


def test_information_has_clocks_for_acknowledgement_and_feedback_and_none_for_an_answer() -> None:
    casework = fold(information("I", "01-05 09:00"))
    item = casework.informations[digest("I")]
    when = at("06-01 00:00")

    acknowledge = information_acknowledgement_state(item, casework=casework, at=when).verdict
    judge = information_feedback_state(item, casework=casework, at=when).verdict

    assert acknowledge is not None
    assert acknowledge.due.at == at("01-06 09:00")
    assert judge is not None
    assert judge.due.at == at("02-05 00:00")


def staged(*statements: Counted) -> Casework:
    return fold(*statements, terms=STAGED)


def test_an_incident_is_told_in_stages_each_with_a_clock_of_its_own() -> None:
    """Worked example 10 of docs/spec/deadlines.md, in UTC."""
    casework = staged(
        information("I", "01-30 20:00", stage="early_warning", aware="01-30 09:12"),
        information("N", "02-02 06:00", stage="notification", aware="01-30 09:12", ref="I"),
    )

    early, notification, final = stage_states(
        casework.incidents[digest("I")], casework=casework, at=at("02-10 00:00")
    )

    assert early.verdict is not None
    assert (early.verdict.due.at, early.is_claimed) == (at("01-31 09:12"), True)
    assert notification.verdict is not None
    assert notification.verdict.margin_seconds == 3 * 3_600 + 12 * 60
    assert final.verdict is not None
    assert (final.leaf, final.is_claimed) == (None, False)
    assert final.verdict.due.at == at("03-03 00:00")


def test_a_stage_is_told_once_and_only_by_the_giver_and_starts_the_next() -> None:
    casework = staged(
        information("I", "01-30 20:00", stage="early_warning", aware="01-30 09:12"),
        information(
            "F", "02-01 06:00", stage="notification", aware="01-30 09:12", ref="I", by=ALICE
        ),
        information("E", "02-01 07:00", stage="early_warning", aware="01-30 09:12", ref="I"),
    )
    incident = casework.incidents[digest("I")]

    assert list(incident.stages) == ["early_warning"]
    assert incident.stages["early_warning"].leaf == digest("I")
    names = [each.name for each in stage_states(incident, casework=casework, at=at("02-10 00:00"))]
    assert names == ["early_warning", "notification"]


def oral(*statements: Counted) -> tuple[Casework, Case]:
    casework = fold(*statements)
    return casework, casework.cases[digest("R")]


@pytest.mark.parametrize(
    ("received", "start"),
    [("01-06 08:10", "01-05 08:10"), ("01-06 08:11", "01-06 08:11")],
)
def test_an_emergency_made_by_telephone_counts_from_its_confirmation_if_written_in_time(
    received: str, start: str
) -> None:
    casework, case = oral(
        called("C", "01-05 08:00"),
        confirmed("C", "01-05 08:10"),
        request("R", received, urgency="emergency", ref="C"),
    )

    assert case.current.answer_started_at == at(start)
    call = casework.calls[digest("C")]
    assert written_due_at(call) == at("01-06 08:10")
    written = written_state(call, at=at("01-09 00:00")).verdict
    assert written is not None
    assert (written.stop, written.is_in_time) == (at(received), start == "01-05 08:10")


@pytest.mark.parametrize(
    "before",
    [
        (called("C", "01-05 08:00"),),
        (called("C", "01-05 08:00"), confirmed("C", "01-05 08:10", by=ALICE)),
        (called("C", "01-05 08:00", "urgent_case"), confirmed("C", "01-05 08:10")),
        (
            called("C", "01-05 08:00"),
            confirmed("C", "01-05 08:10"),
            request("earlier", "01-05 08:20", urgency="emergency", ref="C"),
        ),
    ],
)
def test_without_a_confirmed_emergency_call_of_its_own_a_request_counts_from_its_receipt(
    before: tuple[Counted, ...],
) -> None:
    _, case = oral(*before, request("R", "01-05 09:00", urgency="emergency", ref="C"))

    assert case.current.answer_started_at == at("01-05 09:00")


def test_the_other_side_confirms_an_emergency_call_within_the_hour() -> None:
    casework = fold(called("C", "01-05 08:00"), confirmed("C", "01-05 09:01"))

    verdict = call_state(
        casework.calls[digest("C")], casework=casework, at=at("06-01 00:00")
    ).verdict

    assert verdict is not None
    assert (verdict.due.at, verdict.is_in_time) == (at("01-05 09:00"), False)


def test_a_request_does_not_take_more_time_from_a_call_than_it_had() -> None:
    casework, case = oral(
        called("C", "01-05 08:00"),
        confirmed("C", "01-05 08:10"),
        request("R", "01-05 09:00", urgency="emergency", ref="C"),
    )

    state = answer_state(case, case.current, casework=casework, at=at("06-01 00:00"))

    assert state.verdict is not None
    assert state.verdict.due.at == at("01-05 16:10")

from dataclasses import replace

import pytest

from servanda.core.escalation.hotline import Standing
from servanda.core.escalation.report import FollowUp, call_follow_up, report_hotline
from servanda.core.exchange.order import Counted
from tests.core.casework.counting import TERMS, answered, at, digest, request
from tests.core.escalation.raising import (
    call,
    check,
    confirmation,
    contact,
    fold_all,
    instant,
    raised,
    reading,
    said,
)
from tests.core.keys.cast import ALICE, BOB

WHILE_RESPONDING = replace(TERMS, hotline=reading("while_responding"))
ANY_TIME = replace(TERMS, hotline=reading("any_time"))


def test_both_sides_records_of_a_call_stand_side_by_side_with_their_differences() -> None:
    found = fold_all(
        call(
            "C",
            "01-05 03:10",
            called_at=instant("01-05 03:00"),
            level="L3",
            language="en",
            decision="instructed",
        ),
        confirmation(
            "C", "01-05 03:20", called_at=instant("01-05 03:04"), level="L3", decision="declined"
        ),
    )
    (noted,) = found.calls.values()
    differences = {one.member: (one.caller, one.callee) for one in noted.differences()}

    assert differences == {
        "called_at": (instant("01-05 03:00"), instant("01-05 03:04")),
        "language": ("en", None),
        "decision": ("instructed", "declined"),
    }
    assert [one.member for one in noted.differences() if one.is_contradiction] == [
        "called_at",
        "decision",
    ]
    assert noted.made.said["decision"] == "instructed"


@pytest.mark.parametrize(
    ("confirmed", "asked", "standing"),
    [
        (None, "01-08 03:09", Standing.AWAITED),
        (None, "01-08 03:10", Standing.ONE_SIDED),
        ("01-08 03:10", "01-30 03:00", Standing.CONFIRMED),
        ("01-08 03:11", "01-30 03:00", Standing.CONFIRMED_LATE),
    ],
)
def test_a_call_unconfirmed_after_the_confirmation_hours_of_the_terms_is_one_sided(
    confirmed: str | None, asked: str, standing: Standing
) -> None:
    later = () if confirmed is None else (confirmation("C", confirmed),)
    found = fold_all(call("C", "01-05 03:10"), *later)

    assert found.calls[digest("C")].standing(at=at(asked)) is standing


def test_only_the_party_that_was_called_confirms_and_only_once() -> None:
    found = fold_all(
        call("C", "01-05 03:10"),
        confirmation("C", "01-05 03:20", by=ALICE),
        confirmation("C", "01-05 03:30"),
        confirmation("C", "01-05 03:40"),
        confirmation("no call", "01-05 03:50"),
    )
    noted = found.calls[digest("C")]

    assert noted.confirmed is not None
    assert noted.confirmed.received_at == noted.call.confirmed_at == at("01-05 03:30")
    assert len(found.out_of_state) == 3


def test_a_call_outside_the_reading_that_binds_is_marked_and_both_readings_are_counted() -> None:
    calls = (
        request("R", "01-05 03:00"),
        call("C1", "01-05 03:10"),
        call("C2", "01-05 03:20", basis="request", ref="R"),
        call("C3", "01-05 03:30", basis="urgent_case"),
    )
    outside = {}
    for terms in (WHILE_RESPONDING, ANY_TIME, TERMS):
        found = fold_all(*calls, terms=terms)
        report = report_hotline(found, since=None, until=at("02-01 00:00"), at=at("02-01 00:00"))
        reading = found.calls[digest("C1")].reading
        outside[reading] = [noted.is_outside for noted in found.calls.values()]
        assert report.within == {"while_responding": 2, "any_time": 3}
        assert report.outside == sum(outside[reading])

    assert outside == {
        "while_responding": [False, False, True],
        "any_time": [False, False, False],
        "": [True, True, True],  # the accord has no hotline
    }


def _a_busy_month() -> tuple[Counted, ...]:
    return (
        contact("duty", "01-01 09:00"),
        contact("diplomatic", "01-01 09:00", role="diplomatic"),
        check("T1", "01-02 09:00", of="duty", by=ALICE),
        check("A1", "01-02 09:05", ref="T1", step="answer", by=BOB),
        check("T2", "01-03 09:00", of="duty", by=ALICE),
        check("own answer", "01-03 09:05", ref="T2", step="answer", by=ALICE),
        check("no test of the hotline", "01-03 09:00", of="diplomatic", by=ALICE),
        check("T3", "01-03 10:00", by=BOB),
        request("R", "01-05 03:00"),
        call("C1", "01-05 03:10", level="L3"),
        confirmation("C1", "01-05 03:50"),
        call("C2", "01-06 03:10", basis="request", ref="R", follow_up=instant("01-07 03:10")),
        call("C3", "01-06 03:20", basis="urgent_case", by=BOB),
        raised("E1", "01-14 09:00", about="R"),
        raised("E2", "01-15 09:30", about="E1", level="L2"),
        said("decided", "E2", "01-15 10:00", follow_up="01-20 10:00"),
    )


def test_the_report_counts_calls_by_basis_caller_and_level_and_tests_apart() -> None:
    found = fold_all(*_a_busy_month(), terms=WHILE_RESPONDING)
    report = report_hotline(found, since=None, until=at("02-01 00:00"), at=at("02-01 00:00"))

    assert report.by_basis == {"emergency": 1, "request": 1, "urgent_case": 1}
    assert report.by_caller == {ALICE: 2, BOB: 1}
    assert report.by_level == {"L3": 1, "none": 2}
    assert len(report.calls) == 3
    assert (report.tests, report.tests_answered) == (3, 1)
    assert (report.confirmed.due, report.confirmed.in_time, report.one_sided) == (3, 1, 2)
    assert (report.outside, report.differing) == (1, 0)
    assert report.rungs_by_level == {"L1": 1, "L2": 1}
    assert report.rungs_by_trigger == {"overdue": 2}
    assert (report.acknowledged.due, report.acknowledged.in_time) == (2, 1)
    assert report.follow_ups_overdue == 2
    assert report.open_ladders == 1


def test_what_was_received_outside_the_period_is_not_in_its_report() -> None:
    found = fold_all(*_a_busy_month())
    report = report_hotline(
        found, since=at("01-06 03:10"), until=at("01-06 03:20"), at=at("02-01 00:00")
    )

    assert [call.made.leaf for call in report.calls] == [digest("C2")]
    assert (report.tests, report.rungs_by_level, report.open_ladders) == (0, {}, 0)


def test_a_follow_up_is_met_by_an_answer_a_later_call_the_written_request_or_a_closed_ladder() -> (
    None
):
    promised = instant("01-07 03:00")
    opening = (
        request("R", "01-05 03:00"),
        call("C", "01-05 03:10", basis="request", ref="R", follow_up=promised),
    )
    emergency = (call("C", "01-05 03:10"), confirmation("C", "01-05 03:20", follow_up=promised))
    closed = (raised("E", "01-05 04:00", about="C"), said("closed", "E", "01-05 05:00", by=ALICE))

    def state(*statements: Counted, moment: str = "01-08 03:00") -> FollowUp:
        found = fold_all(*statements)
        return call_follow_up(found.calls[digest("C")], found, at=at(moment))

    assert state(call("C", "01-05 03:10")) is FollowUp.NONE
    assert state(*opening, moment="01-07 03:00") is FollowUp.AWAITED
    assert state(*opening) is state(*emergency) is FollowUp.OVERDUE
    assert state(*opening, answered("R", "01-06 03:00")) is FollowUp.MET
    assert state(*opening, call("C2", "01-06 03:00", basis="request", ref="R")) is FollowUp.MET
    assert state(*opening, *closed) is FollowUp.MET
    in_writing = request("W", "01-05 09:00", urgency="emergency", ref="C")
    assert state(*emergency, in_writing) is FollowUp.MET

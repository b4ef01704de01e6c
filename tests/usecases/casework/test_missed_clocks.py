"""What stopped late is found by the statements that stopped it, whatever clock it was."""

import pytest

from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Origin, hash_from_digest
from servanda.usecases.casework.missed_clocks import missed_clocks
from tests.core.casework.counting import (
    NAME,
    acknowledged,
    answered,
    asked,
    at,
    called,
    clarified,
    confirmed,
    digest,
    feedback,
    fold,
    request,
    status,
    withdrawn,
)
from tests.core.keys.cast import ALICE, BOB

OWN = Origin(from_party=ALICE, accord_name=NAME, to_party=BOB)
ASKED = request("R", "01-05 09:00")


def missed(*statements: Counted, since: str, case: str = "R") -> list[tuple[str, bool]]:
    found = missed_clocks(
        hash_from_digest(digest(case)),
        fold(*statements),
        own=OWN,
        since=at(since),
        at=statements[-1].received_at,
    )
    return [(one.clock, one.is_ours) for one in found]


@pytest.mark.parametrize(
    ("statements", "since", "clocks"),
    [
        ([acknowledged("R", "01-06 09:00")], "01-06 09:00", []),
        ([acknowledged("R", "01-06 09:01")], "01-06 09:01", [("acknowledgement", False)]),
        (
            [acknowledged("R", "01-06 09:01"), answered("R", "01-13 00:01")],
            "01-13 00:01",
            [("answer", False)],
        ),
        ([status("R", "update", "01-20 00:01")], "01-20 00:01", [("update", False)]),
        (
            [
                asked("R", "01-05 10:00", (1, "E10", "unclear")),
                clarified("R", "01-11 00:01", (1, "supplied")),
            ],
            "01-11 00:01",
            [("clarification", True)],
        ),
        (
            [answered("R", "01-05 10:00"), feedback("R", "02-05 00:01")],
            "02-05 00:01",
            [("feedback", True)],
        ),
        ([withdrawn("R", "01-06 09:01")], "01-06 09:01", [("acknowledgement", False)]),
    ],
)
def test_a_clock_of_a_request_that_stopped_or_ended_late_is_missed(
    statements: list[Counted], since: str, clocks: list[tuple[str, bool]]
) -> None:
    assert missed(ASKED, *statements, since=since) == clocks


def test_what_older_statements_stopped_is_not_gone_through_again() -> None:
    late = acknowledged("R", "01-08 09:00")

    assert missed(ASKED, late, status("R", "update", "01-09 09:00"), since="01-09 09:00") == []


def test_a_call_that_was_confirmed_late_is_missed_one_that_is_open_runs_on() -> None:
    call = called("C", "01-05 09:00")

    assert missed(call, since="01-05 09:00", case="C") == []
    late = confirmed("C", "01-05 10:01")
    assert missed(call, late, since="01-05 10:01", case="C") == [("escalation", False)]

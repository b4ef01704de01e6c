"""Between two reviews nothing is passed over and nothing judged twice, whatever moved since."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.exchange.order import Counted
from servanda.core.review.registry import FIGURES
from tests.core.casework.counting import (
    answered,
    asked,
    at,
    clarified,
    counted,
    extension,
    request,
    status,
)
from tests.core.keys.cast import BOB
from tests.core.review.worked import population_of

FIRST, SECOND = "02-01 12:00", "04-01 00:00"


def judged(statements: Sequence[Counted]) -> list[int]:
    """Return how many items T4 judges in the first review and in the second."""
    return [
        sum(
            int(row.values.get(name, 0))
            for row in FIGURES["T4"].rows(
                population_of(
                    [each for each in statements if each.received_at <= at(until)],
                    until,
                    previous=previous,
                )
            )
            if (row.cell.kind, row.cell.urgency) == ("all", "all")
            for name in ("d", "carried_d", "reopened_d")
        )
        for until, previous in ((FIRST, None), (SECOND, FIRST))
    ]


def calendar_far_east(received: str) -> Counted:
    """Return a calendar of Bob's by which his days end fourteen hours before those of UTC."""
    facts: dict[str, JsonValue] = {
        "weekend": [5, 6],
        "closed": [],
        "opened": [],
        "offsets": [{"from": "2000-01-01T00:00:00Z", "minutes": 840}],
        "complete_until": "2026-12-31",
    }
    return counted(f"calendar {received}", "calendar", facts, by=BOB, received=received)


@pytest.mark.parametrize(
    ("until", "expected"),
    [("02-01 11:59", [1, 0]), ("02-01 12:00", [1, 0]), ("02-01 12:01", [0, 1])],
)
def test_postponed_to_the_end_of_the_period_and_answered_late_it_is_judged_once(
    until: str, expected: list[int]
) -> None:
    held = status("R", "postponed", "01-21 09:00", until=until)

    assert judged([request("R", "01-20 09:00"), held, answered("R", "02-20 09:00")]) == expected


def test_a_calendar_that_makes_it_due_before_the_review_that_is_over_saves_nobody() -> None:
    # Due at the end of 02-01 by UTC, so not yet at noon; by the calendar that comes at one, at ten.
    asked, late = request("R", "01-25 09:00"), answered("R", "02-20 09:00")

    assert judged([asked, calendar_far_east("02-01 13:00"), late]) == [0, 1]


@given(
    asked=st.integers(0, 17),
    held=st.none() | st.integers(1, 40),
    calendar=st.none() | st.integers(0, 60),
    answer=st.integers(0, 70),
)
def test_whatever_comes_when_an_answered_request_is_judged_exactly_once(
    asked: int, held: int | None, calendar: int | None, answer: int
) -> None:
    start = at("01-15 09:00")
    day = at("01-16 09:00") - start
    statements = [replace(request("R", "01-05 09:00"), received_at=start + asked * day)]
    if held is not None:
        # Postponed within the hour, to noon: the hour at which the first review ends.
        until = (start + held * day).strftime("%m-%d 12:00")
        postponed = status("R", "postponed", "01-05 09:00", until=until)
        statements.append(replace(postponed, received_at=start + asked * day))
    statements.append(
        replace(answered("R", "01-05 09:00"), received_at=start + (asked + answer / 2) * day)
    )
    if calendar is not None:
        statements.append(
            replace(calendar_far_east("01-05 09:00"), received_at=start + calendar * day / 2)
        )
    statements.sort(key=lambda each: each.received_at)

    assert sum(judged(statements)) == 1


def test_an_extension_said_while_the_clock_stood_still_is_judged_when_it_runs_again() -> None:
    statements = [
        request("R", "01-28 09:00"),
        asked("R", "01-29 09:00", (1, "E10", "unclear")),
        extension("R", "notice", "01-30", "01-30 09:00"),
        clarified("R", "02-05 09:00", (1, "supplied")),
    ]

    found = [
        row.values["without_effect"]
        for until, previous in ((FIRST, None), (SECOND, FIRST), ("06-01 00:00", SECOND))
        for row in FIGURES["T11"].rows(
            population_of(
                [each for each in statements if each.received_at <= at(until)],
                until,
                previous=previous,
            )
        )
        if (row.cell.kind, row.cell.urgency) == ("all", "all")
    ]

    assert found == [0, 1]

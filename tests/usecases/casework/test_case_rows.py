"""The clocks that a desk shows are those of the verdicts: one row for what is due once."""

from datetime import timedelta

import pytest

from servanda.core.canonical import JsonValue
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Origin
from servanda.usecases.casework.case_rows import EXPIRY, case_deadlines
from servanda.usecases.casework.note_deadlines import deadline_moments
from servanda.usecases.ports.casework import DeadlineRecord
from tests.core.casework.counting import (
    NAME,
    at,
    counted,
    digest,
    fold,
    request,
    status,
)
from tests.core.keys.cast import ALICE, BOB

OWN = Origin(from_party=ALICE, accord_name=NAME, to_party=BOB)


def deadlines(*statements: Counted, kind: str = "information_request") -> list[DeadlineRecord]:
    casework = fold(request("R", "01-05 09:00", kind=kind), *statements)
    case = casework.cases[digest("R")]
    last = statements[-1].received_at
    return list(case_deadlines(case, casework=casework, own=OWN, at=last))


def answer_due(*statements: Counted, kind: str = "information_request") -> list[str]:
    return [
        f"{one.due_at:%m-%d %H:%M}"
        for one in deadlines(*statements, kind=kind)
        if one.clock == "answer"
    ]


def postponed(received: str, until: str) -> Counted:
    return status("R", "postponed", received, until=until)


def test_a_request_held_is_due_by_its_review_date() -> None:
    assert answer_due(postponed("01-06 09:00", "02-10 09:00")) == ["02-10 09:00"]


def test_a_postponement_that_cures_nothing_is_no_second_deadline() -> None:
    assert answer_due(postponed("01-20 09:00", "02-10 09:00")) == ["01-13 00:00"]


def test_postponed_anew_after_the_review_date_it_is_late_once() -> None:
    held = (postponed("01-06 09:00", "01-10 09:00"), postponed("01-12 09:00", "02-10 09:00"))

    assert answer_due(*held) == ["01-10 09:00"]


def test_what_has_no_deadline_is_never_late_also_when_postponed() -> None:
    assert answer_due(postponed("01-06 09:00", "02-10 09:00"), kind="investigation") == []


def answered_until(said: str) -> list[DeadlineRecord]:
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": "fulfilled_full",
        "expires_at": said,
    }
    kept = counted("kept", "response", facts, by=BOB, received="01-06 09:00", ref="R")
    return [one for one in deadlines(kept, kind="preservation") if one.clock == EXPIRY]


def test_an_end_that_was_over_before_the_request_came_starts_no_clock() -> None:
    assert answered_until("0001-01-01T00:00:00Z") == []


@pytest.mark.parametrize("said", ["2026-03-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_whatever_end_a_responder_states_its_notices_can_be_reckoned(said: str) -> None:
    (expiry,) = answered_until(said)

    moments = dict(deadline_moments(expiry))
    assert moments["expired"] == expiry.due_at + timedelta(seconds=1)
    assert moments["expiry_30"] >= at("01-06 09:00")

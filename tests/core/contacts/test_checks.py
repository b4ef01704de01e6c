from datetime import timedelta

import pytest

from servanda.core.contacts.checks import TARGET, score_of
from tests.core.casework.counting import at, digest
from tests.core.contacts.naming import answered, asked, contact, directory, proposed, said
from tests.core.keys.cast import ALICE, BOB

ACCEPTED = said("accepted", "01-03 08:00")


def test_the_right_role_in_time_passes_and_the_time_is_from_receipt_to_receipt() -> None:
    found = contact(ACCEPTED, asked("T", "01-05 09:00"), answered("T", "01-05 09:20"))

    (check,) = found.checks
    assert check.is_passed
    assert check.seconds == 20 * 60


@pytest.mark.parametrize("role", ["diplomatic", "duty", "judicial", ""])
def test_an_answer_by_the_wrong_role_is_kept_and_passes_nothing(role: str) -> None:
    found = contact(ACCEPTED, asked("T", "01-05 09:00"), answered("T", "01-05 09:20", role=role))

    (check,) = found.checks
    assert check.answered_role == role
    assert not check.is_passed


def test_a_substitute_passes_only_on_a_day_on_which_one_stands_in() -> None:
    stands_in = said("substituted", "01-20 09:00")  # from 1 to 10 February
    found = contact(
        ACCEPTED,
        stands_in,
        asked("early", "01-30 09:00"),
        answered("early", "01-30 09:10", substitute=True),
        asked("covered", "02-05 09:00"),
        answered("covered", "02-05 09:10", substitute=True),
    )

    assert [one.is_passed for one in found.checks] == [False, True]


def test_the_score_counts_what_is_decided_and_the_lower_median() -> None:
    found = contact(
        ACCEPTED,
        asked("quick", "01-05 09:00"),
        answered("quick", "01-05 09:10"),
        asked("late", "01-06 09:00"),
        answered("late", "01-08 09:00"),
        asked("silent", "01-10 09:00"),
        asked("open", "01-20 09:00"),
    )

    score = score_of(found.checks, at=at("01-20 10:00"))
    assert (score.asked, score.passed, score.median_seconds) == (3, 1, 600)
    later = score_of(found.checks, at=at("01-20 09:00") + TARGET + timedelta(seconds=1))
    assert later.asked == 4


def test_a_second_answer_and_an_answer_of_ones_own_change_nothing() -> None:
    own = answered("T", "01-05 09:05", by=ALICE)
    second = answered("T", "01-05 09:30", role="duty")
    found = directory(
        proposed(), ACCEPTED, asked("T", "01-05 09:00"), own, answered("T", "01-05 09:20"), second
    )

    assert found.out_of_state == [own.statement.digest, second.statement.digest]
    assert found.by_leaf[digest("c")].passed == 1


def test_nobody_checks_a_contact_of_its_own() -> None:
    own = asked("T", "01-05 09:00", by=BOB)
    assert directory(proposed(), ACCEPTED, own).out_of_state == [own.statement.digest]

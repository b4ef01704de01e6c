from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.contacts.checks import (
    DUTY_TARGET,
    LATEST,
    SCORES,
    TARGET,
    ChannelCheck,
    score_of,
)
from tests.core.casework.counting import at, counted, digest
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
    assert (score.asked, score.passed, score.median_seconds) == (3, 2, 600)
    assert dict(zip(SCORES, score.by_score, strict=True)) == {3: 1, 2: 1, 1: 0, 0: 1}
    later = score_of(found.checks, at=at("01-20 09:00") + 4 * TARGET + timedelta(seconds=1))
    assert later.asked == 4


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("target", "right", "taken", "score"),
    [
        (DUTY_TARGET, True, DUTY_TARGET, 3),
        (DUTY_TARGET, True, DUTY_TARGET + SECOND, 2),
        (DUTY_TARGET, True, 4 * DUTY_TARGET, 2),
        (DUTY_TARGET, True, 4 * DUTY_TARGET + SECOND, 1),
        (DUTY_TARGET, True, LATEST, 1),
        (DUTY_TARGET, True, LATEST + SECOND, 0),
        (DUTY_TARGET, False, SECOND, 1),
        (DUTY_TARGET, False, LATEST + SECOND, 0),
        (TARGET, True, TARGET, 3),
        (TARGET, True, TARGET + SECOND, 2),
        (TARGET, True, 4 * TARGET, 2),
        (TARGET, True, 4 * TARGET + SECOND, 0),
        (TARGET, False, LATEST, 1),
        (TARGET, False, LATEST + SECOND, 0),
        (TARGET, True, None, 0),
    ],
)
def test_the_score_is_by_role_and_time_to_the_second(
    *, target: timedelta, right: bool, taken: timedelta | None, score: int
) -> None:
    start = at("01-05 09:00")
    check = ChannelCheck(
        leaf=digest("check"),
        asked_by=ALICE,
        received_at=start,
        target=target,
        answered_at=None if taken is None else start + taken,
        is_right_role=right,
    )

    assert check.score == score
    assert check.is_passed is (score >= 2)


@given(
    taken=st.integers(0, 500_000),
    longer=st.integers(0, 500_000),
    right=st.booleans(),
    is_duty=st.booleans(),
)
def test_a_later_answer_never_scores_more_and_the_right_role_never_less(
    *, taken: int, longer: int, right: bool, is_duty: bool
) -> None:
    def score(seconds: int, *, is_right: bool) -> int:
        return ChannelCheck(
            leaf=digest("check"),
            asked_by=ALICE,
            received_at=at("01-05 09:00"),
            target=DUTY_TARGET if is_duty else TARGET,
            answered_at=at("01-05 09:00") + timedelta(seconds=seconds),
            is_right_role=is_right,
        ).score

    assert score(taken + longer, is_right=right) <= score(taken, is_right=right)
    assert score(taken, is_right=True) >= score(taken, is_right=False)


def test_a_duty_contact_answers_within_a_quarter_of_an_hour() -> None:
    duty = counted(
        "c",
        "contact",
        {
            "step": "proposed",
            "role": "duty",
            "carrier": "telephone",
            "fingerprint": digest("key"),
            "tlp": "amber",
        },
        by=BOB,
        received="01-02 12:00",
    )
    late = answered("T", "01-05 10:01", role="duty")
    found = directory(duty, ACCEPTED, asked("T", "01-05 09:00"), late)

    (check,) = found.by_leaf[digest("c")].checks
    assert (check.score, check.is_passed) == (1, False)


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

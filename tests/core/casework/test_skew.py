from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.casework.skew import MAX_OPEN_CHECKS, skew_bound
from tests.core.casework.counting import PARTIES, at, counted, fold
from tests.core.keys.cast import ALICE, BOB


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"2016-05-03T{text}Z")


def test_the_bound_of_the_worked_example() -> None:
    """Worked example 12 of docs/spec/deadlines.md."""
    assert skew_bound(utc("09:00:00"), utc("08:58:35"), utc("08:58:45"), utc("09:00:20")) == 95


@given(
    offset=st.integers(-5_000, 5_000),
    there=st.integers(0, 600),
    thinking=st.integers(0, 600),
    back=st.integers(0, 600),
)
def test_whatever_the_ways_take_the_true_offset_is_within_the_bound(
    offset: int, there: int, thinking: int, back: int
) -> None:
    t1 = datetime(2026, 1, 1, tzinfo=UTC)
    t2 = t1 + timedelta(seconds=there + offset)
    t3 = t2 + timedelta(seconds=thinking)
    t4 = t1 + timedelta(seconds=there + thinking + back)

    assert abs(offset) <= skew_bound(t1, t2, t3, t4)


def test_a_check_is_measured_when_its_answer_is_received_and_only_by_the_other_side() -> None:
    asks = counted(
        "K", "check", {"step": "ask"}, by=ALICE, received="01-05 08:59", sent="01-05 09:00"
    )
    own = counted("own", "check", {"step": "answer"}, by=ALICE, received="01-05 09:00", ref="K")
    answers = counted(
        "A",
        "check",
        {"step": "answer"},
        by=BOB,
        received="01-05 09:01",
        sent="01-05 08:59",
        ref="K",
    )
    again = counted("B", "check", {"step": "answer"}, by=BOB, received="01-05 09:02", ref="K")

    casework = fold(asks, own, answers, again)

    assert [bound.seconds for bound in casework.skew.bounds] == [120]
    assert casework.out_of_state == [own.statement.digest, again.statement.digest]
    assert casework.skew.bound_at(at("01-05 09:00")) is None
    assert casework.skew.bound_at(at("01-05 09:01")) == 120


def test_a_flood_of_checks_is_not_kept() -> None:
    flood = [
        counted(f"K{number}", "check", {"step": "ask"}, by=PARTIES[0], received="01-05 09:00")
        for number in range(MAX_OPEN_CHECKS + 5)
    ]
    first, last = (
        counted(
            f"A{number}",
            "check",
            {"step": "answer"},
            by=BOB,
            received="01-05 09:01",
            ref=f"K{number}",
        )
        for number in (0, MAX_OPEN_CHECKS + 4)
    )

    casework = fold(*flood, first, last)

    assert len(casework.skew.bounds) == 1
    assert casework.out_of_state == [first.statement.digest]

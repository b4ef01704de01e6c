"""Times in a scenario count from a start that nobody knows when it is written."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exercises.scripted_times import read_time, with_times, write_time

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@given(st.integers(0, 9_999 * 60 + 59))
def test_what_is_written_is_read_back(minutes: int) -> None:
    time = timedelta(minutes=minutes)

    assert read_time(write_time(time)) == time


def test_scripted_times_become_instants_and_days_wherever_they_stand() -> None:
    value = with_times(
        {"a": "T+26:30", "b": [{"c": "T-2:00"}], "d": "T+720:00 day", "e": "T+1:00 or so", "f": 3},
        start=START,
    )

    assert value == {
        "a": "2026-03-03T11:30:00Z",
        "b": [{"c": "2026-03-02T07:00:00Z"}],
        "d": "2026-04-01",
        "e": "T+1:00 or so",
        "f": 3,
    }

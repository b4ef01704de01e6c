"""The trend concludes only where the data carry it, whatever order its rows come in."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.trend.recorded import (
    COLUMNS,
    InvalidTrendFileError,
    Recorded,
    Role,
    read_recorded,
)
from servanda.evidence.trend.trend import Doubt, Window, doubts_of, look_at

WINDOW = Window(start=date(2020, 1, 1), at=date(2025, 9, 24), end=date(2031, 1, 1))
HEADER = ",".join(COLUMNS)


def rows(name: str, *, before: int, after: int, role: str = "subject") -> list[str]:
    """Return rows spread evenly over each side of the break."""
    made = []
    for count, first, last in (
        (before, WINDOW.start, WINDOW.at),
        (after, WINDOW.at, WINDOW.end),
    ):
        step = (last - first) / max(1, count)
        made += [
            f"{name},{role},{first + number * step},{first + number * step + timedelta(days=200)}"
            for number in range(count)
        ]
    return made


def recorded(*groups: list[str]) -> tuple[Recorded, ...]:
    return read_recorded([HEADER, *(row for group in groups for row in group)])


def test_plenty_of_incidents_that_halve_in_every_compilation_leave_no_doubt() -> None:
    series = look_at(
        recorded(rows("One", before=140, after=60), rows("Two", before=120, after=48)),
        window=WINDOW,
    )

    assert doubts_of(series) == ()


def test_few_incidents_conclude_nothing() -> None:
    series = look_at(recorded(rows("One", before=12, after=5)), window=WINDOW)

    assert doubts_of(series) == (Doubt.LOW_POWER, Doubt.INTERVAL_HOLDS_ONE)


def test_compilations_that_disagree_conclude_nothing() -> None:
    series = look_at(
        recorded(rows("One", before=140, after=60), rows("Two", before=120, after=112)),
        window=WINDOW,
    )

    assert Doubt.SOURCES_DISAGREE in doubts_of(series)


def test_a_fall_that_began_before_the_day_concludes_nothing() -> None:
    early = [f"One,subject,{WINDOW.start + timedelta(days=9 * n)}," for n in range(110)]
    late = [f"One,subject,{WINDOW.at + timedelta(days=30 * n)}," for n in range(40)]

    series = look_at(recorded(early, late), window=WINDOW)

    assert doubts_of(series) == (Doubt.FELL_BEFORE,)


def test_a_control_is_shown_and_concludes_nothing_itself() -> None:
    series = look_at(
        recorded(
            rows("One", before=140, after=60),
            rows("One", before=90, after=180, role="control"),
        ),
        window=WINDOW,
    )

    assert [one.role for one in series] == [Role.SUBJECT, Role.CONTROL]
    assert doubts_of(series) == ()


def test_no_row_at_all_is_said() -> None:
    assert doubts_of(look_at((), window=WINDOW)) == (Doubt.NO_DATA,)


def test_a_year_that_holds_the_break_is_on_neither_side() -> None:
    (series,) = look_at(
        recorded(["One,subject,2025,", "One,subject,2025-09,", "One,subject,2024,"]),
        window=WINDOW,
    )

    assert (series.counts.before, series.counts.after, series.unplaced) == (1, 0, 2)


def test_what_the_lag_hides_is_said() -> None:
    (series,) = look_at(recorded(rows("One", before=20, after=20)), window=WINDOW)

    assert series.lag is not None
    assert series.lag.quartiles == (7, 7, 7, 7)
    # 200 of the 1,925 days after the break are too late to be public at the end.
    assert series.lag.unseen == pytest.approx(1_000 * 200 / (WINDOW.end - WINDOW.at).days, abs=1)


def test_a_break_like_no_other_has_one_of_the_first_ranks() -> None:
    (series,) = look_at(recorded(rows("One", before=140, after=20)), window=WINDOW)

    assert series.placebos > 80
    assert series.placebo_rank < 5  # months beside the break show nearly the same


@given(st.permutations(rows("One", before=9, after=4) + rows("Two", before=3, after=6)))
def test_the_order_of_rows_changes_nothing(shuffled: list[str]) -> None:
    in_order = recorded(rows("One", before=9, after=4), rows("Two", before=3, after=6))

    assert look_at(read_recorded([HEADER, *shuffled]), window=WINDOW) == look_at(
        in_order, window=WINDOW
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("One,subject,2025-13,", "day, month or year"),
        ("One,victim,2025-01-01,", "role"),
        (",subject,2025-01-01,", "compilation"),
        ("One,subject,2025-03-01,2025-02-01", "not before"),
        ("One,subject,2025-03-01", "columns"),
        ("One,subject,25-03-01,", "YYYY-MM-DD"),
    ],
)
def test_a_row_that_does_not_fit_is_named_with_its_line(row: str, told: str) -> None:
    with pytest.raises(InvalidTrendFileError, match=f"line 3.*{told}"):
        read_recorded([HEADER, "One,subject,2025-01-01,", row])


def test_every_bad_row_is_named_at_once() -> None:
    with pytest.raises(InvalidTrendFileError, match=r"line 2.*line 4"):
        read_recorded([HEADER, "x", "One,subject,2024,", "y"])


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_rows_or_refused(lines: list[str]) -> None:
    with suppress(InvalidTrendFileError):
        assert read_recorded(lines) == read_recorded(lines)

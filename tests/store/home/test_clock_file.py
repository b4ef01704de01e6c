"""The scripted clock stands where it was set, for every process, and never in a real store."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.store.home.clock_file import (
    MAX_RATE,
    BrokenClockFileError,
    ClockRefusedError,
    ScriptedClock,
    SystemClock,
    require_scripted_clock,
)

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def test_a_clock_without_a_script_is_the_machines(tmp_path: Path) -> None:
    before = SystemClock().now()
    now = ScriptedClock(tmp_path / "clock.json").now()

    assert before <= now <= SystemClock().now()
    assert now.microsecond == 0


def test_a_clock_set_by_one_process_stands_for_another(tmp_path: Path) -> None:
    ScriptedClock(tmp_path / "clock.json").stand_at(NOON)

    assert ScriptedClock(tmp_path / "clock.json").now() == NOON


def test_the_end_of_the_script_is_the_present(tmp_path: Path) -> None:
    clock = ScriptedClock(tmp_path / "clock.json")
    clock.stand_at(NOON)
    clock.follow_machine()

    assert clock.scripted() is None


def test_a_running_clock_runs_as_many_times_faster_as_it_was_told(tmp_path: Path) -> None:
    clock = ScriptedClock(tmp_path / "clock.json")
    before = datetime.now(UTC)
    clock.run_from(NOON, rate=86_400)
    shown = clock.now()
    after = datetime.now(UTC)

    # The machine's time is kept in milliseconds, cut off at either end.
    most = after - before + timedelta(milliseconds=1)
    assert NOON <= shown <= NOON + most * 86_400
    assert shown.microsecond == 0


def test_a_running_clock_shows_what_the_machine_says_has_passed(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    hour_ago = int((datetime.now(UTC) - timedelta(hours=1)).timestamp()) * 1_000
    file.write_text(
        f'{{"instant":"2026-01-05T12:00:00Z","rate":24,"started_milliseconds":{hour_ago},'
        '"v":"servanda-clock/1"}'
    )

    shown = ScriptedClock(file).now()

    assert NOON + timedelta(days=1) <= shown < NOON + timedelta(days=2)


def test_two_homes_with_the_same_file_have_the_same_clock(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    ScriptedClock(first).run_from(NOON, rate=1)
    second.write_bytes(first.read_bytes())

    assert (ScriptedClock(second).now() - ScriptedClock(first).now()).total_seconds() in {0, 1}


def test_a_machine_whose_clock_was_put_back_does_not_turn_the_script_back(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    tomorrow = int((datetime.now(UTC) + timedelta(days=1)).timestamp()) * 1_000
    file.write_text(
        f'{{"instant":"2026-01-05T12:00:00Z","rate":24,"started_milliseconds":{tomorrow},'
        '"v":"servanda-clock/1"}'
    )

    assert ScriptedClock(file).now() == NOON


@pytest.mark.parametrize("rate", [0, -1, MAX_RATE + 1])
def test_a_rate_that_nobody_could_follow_is_refused(tmp_path: Path, rate: int) -> None:
    with pytest.raises(InvalidInputError, match="rate"):
        ScriptedClock(tmp_path / "clock.json").run_from(NOON, rate=rate)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"instant":"noon"}',
        b'{"instant":5}',
        b"\xff",
        b'{"instant":"2026-01-05T12:00:00Z","rate":5}',
        b'{"instant":"2026-01-05T12:00:00Z","rate":"5","started_milliseconds":0}',
        b'{"instant":"2026-01-05T12:00:00Z","rate":0,"started_milliseconds":0}',
        b'{"instant":"9999-12-31T23:59:59Z","rate":100000,"started_milliseconds":0}',
    ],
)
def test_a_damaged_clock_is_no_clock(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "clock.json"
    file.write_bytes(content)

    with pytest.raises(BrokenClockFileError, match="clock set"):
        ScriptedClock(file).now()


def test_a_real_store_refuses_a_script() -> None:
    with pytest.raises(ClockRefusedError, match="machine's"):
        require_scripted_clock("real")
    require_scripted_clock("demonstration")

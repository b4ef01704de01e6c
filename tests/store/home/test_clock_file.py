"""The scripted clock stands where it was set, for every process, and never in a real store."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.store.home.clock_file import (
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


@pytest.mark.parametrize("content", [b"", b"{}", b'{"instant":"noon"}', b'{"instant":5}', b"\xff"])
def test_a_damaged_clock_is_no_clock(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "clock.json"
    file.write_bytes(content)

    with pytest.raises(BrokenClockFileError, match="clock set"):
        ScriptedClock(file).now()


def test_a_real_store_refuses_a_script() -> None:
    with pytest.raises(ClockRefusedError, match="machine's"):
        require_scripted_clock("real")
    require_scripted_clock("demonstration")

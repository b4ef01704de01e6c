"""`servanda node`: a newcomer is asked three things, and a program none."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from servanda.simulation.demo.stage import free_ports
from servanda.store.home.calendar_file import read_calendar_file
from tests.interfaces.cli.homes import Desk

ANSWERS = b"newcomer.example\nfri,sat\n+03:30\n"


def options() -> list[str]:
    carrier, pages = free_ports()
    return ["--address", f"https://127.0.0.1:{carrier}", "--pages", f"127.0.0.1:{pages}"]


def test_a_person_is_asked_for_name_and_calendar_and_told_the_address(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    person, terminal = pty.openpty()
    os.write(person, ANSWERS)

    node = subprocess.run(
        [sys.executable, "-m", "servanda", "node", "--seconds", "1", *options()],
        env=desk.environment(),
        stdin=terminal,
        capture_output=True,
        check=True,
    )
    os.close(person)
    os.close(terminal)

    shown = node.stdout.decode()
    for asked in ("Name of the party", "Days closed each week", "Local time less UTC"):
        assert shown.count(asked) == 1
    assert "newcomer.example (real)" in shown
    assert "Twelve words" in shown
    assert "https://127.0.0.1:" in shown
    calendar = read_calendar_file(desk.folder / "calendar.json")
    assert calendar is not None
    assert (calendar.weekend, calendar.offset_minutes) == ((4, 5), 210)


def test_started_again_it_asks_nothing_and_is_the_same_party(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    desk.do("node", "--party", desk.party, "--seconds", "0", *options())
    words = desk.do("card")["words"]

    again = desk.do("node", "--seconds", "0")

    assert again["carrier"].startswith("https://127.0.0.1:")
    assert desk.do("card")["words"] == words
    assert not (desk.folder / "calendar.json").exists()


def test_a_home_of_another_party_is_not_taken_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    desk.do("node", "--party", desk.party, "--seconds", "0", *options())

    other = desk.run("node", "--party", "other.example", "--seconds", "0", "--json")

    assert other.exit == 2
    assert "newcomer.example" in other.result["message"]


def test_started_again_its_pages_move_where_they_are_told_and_its_address_does_not(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    first = desk.do("node", "--party", desk.party, "--seconds", "0", *options())
    _, pages = free_ports()

    moved = desk.run("node", "--pages", f"127.0.0.1:{pages}", "--seconds", "0", "--json")
    refused = desk.run("node", "--address", "https://127.0.0.1:1", "--seconds", "0", "--json")

    assert "The pages move" in moved.err
    assert moved.result["pages"] == f"http://127.0.0.1:{pages}/"
    assert (refused.exit, first["carrier"] in refused.result["message"]) == (2, True)
    assert desk.do("node", "--seconds", "0") == moved.result


def test_without_a_terminal_the_name_must_be_given(tmp_path: Path) -> None:
    refused = Desk(tmp_path / "home", "").run("node", "--seconds", "0", "--json")

    assert refused.exit == 2
    assert "--party" in refused.result["message"]


def test_a_real_home_never_has_another_clock_than_the_machines(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    desk.do("init", desk.party, "--no-https")

    for arguments in (
        ["set", "2026-01-05T09:00:00Z"],
        ["set", "2026-01-05T09:00:00Z", "--rate", "9"],
    ):
        refused = desk.run("clock", *arguments, "--json")
        assert (refused.exit, refused.result["error"]) == (2, "clock-refused")
    assert not (desk.folder / "clock.json").exists()


def test_a_clock_file_put_into_a_real_home_by_hand_moves_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "newcomer.example")
    desk.do("init", desk.party, "--no-https")
    planted = {"instant": "2031-01-05T09:00:00Z", "rate": 9, "started_milliseconds": 0}
    (desk.folder / "clock.json").write_text(json.dumps(planted))

    shown = desk.do("clock", "show")

    assert shown["scripted"] is False
    assert shown["now"] < "2031"

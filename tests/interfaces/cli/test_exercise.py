"""An exercise between two homes of its own, and an item of it that becomes a real deliverable."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.output import REFUSED, WRONG_USE
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared

SCENARIO = "business-email-compromise"
START = "2026-03-02T09:00:00Z"


@dataclass(frozen=True)
class Exercise:
    alice: Desk
    bob: Desk
    stick: Path
    folder: Path

    def set_clocks(self, instant: str) -> None:
        for desk in (self.alice, self.bob):
            desk.do("clock", "set", instant)

    def carry_the_stick(self) -> None:
        for desk in (self.alice, self.bob, self.alice, self.bob):
            desk.do("deliver", "--folder", self.stick, "--all")


def desks(folder: Path, *, mode: str) -> tuple[Desk, Desk]:
    alice, bob = (Desk(folder / mode / name, f"{name}.example") for name in ("alice", "bob"))
    (folder / mode).mkdir()
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", mode, "--at", "2026-03-01T08:00:00Z")
    compared(alice, bob, folder / mode)
    return alice, bob


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    folder = tmp_path_factory.mktemp("exercise")
    alice, bob = desks(folder, mode="exercise")
    made = Exercise(alice=alice, bob=bob, stick=folder / "stick", folder=folder)
    made.stick.mkdir()
    proposed = alice.do("exercise", "propose", SCENARIO, "--with", bob.party, "--start", START)
    assert proposed["accord_name"] == f"exercise-{SCENARIO}"
    made.carry_the_stick()
    bob.do("accord", "accept")
    made.carry_the_stick()
    return made


@pytest.fixture(scope="module")
def played(exercise: Exercise) -> list[dict[str, Any]]:
    """Play what is due after four hours, twice; the other side answers nothing."""
    exercise.set_clocks("2026-03-02T13:00:00Z")
    runs = [exercise.alice.do("exercise", "run", SCENARIO) for _ in range(2)]
    exercise.carry_the_stick()
    exercise.set_clocks("2026-03-02T14:00:00Z")
    return runs


def test_what_is_due_is_queued_once_and_what_is_told_is_shown(played: list[dict[str, Any]]) -> None:
    first, second = ({one["id"]: one for one in run["injects"]} for run in played)

    assert first.keys() == {"fraud-reported", "duty-check", "login-records"}
    assert [one["trouble"] for one in first.values()] == [None, None, None]
    assert first["duty-check"]["queued"]
    assert not second["duty-check"]["queued"]
    assert set(first["fraud-reported"]["told"]) == {"en", "zh-Hans"}
    assert played[0]["next_at"] == "2026-03-03T11:00:00Z"


def test_a_statement_of_an_exercise_is_marked_in_both_languages(
    exercise: Exercise, played: list[dict[str, Any]]
) -> None:
    assert played
    (request,) = exercise.bob.do("queue")["requests"]
    shown = exercise.bob.do("show", request["leaf"])

    assert "EXERCISE 演练：" in json.dumps(shown, ensure_ascii=False)
    for verb in (("queue",), ("show", request["leaf"]), ("inbox",), ("accord", "show")):
        told = exercise.bob.run(*verb)
        assert "Exercise: nothing here is a real affair" in told.err
        assert "演练：此处内容均非真实事务" in told.err


def test_both_sides_compute_the_same_report(
    exercise: Exercise, played: list[dict[str, Any]]
) -> None:
    assert played
    first, second = (
        desk.do("exercise", "report", SCENARIO) for desk in (exercise.alice, exercise.bob)
    )

    assert first == second
    assert first["mode"] == "exercise"
    assert first["missed_checks"] == ["duty-check-answered"]
    assert "duty-roster" in [one["id"] for one in first["items"]]


def test_an_item_becomes_a_real_deliverable_and_nothing_else_crosses(
    exercise: Exercise, played: list[dict[str, Any]]
) -> None:
    assert played
    report, page = exercise.folder / "after.json", exercise.folder / "after.html"
    exercise.bob.do("exercise", "report", SCENARIO, "--output", report, "--html", page)
    alice, bob = desks(exercise.folder, mode="demonstration")
    agreed_by_file(alice, bob, exercise.folder / "demonstration")
    held = Exercise(alice=alice, bob=bob, stick=exercise.folder / "real", folder=exercise.folder)
    held.stick.mkdir()
    facts = ("step=proposed", "series=dialogue", "kind=round", "day=2026-03-01", "tlp=green")
    named = [part for one in (*facts, "utc_offset_minutes=0") for part in ("--fact", one)]
    alice.do("send", "round", *named, "--ticket", "round")
    held.carry_the_stick()
    bob.do("send", "round", *_on_round(alice, "confirmed"), "--ticket", "yes")
    held.carry_the_stick()
    for desk in (alice, bob):
        desk.do("send", "round", *_on_round(alice, "held"), "--ticket", "held")
    held.carry_the_stick()

    carried = ("exercise", "carry", report, "duty-roster", "--owner", "both")
    alice.do(*carried, "--round", "round", "--due", "2026-09-01", "--ticket", "item")
    held.carry_the_stick()
    shown = bob.do("show", alice.do("show", "item")["leaf"])

    item = next(one for one in _items(report) if one["id"] == "duty-roster")
    assert shown["type"] == "deliverable"
    assert shown["body"]["text"] == item["text"]
    assert shown["body"]["acceptance_test"] == item["acceptance_test"]
    assert "EXERCISE: nothing here is a real affair" in page.read_text(encoding="utf-8")
    refused = exercise.alice.run(*carried, "--round", "round", "--json")
    assert (refused.exit, refused.result["error"]) == (WRONG_USE, "invalid-input")
    # A home of another mode plays no exercise at all.
    other = alice.run("exercise", "propose", SCENARIO, "--with", bob.party, "--json")
    assert (other.exit, other.result["fault"]["expected"]) == (WRONG_USE, "exercise_home")
    wrong = alice.run("exercise", "report", SCENARIO, "--json")
    assert wrong.result["fault"]["expected"] == "exercise_accord"


def test_a_ring_and_a_wrong_time_are_told_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own"
    assert main(["exercise", "check", SCENARIO, "--json"]) == 0
    folder.mkdir()
    (folder / "scenario.toml").write_text(
        'v = "servanda-scenario/1"\ntemplate = "us-china-2015"\nlasts = "1:00"\n'
        'roles = ["a", "b"]\n\n[[inject]]\nid = "x"\nrole = "a"\nafter = "y"\n\n'
        '[[inject]]\nid = "y"\nrole = "a"\nafter = "x"\n\n'
        '[[inject]]\nid = "z"\nrole = "a"\nat = "1:30"\n\n'
        '[[expect]]\nid = "e"\nof = "x"\nrole = "b"\ntype = "check"\nwithin = "0:10"\n',
        encoding="utf-8",
    )
    capsys.readouterr()

    assert main(["exercise", "check", str(folder / "scenario.toml")]) == REFUSED

    assert capsys.readouterr().out.splitlines() == [
        "scenario.toml:9: inject[0].after: expected injects that do not wait for each other in a "
        "ring (x, y, x), found 'y'",
        "scenario.toml:14: inject[1].after: expected injects that do not wait for each other in a "
        "ring (y, x, y), found 'x'",
        "scenario.toml:19: inject[2].at: expected 1:00 at most, when the exercise ends, "
        "found '1:30'",
    ]
    assert main(["exercise", "rehearse", str(folder), "--json"]) == WRONG_USE
    assert json.loads(capsys.readouterr().out)["error"] == "scenario"


@pytest.mark.parametrize("written", ["[]", "{}", '{"v":"servanda-after-action/1"}', "no JSON"])
def test_what_is_no_report_is_not_carried(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.json"
    file.write_text(written, encoding="utf-8")

    called = ["exercise", "carry", str(file), "x", "--round", "r", "--owner", "both", "--json"]

    assert main(called) == WRONG_USE
    assert json.loads(capsys.readouterr().out)["error"] == "after-action"


def _on_round(alice: Desk, step: str) -> list[str]:
    facts = (f"step={step}", "day=2026-03-01", "utc_offset_minutes=0", "tlp=green")
    leaf = str(alice.do("show", "round")["leaf"])
    return [*(part for one in facts for part in ("--fact", one)), "--ref", leaf]


def _items(report: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(report.read_bytes())["items"]
    return loaded

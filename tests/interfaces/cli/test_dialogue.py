import json
import os
from pathlib import Path

import pytest

from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.output import WRONG_USE


@pytest.fixture(autouse=True)
def no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("SERVANDA_HOME", str(home))
    monkeypatch.delenv("SERVANDA_LANG", raising=False)
    return home


def test_the_example_is_shown_with_no_node_set_up(
    no_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dialogue", "show", "--example"]) == 0
    assert "13 days late" in capsys.readouterr().out
    assert not no_home.exists()


def test_programs_get_drift_levels_and_promises(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dialogue", "show", "--example", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    (series,) = told["series"]
    assert [one["against"][-1]["days"] for one in series["drifts"]] == [-30, 13, -7, -64]
    assert series["level_changes"][0] == {
        "round": "round.2",
        "party": "united-states",
        "before": "chair_in_person",
        "now": "chair_at_a_distance",
    }
    assert len(told["deliverables"]) == 9


def test_a_public_brief_in_chinese_is_written_to_a_new_file(
    tmp_path: Path, no_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.html"
    call = ["brief", "--example", "--edition", "public", "--lang", "zh-Hans"]
    call += ["--format", "html", "--output", str(file), "--as-of", "2018-07-01", "--json"]
    assert main(call) == 0
    told = json.loads(capsys.readouterr().out)

    assert told["languages"] == ["zh-Hans"]
    assert told["size"] == file.stat().st_size
    assert "言语之后是否有行动" in file.read_text(encoding="utf-8")
    assert not no_home.exists()
    written = file.read_bytes()
    assert main(call) == WRONG_USE  # a file that is there is never overwritten
    assert file.read_bytes() == written


@pytest.mark.parametrize("form", ["pdf", "docx", "json"])
def test_each_form_is_written_from_the_example_with_no_node_set_up(
    form: str, tmp_path: Path, no_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"brief.{form}"
    call = ["brief", "--example", "--bilingual", "--format", form, "--output", str(file)]

    assert main(call) == 0
    assert file.read_bytes()[:2] in {b"%P", b"PK", b'{"', b"{\n"}
    assert str(file) in capsys.readouterr().out
    assert not no_home.exists()


def test_the_days_of_the_example_become_a_calendar_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dialogue.ics"

    assert main(["dialogue", "calendar", "--example", "--output", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["size"] == file.stat().st_size
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 15


@pytest.mark.parametrize(
    "call",
    [
        ["dialogue", "show", "--example", "file.json"],
        ["dialogue", "show", "nothing.json"],
        ["dialogue", "show", "--example", "--as-of", "yesterday"],
        ["brief", "--example", "--edition", "secret"],
        ["brief", "--example", "--format", "html"],
        ["brief", "--example", "--output", "x.html"],
        ["brief", "--example", "--format", "doc", "--output", "x.doc"],
        ["brief", "--example", "--format", "html", "--output", "no/folder/x.html"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_says_what_was_expected(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert main([*call, "--json"]) == WRONG_USE
    finally:
        os.chdir(before)
    told = json.loads(capsys.readouterr().out)
    assert "expected" in told["fault"]


def test_a_file_with_faults_is_refused_with_the_place_of_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dialogue.json"
    file.write_text('{"v":"servanda-dialogue/1"}', encoding="utf-8")

    assert main(["brief", str(file), "--json"]) == WRONG_USE
    told = json.loads(capsys.readouterr().out)
    assert told["error"] == "invalid-dialogue-record"
    assert told["fault"]["path"] == "parties"

"""Persons at the command line: each verb in a process of its own, on a home of files."""

from pathlib import Path

import pytest

from servanda.interfaces.cli.passphrases import PASSPHRASE_VARIABLE
from tests.interfaces.cli.homes import Desk, Run

PARTY = "northmark.example"


class Staffed:
    """A home, and the passphrase files of those who work there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(folder / "home", PARTY)
        self.desk.do("init", PARTY, "--no-https")

    def file(self, name: str) -> Path:
        file = self.folder / f"{name}.passphrase"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(f"the passphrase of {name}\n", encoding="utf-8")
        return file

    def run(self, name: str, *arguments: str | Path) -> Run:
        return self.desk.run(
            "--as", name, *arguments, "--passphrase-file", self.file(name), "--json"
        )

    def add(self, by: str | None, name: str, *roles: str) -> Run:
        given = [part for role in roles for part in ("--role", role)]
        call = ["staff", "add", name, *given, "--new-passphrase-file", str(self.file(name))]
        return self.desk.run(*call, "--json") if by is None else self.run(by, *call)


@pytest.fixture
def staffed(tmp_path: Path) -> Staffed:
    return Staffed(tmp_path)


def test_a_home_without_persons_works_as_before_and_knows_no_names(staffed: Staffed) -> None:
    assert staffed.desk.do("staff", "list")["persons"] == []
    assert staffed.desk.do("inbox")["statements"] == []
    named = staffed.run("ada", "inbox")
    assert (named.exit, named.result["error"]) == (2, "no-persons")


def test_from_the_first_administrator_on_every_act_needs_a_person_who_may(
    staffed: Staffed,
) -> None:
    assert staffed.add(None, "cleo", "officer").result["error"] == "illegal-change"
    assert staffed.add(None, "ada", "administrator").result["waits"] is False
    assert staffed.desk.run("inbox", "--json").result["error"] == "person-needed"
    assert staffed.desk.run("deliver", "--json").exit == 0
    verified = staffed.desk.run("verify", staffed.folder / "none", "--json")
    assert b"person-needed" not in verified.out
    assert staffed.run("ada", "counterpart", "show").result["counterparts"] == []
    assert staffed.run("ada", "queue").result["error"] == "not-permitted"
    assert staffed.run("ben", "inbox").result["error"] == "person-not-proved"


def test_a_new_person_waits_for_somebody_else_to_agree(staffed: Staffed) -> None:
    staffed.add(None, "ada", "administrator")
    staffed.add("ada", "ben", "approver")
    added = staffed.add("ada", "cleo", "officer", "analyst").result
    waiting = staffed.run("ben", "staff", "changes").result["waiting"]
    before = staffed.run("cleo", "inbox").result
    staffed.run("ben", "staff", "confirm", str(added["entry"]))
    after = staffed.run("cleo", "inbox").result

    assert added["waits"] is True
    assert [(one["entry"], one["by"]) for one in waiting] == [(added["entry"], "ada")]
    assert before["error"] == "person-not-proved"
    assert after["statements"] == []


def test_a_passphrase_comes_from_a_file_of_its_owner_or_a_terminal_and_is_no_argument(
    staffed: Staffed,
) -> None:
    staffed.add(None, "ada", "administrator")
    file = staffed.file("ada")

    by_setting = staffed.desk.run(
        "doctor", "--as=ada", "--json", **{PASSPHRASE_VARIABLE: str(file)}
    )
    without = staffed.desk.run("inbox", "--as", "ada", "--json")
    not_said = staffed.desk.run("inbox", "--passphrase-file", file, "--json")
    file.chmod(0o644)
    open_to_all = staffed.run("ada", "doctor")

    assert by_setting.exit == 0
    assert without.result["error"] == "passphrase-missing"
    assert not_said.result["error"] == "who-acts"
    assert open_to_all.result["error"] == "keys-unavailable"


def test_cover_and_duty_are_set_shown_and_ended(staffed: Staffed) -> None:
    staffed.add(None, "ada", "administrator")
    staffed.add("ada", "ben", "approver", "officer")
    added = staffed.add("ada", "cleo", "translator").result
    staffed.run("ben", "staff", "confirm", str(added["entry"]))
    span = ["--from", "2026-01-01T00:00:00Z", "--until", "2100-01-01T00:00:00Z"]
    duty = staffed.run("ben", "staff", "duty", "ben", *span).result
    cover = staffed.run("ben", "staff", "cover", "ben", "--by", "cleo", *span).result
    listed = staffed.run("ada", "staff", "list").result
    in_place = staffed.run("cleo", "queue", "--in-place-of", "ben")
    shown = staffed.desk.run(
        "staff",
        "list",
        "--as",
        "ada",
        "--passphrase-file",
        staffed.file("ada"),
        "--lang",
        "zh-Hans",
    )
    staffed.run("ben", "staff", "end", str(cover["entry"]))
    ended = staffed.run("cleo", "queue", "--in-place-of", "ben")
    roster = staffed.run("ada", "staff", "roster").result

    assert listed["on_duty"] == ["ben"]
    assert [one["holds"] for one in listed["covers"]] == [True]
    assert in_place.exit == 0
    assert "cleo 代理 ben" in shown.out.decode()
    assert ended.result["error"] == "no-cover"
    assert [one["names"] for one in roster["shifts"]] == [["ben"]]
    assert [one["entry"] for one in roster["duties"]] == [duty["entry"]]


def test_a_new_passphrase_replaces_the_old_one_and_a_weak_one_does_not(staffed: Staffed) -> None:
    staffed.add(None, "ada", "administrator")
    other = staffed.file("something-else")
    weak = staffed.folder / "weak"
    weak.touch(mode=0o600)
    weak.write_text("short\n", encoding="utf-8")

    refused = staffed.run("ada", "staff", "passphrase", "--new-passphrase-file", weak)
    changed = staffed.run("ada", "staff", "passphrase", "--new-passphrase-file", other)
    old = staffed.run("ada", "staff", "list")
    staffed.file("ada").write_bytes(other.read_bytes())
    new = staffed.run("ada", "staff", "list")

    assert refused.result["error"] == "weak-passphrase"
    assert changed.result["waits"] is False
    assert old.result["error"] == "person-not-proved"
    assert new.exit == 0


def test_the_auditor_takes_the_log_away_and_verifies_it_without_the_desk(
    staffed: Staffed, tmp_path: Path
) -> None:
    staffed.add(None, "ada", "administrator")
    staffed.add("ada", "emil", "auditor")
    staffed.add("ada", "ben", "approver")
    elsewhere = Desk(tmp_path / "elsewhere", "nobody.example")
    file, note = tmp_path / "audit.jsonl", tmp_path / "head.note"
    head = staffed.run("emil", "audit", "head", "--out", note).result
    staffed.run("ada", "show", "abcdef")

    exported = staffed.run("emil", "audit", "export", file)
    refused = staffed.run("ada", "audit", "export", file)
    by_file = elsewhere.run(
        "audit", "verify", file, "--key", head["key"], "--noted", note, "--json"
    )
    by_words = elsewhere.run(
        "audit", "verify", file, "--noted", f"{head['size']}:{head['root']}", "--json"
    )
    alone = elsewhere.run("audit", "verify", file, "--json")
    at_the_desk = staffed.run("emil", "audit", "verify").result
    changed = file.read_bytes().replace(b'"who":"ada"', b'"who":"ben"', 1)
    file.write_bytes(changed)
    altered = elsewhere.run("audit", "verify", file, "--key", head["key"], "--json")
    shown = staffed.run("emil", "audit", "show", "--who", "ada", "--outcome", "refused").result

    assert exported.exit == 0
    assert refused.result["error"] == "not-permitted"
    assert (by_file.exit, by_file.result["signature"]) == (0, "checked")
    assert (by_words.exit, by_words.result["signature"]) == (0, "not_checked")
    assert alone.exit == 2
    assert at_the_desk["gaps"] == []
    assert (altered.exit, altered.result["error"]) == (1, "invalid-audit")
    assert [one["verb"] for one in shown["entries"]] == ["audit export", "show"]

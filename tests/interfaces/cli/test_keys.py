"""Keys are shown and rotated by verbs, on two homes with nothing but files between them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interfaces.cli.homes import Desk, agreed_by_file, compared

START = "2026-01-05T08:00:00Z"


@dataclass(frozen=True)
class Parties:
    alice: Desk
    bob: Desk
    folder: Path

    def carry(self) -> None:
        """Bring what each has to say to the other, twice."""
        for number in range(2):
            for one, other in ((self.alice, self.bob), (self.bob, self.alice)):
                file = self.folder / f"{number}.{one.party}.servanda"
                one.do("deliver", "--out", file)
                other.do("deliver", file, "--out", self.folder / "unused")


@pytest.fixture
def parties(tmp_path: Path) -> Parties:
    alice, bob = (Desk(tmp_path / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", START)
    compared(alice, bob, tmp_path)
    agreed_by_file(alice, bob, tmp_path)
    return Parties(alice=alice, bob=bob, folder=tmp_path)


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "alice", "alice.example")
    desk.do("init", desk.party, "--mode", "demonstration", "--at", START)
    return desk


def test_keys_are_shown_in_english_and_chinese_with_their_reasons(alone: Desk) -> None:
    shown = alone.do("keys", "show")

    assert (shown["serial"], shown["warning_days"], shown["expired"]) == (1, None, False)
    assert shown["seeds"] == {"kem-2026a": [{"reason": "in_use", "log": None}]}
    assert shown["logs"] == []
    assert "in use" in alone.run("keys", "show").out.decode()
    assert "使用中" in alone.run("keys", "show", "--lang", "zh-Hans").out.decode()


def test_a_rotation_reaches_the_counterpart_and_the_seed_is_destroyed_by_itself(
    parties: Parties,
) -> None:
    made = parties.alice.do("keys", "rotate", "sheet")
    assert (made["serial"], made["kem"], made["destroyed"]) == (2, "kem-2026b", [])
    assert [log["kem"] for log in made["keys"]["logs"]] == [["kem-2026b"], ["kem-2026a"]]
    held = made["keys"]["seeds"]["kem-2026a"]
    assert [one["reason"] for one in held] == ["not_seen"]

    parties.carry()

    assert list(parties.alice.do("keys", "show")["seeds"]) == ["kem-2026b"]
    theirs = parties.bob.do("keys", "show")["logs"]
    assert sorted(log["serial"] for log in theirs) == [1, 2]
    assert parties.alice.do("doctor")["signing"]


def test_the_root_may_be_brought_from_anywhere_and_is_needed(alone: Desk, tmp_path: Path) -> None:
    keys, safe = alone.folder / "keys", tmp_path / "safe"
    safe.mkdir()
    shutil.copy(keys / "unlock", safe / "unlock")
    shutil.move(keys / "root.secrets", safe / "root.secrets")

    without = alone.run("keys", "rotate", "sheet", "--json")
    assert (without.exit, without.result["error"]) == (1, "keys-unavailable")
    assert not alone.do("keys", "show")["drafted"]

    made = alone.do("keys", "rotate", "sheet", "--root", safe / "root.secrets")
    assert made["serial"] == 2


def test_options_that_exclude_each_other_are_wrong_use(alone: Desk) -> None:
    run = alone.run("keys", "rotate", "sheet", "--draft", "a", "--signed", "b")

    assert run.exit == 2


def test_warnings_come_before_the_expiry_and_then_a_loud_refusal(parties: Parties) -> None:
    expires = "2026-03-01T00:00:00Z"
    parties.alice.do("keys", "rotate", "sheet", "--expires", expires)
    for now, days in (("2026-02-01T00:00:00Z", 30), ("2026-02-26T12:00:00Z", 3)):
        parties.alice.do("clock", "set", now)
        assert parties.alice.do("keys", "show")["warning_days"] == days
    parties.alice.do("clock", "set", expires)

    ticket = parties.alice.do("check", "bob.example")["ticket"]
    refused = parties.alice.run("deliver", "--json")
    assert (refused.exit, refused.result["error"]) == (1, "keys-expired")
    assert "EXPIRED" in parties.alice.run("keys", "show").out.decode()
    assert parties.alice.run("doctor").exit == 1

    parties.alice.do("keys", "rotate", "sheet")
    assert parties.alice.do("show", ticket)["leaf"] is not None
    assert parties.alice.do("doctor")["signing"]


def test_a_new_sheet_takes_a_mail_address_and_nothing_that_is_none(alone: Desk) -> None:
    for given in (["--mail", "nobody"], ["--mail", "a@b", "--signed", "sheet.signed"]):
        assert alone.run("keys", "rotate", "sheet", *given).exit == 2
    assert alone.do("keys", "show")["serial"] == 1

    assert alone.do("keys", "rotate", "sheet", "--mail", "desk@alice.example")["serial"] == 2
    named = ("--mode", "demonstration", "--mail", "other@alice.example")
    again = alone.run("init", alone.party, *named, "--json")
    assert (again.exit, b"keys rotate sheet" in again.out) == (2, True)

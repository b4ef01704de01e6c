"""A brief is frozen at a node and set again anywhere, to the same bytes."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from servanda.core import canonical
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared

DAY = ("--fact", "day=2026-02-02", "--fact", "utc_offset_minutes=60", "--fact", "tlp=green")


@dataclass(frozen=True)
class Frozen:
    alice: Desk
    bob: Desk
    snapshot: Path
    said: dict[str, object]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    folder = tmp_path_factory.mktemp("frozen")
    alice, bob = (Desk(folder / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, folder)
    agreed_by_file(alice, bob, folder)
    named = ("--fact", "step=proposed", "--fact", "series=dialogue", "--fact", "kind=round")
    alice.do("send", "round", *named, *DAY, "--no-wait")
    alice.do("deliver", "--out", folder / "said")
    snapshot = folder / "brief.json"
    said = alice.do("brief", "--freeze", snapshot)
    return Frozen(alice=alice, bob=bob, snapshot=snapshot, said=said)


def nowhere(folder: Path) -> Desk:
    return Desk(folder / "no-home", "")


def test_a_snapshot_says_on_which_heads_it_stands(frozen: Frozen) -> None:
    value = json.loads(frozen.snapshot.read_bytes())["parts"]["stands_on"]

    assert value == frozen.said["stands_on"]
    ours, theirs = value["logs"]
    assert ours["log"].startswith("alice.example")
    assert ours["root"].startswith("sha256:")
    assert ours["size"] > theirs["size"] - 2
    assert value["accord"].startswith("sha256:")


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "json"])
def test_the_same_bytes_come_out_at_any_home_in_any_zone_and_language(
    form: str, frozen: Frozen, tmp_path: Path
) -> None:
    places = [
        (frozen.alice, {"TZ": "Asia/Shanghai", "SERVANDA_LANG": "zh-Hans"}),
        (frozen.bob, {"TZ": "America/Los_Angeles", "LANG": "C", "PYTHONHASHSEED": "7"}),
        (nowhere(tmp_path), {"TZ": "Europe/Zurich", "PYTHONHASHSEED": "0"}),
    ]
    made = []
    for number, (desk, environment) in enumerate(places):
        file = tmp_path / f"{number}.{form}"
        call = ("brief", "--from", frozen.snapshot, "--lang", "en", "--format", form)
        run = desk.run(*call, "--output", file, "--json", **environment)
        assert run.exit == 0, run.err
        made.append(file.read_bytes())

    assert made[0] == made[1] == made[2]


def test_the_node_itself_writes_these_bytes_while_nothing_new_was_said(
    frozen: Frozen, tmp_path: Path
) -> None:
    fresh, again = tmp_path / "fresh.pdf", tmp_path / "again.pdf"
    form = ("--bilingual", "--format", "pdf", "--output")
    frozen.alice.do("brief", *form, fresh)
    frozen.alice.do("brief", "--from", frozen.snapshot, *form, again)

    assert fresh.read_bytes() == again.read_bytes()


def test_an_altered_snapshot_is_refused_and_the_part_is_named(
    frozen: Frozen, tmp_path: Path
) -> None:
    value = json.loads(frozen.snapshot.read_bytes())
    value["parts"]["briefs"]["en"]["page"][0]["text"] = "All is well."
    forged = tmp_path / "forged.json"
    forged.write_bytes(canonical.encode(value))

    for verb in (("brief", "--from", forged, "--json"), ("verify", forged, "--json")):
        run = nowhere(tmp_path).run(*verb)
        assert run.exit == 1
        assert "briefs/en/page/0" in run.out.decode() + run.err


def test_verify_knows_a_snapshot_and_whether_somebody_vouched_for_its_keys(
    frozen: Frozen, tmp_path: Path
) -> None:
    words = frozen.alice.do("card")["words"]
    desk = nowhere(tmp_path)

    alone = desk.do("verify", frozen.snapshot)
    vouched = desk.do("verify", frozen.snapshot, "--words", f"alice.example {words}")
    wrong = desk.run("verify", frozen.snapshot, "--words", f"bob.example {words}")

    assert (alone["snapshot"], alone["anchored"]) == ("ok", False)
    assert (vouched["signed_by"], vouched["anchored"]) == ("alice.example", True)
    assert wrong.exit == 1
    assert words in desk.run("verify", frozen.snapshot).out.decode()


@pytest.mark.parametrize(
    "more", [("--example",), ("--edition", "public"), ("--as-of", "2026-01-01"), ("--freeze", "x")]
)
def test_a_snapshot_fixes_all_but_form_and_language(
    more: tuple[str, ...], frozen: Frozen, tmp_path: Path
) -> None:
    assert nowhere(tmp_path).run("brief", "--from", frozen.snapshot, *more).exit == 2


def test_what_changed_is_told_against_a_snapshot_of_the_same_edition_alone(
    frozen: Frozen, tmp_path: Path
) -> None:
    file = tmp_path / "again.json"
    output = ("--format", "json", "--output", file)
    frozen.alice.do("brief", "--last", frozen.snapshot, "--as-of", "2027-01-01", *output)
    (edition,) = json.loads(file.read_bytes())["editions"]

    assert edition["annexes"][0]["key"] == "changes"
    for other in ("joint", "public"):
        run = frozen.alice.run("brief", "--last", frozen.snapshot, "--edition", other)
        assert run.exit == 2
        assert "--last" in run.err


def test_nobody_freezes_without_a_key_or_over_a_file(frozen: Frozen, tmp_path: Path) -> None:
    file = tmp_path / "new.json"

    assert nowhere(tmp_path).run("brief", "--example", "--freeze", file).exit != 0
    assert not file.exists()
    before = frozen.snapshot.read_bytes()
    assert frozen.alice.run("brief", "--freeze", frozen.snapshot).exit == 2
    assert frozen.snapshot.read_bytes() == before


def test_a_recorded_dialogue_is_frozen_with_the_hash_of_its_file(
    frozen: Frozen, tmp_path: Path
) -> None:
    file = tmp_path / "example.json"
    said = frozen.alice.do("brief", "--example", "--edition", "public", "--freeze", file)

    assert said["stands_on"]["file"].startswith("sha256:")
    assert said["edition"] == "public"
    assert frozen.bob.do("brief", "--from", file)["edition"] == "public"

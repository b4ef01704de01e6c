"""Who has a guest's stick or post in hand: forged, foreign, doubled, older and altered files."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interfaces.cli.homes import Desk, Guest, compared
from tests.usecases.nodes import REQUEST, REQUEST_BODY


@dataclass(frozen=True)
class Stage:
    """Alice's node, Bob the guest with her request in hand, and Mallory whom nobody knows.

    Attributes:
        older: Bob's home as it was before the request came.
        envelope: That brought the request.
    """

    alice: Desk
    bob: Guest
    mallory: Guest
    folder: Path
    older: Path
    envelope: Path
    request: str

    def copy(self, to: Path) -> Guest:
        """Bob's home as it is, to be meddled with."""
        shutil.copytree(self.bob.folder, to)
        return Guest(to, self.bob.party)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("stage")
    alice = Desk(folder / "alice", "alice.example")
    bob, mallory = (Guest(folder / name, f"{name}.example") for name in ("bob", "mallory"))
    begun = ("--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    alice.do("init", alice.party, "--no-https", *begun)
    for guest in (bob, mallory):
        guest.do("init", guest.party, *begun)
    compared(alice, bob, folder)
    proposal, acceptance, receipt = (folder / name for name in ("p", "a", "r"))
    alice.do(
        "accord", "propose", "--template", "us-china-2015", "--with", bob.party,
        "--start", "2026-01-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z",
        "--cut-wait", "0", "--out", proposal,
    )  # fmt: skip
    bob.do("read", proposal)
    bob.do("accord", "accept", "--out", acceptance)
    alice.do("deliver", acceptance, "--out", receipt)
    bob.do("read", receipt)
    older = folder / "older"
    shutil.copytree(bob.folder, older)
    form, envelope = folder / "form.json", folder / "request.servanda"
    form.write_text(json.dumps({"facts": REQUEST, "body": REQUEST_BODY}), encoding="utf-8")
    alice.do("send", "request", "--form", form, "--ticket", "asked")
    alice.do("deliver", "--out", envelope)
    bob.do("read", envelope)
    return Stage(
        alice=alice,
        bob=bob,
        mallory=mallory,
        folder=folder,
        older=older,
        envelope=envelope,
        request=str(alice.do("show", "asked")["leaf"]),
    )


def test_a_forged_envelope_is_named_and_nothing_of_it_is_kept(stage: Stage, tmp_path: Path) -> None:
    content = bytearray(stage.envelope.read_bytes())
    content[len(content) // 2] ^= 1
    forged = tmp_path / "forged.servanda"
    forged.write_bytes(content)
    bob = stage.copy(tmp_path / "bob")
    before = steps_of(bob)

    run = bob.run("read", forged, "--json")

    assert run.exit == 1
    assert list(run.result["refused"]) == [str(forged)]
    assert run.result["received"] == 0
    assert steps_of(bob) == before


def test_an_envelope_for_somebody_else_is_named_and_not_opened(stage: Stage) -> None:
    run = stage.mallory.run("read", stage.envelope, "--json")

    assert run.exit == 1
    assert list(run.result["refused"]) == [str(stage.envelope)]
    assert stage.mallory.do("inbox", "--all")["statements"] == []


def test_an_envelope_read_a_hundred_times_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    bob = stage.copy(tmp_path / "bob")
    said = bob.do("inbox", "--all")["statements"]
    sizes = standing(bob)

    bob.do("read", *[stage.envelope] * 100)

    assert bob.do("inbox", "--all")["statements"] == said
    assert standing(bob) == sizes


@pytest.mark.parametrize(
    "verb",
    [["write", "out.servanda"], ["send", "check", "--fact", "step=ask"], ["read", "envelope"]],
    ids=lambda verb: verb[0],
)
def test_an_older_folder_in_the_place_of_the_newest_is_refused(
    verb: list[str], stage: Stage, tmp_path: Path
) -> None:
    bob = stage.copy(tmp_path / "bob")
    shutil.rmtree(bob.folder / "guest")
    shutil.copytree(stage.older / "guest", bob.folder / "guest")
    places = {
        "out.servanda": str(tmp_path / "out.servanda"),
        "envelope": str(stage.envelope),
    }

    run = bob.run(*[places.get(word, word) for word in verb], "--json")

    assert (run.exit, run.result["error"]) == (1, "older-folder")
    assert not (tmp_path / "out.servanda").exists()


def test_a_folder_without_its_steps_is_no_new_home(stage: Stage, tmp_path: Path) -> None:
    bob = stage.copy(tmp_path / "bob")
    keys = {file.name: file.read_bytes() for file in (bob.folder / "keys").iterdir()}
    shutil.rmtree(bob.folder / "guest" / "steps")

    run = bob.run("init", bob.party, "--mode", "demonstration", "--json")

    assert run.result["error"] == "older-folder"
    assert {one.name: one.read_bytes() for one in (bob.folder / "keys").iterdir()} == keys


def test_a_whole_home_put_back_is_said_by_the_first_envelope_that_names_more(
    stage: Stage, tmp_path: Path
) -> None:
    newest = stage.copy(tmp_path / "newest")
    receipt, back = tmp_path / "receipt", tmp_path / "back"
    newest.do("send", "check", "--fact", "step=ask")
    newest.do("write", receipt)
    alice = Desk(tmp_path / "alice", stage.alice.party)
    shutil.copytree(stage.alice.folder, alice.folder)
    alice.do("deliver", receipt, "--out", back)
    shutil.copytree(stage.older, tmp_path / "older")
    older = Guest(tmp_path / "older", newest.party)

    sizes = standing(older)
    read = older.run("read", back, "--json")

    assert read.exit == 1
    assert [one["kind"] for one in read.result["alarms"]] == ["claims_more"]
    assert standing(older) == sizes, "leaves above what the older home knows are not taken"
    assert not older.run("doctor", "--json").result["ok"]


def alter_a_step(guest: Path) -> Path:
    file = sorted((guest / "steps").iterdir())[-2]
    content = json.loads(file.read_bytes())
    content["given"]["step" if "step" in content["given"] else "line"] = "other"
    file.write_bytes(json.dumps(content).encode())
    return file


def confirm_a_stranger(guest: Path) -> Path:
    """Give ourselves the confirmation that two people give by telephone."""
    steps = sorted((guest / "steps").iterdir())
    (file, *_) = [one for one in steps if b'"call":"save_counterpart"' in one.read_bytes()]
    file.write_bytes(file.read_bytes().replace(b'"confirmed_at":null', b'"confirmed_at":"2026"'))
    return file


def take_a_step_away(guest: Path) -> Path:
    steps = sorted((guest / "steps").iterdir())
    steps[len(steps) // 2].unlink()
    return guest / "steps"


def alter_a_body(guest: Path) -> Path:
    file = sorted((guest / "slips").iterdir())[0]
    file.write_bytes(file.read_bytes()[:-1] + b" }")
    return file


@pytest.mark.parametrize(
    "attack", [alter_a_step, confirm_a_stranger, take_a_step_away, alter_a_body]
)
def test_what_was_altered_is_named_and_nothing_is_said(
    attack: Callable[[Path], Path], stage: Stage, tmp_path: Path
) -> None:
    bob = stage.copy(tmp_path / "bob")
    named = attack(bob.folder / "guest")

    run = bob.run("write", tmp_path / "out.servanda", "--json")

    assert (run.exit, run.result["error"]) == (1, "broken-step")
    assert str(named) in run.result["message"]
    assert not (tmp_path / "out.servanda").exists()


def test_a_guest_opens_no_connection_whatever_a_card_says(stage: Stage, tmp_path: Path) -> None:
    bob = stage.copy(tmp_path / "bob")
    bob.do(
        "counterpart", "add", stage.folder / "alice.example.card",
        "--https", "https://127.0.0.1:9", "--mail", "desk@alice.example",
    )  # fmt: skip
    out = tmp_path / "stick"
    out.mkdir()

    wrote = bob.do("write", "--folder", out)

    assert (wrote["sent"], wrote["trouble"]) == (1, {})
    assert [file.suffix for file in (out / "alice.example").iterdir()] == [".servanda"]


def standing(guest: Guest) -> list[tuple[int, int]]:
    (counterpart,) = guest.do("counterpart", "show")["counterparts"]
    return [(pair["own_size"], pair["copy_size"]) for pair in counterpart["pairs"]]


def steps_of(guest: Guest) -> list[str]:
    steps = [file.read_bytes() for file in sorted((guest.folder / "guest" / "steps").iterdir())]
    return [one.decode() for one in steps if b'"call":"append_audit"' not in one]

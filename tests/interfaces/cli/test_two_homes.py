"""Two homes with nothing between them but files and a folder: no port, no running node."""

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from servanda.core.identifiers import digest_of
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared


@dataclass(frozen=True)
class Parties:
    alice: Desk
    bob: Desk
    stick: Path
    folder: Path
    accord: str

    def carry_the_stick(self, times: int = 2) -> None:
        for _ in range(times):
            for desk in (self.alice, self.bob):
                desk.do("deliver", "--folder", self.stick, "--all")


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    folder = tmp_path_factory.mktemp("parties")
    alice, bob = (Desk(folder / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, folder)
    accord = agreed_by_file(alice, bob, folder)
    stick = folder / "stick"
    stick.mkdir()
    return Parties(alice=alice, bob=bob, stick=stick, folder=folder, accord=accord)


def test_an_accord_comes_into_force_by_files_alone(parties: Parties) -> None:
    for desk in (parties.alice, parties.bob):
        (row,) = desk.do("accord", "show")["accords"]
        assert (row["accord"], row["state"]) == (parties.accord, "in_force")


def test_a_card_written_to_standard_output_is_the_file(parties: Parties) -> None:
    run = parties.alice.run("card")

    assert run.out == (parties.folder / "alice.example.card").read_bytes()
    assert parties.alice.do("card")["sha256"] == digest_of(run.out)


def test_wrong_words_are_never_confirmed(parties: Parties) -> None:
    words = parties.alice.do("card")["words"].split()
    card = parties.folder / "alice.example.card"

    run = parties.bob.run("counterpart", "add", card, "--words", " ".join(reversed(words)))

    assert run.exit == 2
    assert "words" in run.err


def test_a_statement_travels_by_stick_and_its_receipt_comes_back(parties: Parties) -> None:
    queued = parties.alice.do("check", "bob.example", "--ticket", "first")
    assert (queued["state"], queued["leaf"]) == ("queued", None)

    parties.carry_the_stick()

    shown = parties.alice.do("show", "first")
    assert shown["received_at"] == "2026-01-05T08:00:00Z"
    assert shown["leaf"] in [one["leaf"] for one in parties.bob.do("inbox", "--all")["statements"]]


def test_a_file_that_is_no_envelope_to_us_is_named_and_the_others_are_taken(
    parties: Parties, tmp_path: Path
) -> None:
    good, damaged, strange = (tmp_path / name for name in ("good", "damaged", "strange"))
    parties.alice.do("check", "bob.example", "--ticket", "by-file")
    parties.alice.do("deliver", "--out", good)
    damaged.write_bytes(good.read_bytes()[:-1])
    strange.write_text("a shopping list", encoding="utf-8")

    run = parties.bob.run("deliver", damaged, good, strange, "--json")

    assert run.exit == 1
    assert run.result["received"] == 1
    assert sorted(run.result["refused"]) == [str(damaged), str(strange)]


def test_the_same_ticket_is_said_once(parties: Parties) -> None:
    for _ in range(2):
        parties.alice.do("check", "bob.example", "--ticket", "twice")
    parties.carry_the_stick()
    before = len(parties.bob.do("inbox", "--all")["statements"])

    parties.alice.do("check", "bob.example", "--ticket", "twice")
    parties.carry_the_stick()

    assert len(parties.bob.do("inbox", "--all")["statements"]) == before


def test_what_can_never_be_said_is_refused_before_it_is_queued(parties: Parties) -> None:
    run = parties.alice.run("send", "request", "--fact", "kind=espionage", "--json")

    assert run.exit == 2
    assert run.result["error"] == "illegal-statement" or "kind" in run.result["message"]


def test_both_reviews_are_the_same_and_an_outsider_verifies_them(parties: Parties) -> None:
    parties.alice.do("check", "bob.example")
    parties.carry_the_stick()
    for desk in (parties.alice, parties.bob):
        desk.do("clock", "set", "2026-07-02T00:00:00Z")
    parties.alice.do("cut")
    parties.carry_the_stick()
    reviews = [desk.do("review", "--sign") for desk in (parties.alice, parties.bob)]
    parties.carry_the_stick(3)
    bundle = parties.folder / "bundle.zip"
    page = parties.folder / "review.html"

    figures, listing = parties.folder / "figures.json", parties.folder / "listing.jsonl"
    parties.alice.do("review", "--html", page, "--figures", figures, "--listing", listing)
    parties.alice.do("export", bundle)
    verified = parties.bob.do("verify", bundle, "--accord", parties.accord)

    assert reviews[0]["figures"] == reviews[1]["figures"] == verified["figures"]
    assert parties.alice.do("review")["agreed"]
    assert verified["anchored"]
    assert digest_of(figures.read_bytes()) == verified["figures"]
    assert "<script" not in page.read_text(encoding="utf-8")
    _reviews_are_compared(parties, bundle)
    _an_altered_byte_is_found(parties, bundle)
    _nobody_vouches_without_an_anchor(parties, bundle)


def _reviews_are_compared(parties: Parties, bundle: Path) -> None:
    figures = parties.folder / "figures.json"
    altered = parties.folder / "altered.json"
    altered.write_bytes(figures.read_bytes().replace(b'"until":"2026', b'"until":"2027', 1))

    assert parties.bob.do("review", "--compare", bundle)["equal"]
    assert parties.bob.do("review", "--compare", figures, "--compare", bundle)["equal"]
    assert parties.bob.do("review", "--compare", parties.folder / "listing.jsonl")["equal"]
    run = parties.bob.run("review", "--compare", altered, "--json")
    assert (run.exit, run.result["number"]["part"]) == (1, "until")
    assert parties.bob.do("review", "--explain", "T1")["figure"] == "T1"
    assert "Q2p" in parties.bob.run("review", "--explain", "T99").err
    assert parties.bob.run("review", "--compare", parties.folder / "none").exit == 2


def _an_altered_byte_is_found(parties: Parties, bundle: Path) -> None:
    altered = parties.folder / "altered.zip"
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(altered, "w") as target:
        for entry in source.infolist():
            content = bytearray(source.read(entry))
            if "entries" in entry.filename and "alice" in entry.filename:
                content[100] ^= 1
            target.writestr(entry, bytes(content))

    run = parties.bob.run("verify", altered)

    assert run.exit == 1
    assert "alice.example" in run.result["first_wrong"]


def _nobody_vouches_without_an_anchor(parties: Parties, bundle: Path) -> None:
    run = parties.bob.run("verify", bundle)

    assert run.exit == 0
    assert "nobody has vouched" in run.out.decode()
    assert run.result["anchored"] is False
    words = [f"{desk.party} {desk.do('card')['words']}" for desk in (parties.alice, parties.bob)]
    certificate = parties.bob.run(
        "verify", bundle, "--certificate", "--words", words[0], "--words", words[1]
    )
    assert "核验证明" in certificate.out.decode()
    assert certificate.result["anchored"] is True


def test_the_projections_equal_a_replay(parties: Parties) -> None:
    alone = parties.alice.do("rebuild", "--check")

    assert alone["differences"] == []
    assert parties.alice.do("rebuild", "--check", "--processes", "2") == alone
    assert parties.alice.do("rebuild")["replaced"]
    assert parties.alice.do("doctor")["signing"]


def test_how_things_stand_is_shown_per_statement(parties: Parties) -> None:
    (counterpart,) = parties.alice.do("counterpart", "show", "bob.example")["counterparts"]

    (pair,) = counterpart["pairs"]
    assert pair["items"][0]["type"] == "proposal"
    assert pair["items"][0]["delivered_at"] is not None
    assert pair["trouble"] == ""


def test_a_damaged_log_is_named_and_comes_back_by_files(parties: Parties) -> None:
    alter_first_leaf(parties.alice.folder / "store.sqlite3")
    doctor = parties.alice.run("doctor", "--json")
    assert (doctor.exit, doctor.result["signing"]) == (1, False)
    (fault,) = [one for one in doctor.result["findings"] if one["level"] == "fault"]
    assert "leaf 0 " in fault["message"]
    asked, given = parties.folder / "asked", parties.folder / "given"
    unused = parties.folder / "unused.servanda"

    parties.alice.do("refill", "--ask", "--out", asked)
    parties.bob.do("deliver", *asked.iterdir(), "--out", unused)
    parties.bob.do("refill", "--allow", "alice.example", "--out", given)
    parties.alice.do("deliver", *given.iterdir(), "--out", unused)

    assert parties.alice.do("doctor")["signing"]
    assert parties.alice.run("refill").exit == 2  # done: nothing is asked for any more


def alter_first_leaf(store: Path) -> None:
    """Do what only an administrator with the database's file can do."""
    with closing(sqlite3.connect(store)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE store_leaf SET note = CAST(replace(CAST(note AS TEXT), 'alice', 'malic')"
            " AS BLOB) WHERE rowid = (SELECT min(rowid) FROM store_leaf)"
        )


def test_a_request_without_facts_is_told_all_that_it_needs(parties: Parties) -> None:
    run = parties.alice.run("send", "request", "--json")

    assert run.exit == 2
    for wanted in ("kind", "urgency", "commitment", "--fact NAME=VALUE", "request.md"):
        assert wanted in run.result["message"]


def test_without_an_accord_one_is_told_how_to_get_one(tmp_path: Path) -> None:
    alone = Desk(tmp_path / "alone", "alone.example")
    alone.do("init", alone.party, "--no-https")

    run = alone.run("send", "check", "--fact", "step=ask", "--json")

    assert run.exit == 2
    assert run.result["fault"]["expected"] == "any_pair"
    assert "servanda accord propose" in run.result["message"]


def test_who_proposes_twice_is_told_what_is_open(tmp_path: Path) -> None:
    alice, bob = (Desk(tmp_path / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--no-https")
    compared(alice, bob, tmp_path)
    proposal = ("accord", "propose", "--template", "us-china-2015", "--with", bob.party)
    first = alice.do(*proposal, "--out", tmp_path / "first.servanda")

    again = alice.run(*proposal, "--json")

    assert first["open_before"] == []
    assert again.result["open_before"] == [first["accord"]]
    assert first["accord"] in again.err


def test_a_home_that_is_there_says_so_and_keeps_the_address_of_its_card(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "home.example")
    first = desk.do("init", desk.party)

    again = desk.do("init", desk.party, "--pages", "127.0.0.1:7777")
    moved = desk.run("init", desk.party, "--address", "https://other.example:7443", "--json")

    assert (first["created"], again["created"]) == (True, False)
    assert again["address"] == first["address"]
    assert again["pages"] == "http://127.0.0.1:7777/"
    assert "set up before" in desk.run("init", desk.party).out.decode()
    assert moved.exit == 2
    assert "--https" in moved.result["message"]
    assert desk.do("init", desk.party)["address"] == first["address"]


def test_a_real_home_refuses_a_scripted_clock(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real", "real.example")
    refused = real.run("init", "real.example", "--at", "2026-01-05T08:00:00Z", "--json")
    assert (refused.exit, refused.result["error"]) == (2, "clock-refused")
    real.do("init", "real.example")

    run = real.run("clock", "set", "2026-01-05T08:00:00Z", "--json")

    assert (run.exit, run.result["error"]) == (2, "clock-refused")
    assert real.do("clock", "show")["scripted"] is False


def test_a_home_is_one_partys_for_good(parties: Parties) -> None:
    run = parties.alice.run("init", "mallory.example", "--mode", "demonstration")

    assert run.exit == 2
    assert "alice.example" in run.err


def test_a_draft_can_be_edited_checked_and_proposed(parties: Parties, tmp_path: Path) -> None:
    draft = tmp_path / "accord.json"
    parties.alice.do(
        "accord", "draft", "--template", "eu-2023-977", "--with", "bob.example",
        "--name", "second", "--start", "2026-01-01T00:00:00Z",
        "--until", "2027-01-01T00:00:00Z", "--out", draft,
    )  # fmt: skip
    draft.write_text(draft.read_text().replace('"grace_seconds": 0', '"grace_seconds": -60'))

    wrong = parties.alice.run("accord", "lint", draft)
    refused = parties.alice.run("accord", "propose", draft)
    draft.write_text(draft.read_text().replace('"grace_seconds": -60', '"grace_seconds": 60'))
    right = parties.alice.run("accord", "lint", draft)
    proposed = parties.alice.do("accord", "propose", draft, "--out", tmp_path / "unused.servanda")

    assert wrong.exit == 1
    assert b"terms.grace_seconds: expected a whole number from 0 to 86400" in wrong.out
    assert refused.exit == 2
    assert right.exit == 0
    row = next(
        row for row in parties.alice.do("accord", "show")["accords"] if row["name"] == "second"
    )
    assert row["accord"] == proposed["accord"]


def test_lint_needs_no_home_and_tells_programs_what_it_tells_people(tmp_path: Path) -> None:
    nobody = Desk(tmp_path / "nobody", "nobody.example")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "template.toml").write_text('title = "Mine"\n\n[terms]\nkinds = []\n')

    result = nobody.do("accord", "lint", "un-poc")
    run = nobody.run("accord", "lint", folder, "--json")

    assert result == {"ok": True, "faults": []}
    assert run.exit == 1
    faults = json.loads(run.out)["faults"]
    assert {(fault["file"], fault["line"], fault["path"]) for fault in faults} >= {
        ("template.toml", 1, "commitment")
    }


def test_the_second_party_amends_and_both_registers_show_the_drift(
    parties: Parties, tmp_path: Path
) -> None:
    draft = tmp_path / "amendment.json"
    parties.bob.do("accord", "amend", "--accord-name", "alice-bob", "--out", draft)
    edited = draft.read_text().replace('"amount": 14', '"amount": 21')
    draft.write_text(edited.replace("in good time. [V]", "in good time and in full. [S]"))

    parties.bob.do("accord", "propose", draft)
    parties.carry_the_stick()
    parties.alice.do("accord", "accept")
    parties.carry_the_stick()

    registers = [
        desk.do("register", "--accord-name", "alice-bob") for desk in (parties.alice, parties.bob)
    ]
    assert registers[0]["versions"] == registers[1]["versions"]
    assert len(registers[0]["versions"]) == 2
    shown = parties.alice.do("accord", "show")["accords"]
    states = [row["state"] for row in shown if row["name"] == "alice-bob"]
    assert states == ["replaced", "in_force"]
    for register in registers:
        first, second = register["commitments"][0]["versions"]
        assert (first["changes"], second["changes"]) == (["added"], ["text"])
        assert "in full" in second["text"]["en"]
        drifted = {clock["name"] for clock in register["clocks"] if len(clock["versions"]) == 2}
        assert "update" in drifted
    lines = parties.alice.run("register", "--accord-name", "alice-bob", "--lang", "zh").out.decode()
    assert "第 2 版: 文字变更" in lines

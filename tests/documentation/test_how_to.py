"""The how-to pages work as they are written, on two homes."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from tests.documentation.agreed import PARTIES, agreed_readers
from tests.documentation.pages import Readers, Step, steps_of
from tests.house.places import ROOT
from tests.interfaces.cli.homes import Desk

STICK = "how-to/stick-and-folder.md"
POSTGRESQL = "how-to/postgresql.md"
HOTLINE = "how-to/hotline.md"
CONTACTS = "how-to/contacts.md"
ASSESSMENTS = "how-to/assessments.md"
KEYS = "how-to/rotate-keys.md"
REFILL = "how-to/restore-and-refill.md"
EVIDENCE = "how-to/evidence.md"
ARTICLES = files("servanda.data") / "scenarios" / "first-year" / "articles"


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    """Two people whose accord is in force; no node runs, no port is open."""
    made = agreed_readers(tmp_path)
    yield made
    made.stop()


def test_a_statement_and_its_receipt_travel_by_a_stick_a_folder_and_a_file(
    readers: Readers,
) -> None:
    stick = readers.folder / "stick"
    stick.mkdir()
    for side in PARTIES:
        (readers.place(side) / "stick").symlink_to(stick)
    verbs = readers.verbs()
    leaf = ask(readers)

    for step in steps_of(STICK, way="files"):
        readers.type(step)
        if step.command.endswith(".servanda") and "--out" in step.command:
            readers.carry("for-southmere.servanda", by=step.side)

    assert verbs.verb("ours", "show", leaf)["received_at"] is not None
    assert list((stick / PARTIES["theirs"] / "taken").iterdir())


def test_an_article_becomes_a_finding_by_the_commands_of_the_page(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    readers.verbs().verb("ours", "init", PARTIES["ours"], "--no-https", "--mode", "demonstration")
    place = readers.place("ours")
    for file in ARTICLES.iterdir():
        folder = {"txt": "articles", "toml": "known"}.get(file.name.rpartition(".")[2])
        if folder is not None:
            (place / folder).mkdir(exist_ok=True)
            (place / folder / file.name).write_bytes(file.read_bytes())
    page = (ROOT / "docs" / EVIDENCE).read_text(encoding="utf-8")
    (coding,) = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (place / "coding.json").write_text(coding, encoding="utf-8")

    for step in steps_of(EVIDENCE, way="files"):
        readers.type(step)

    first, second = (
        json.loads((place / f"{one}.json").read_bytes()) for one in ("first", "second")
    )
    graves = [
        {one["kind"] for one in report["flags"] if one["severity"] == "grave"}
        for report in (first, second)
    ]
    assert graves[0] - graves[1] == {
        "same_quotation_different_speaker",
        "one_source_opposed_positions",
    }
    assert [one["is_confirmed"] for one in second["incidents"]] == [True]
    finding = {one["commitment"]: one for one in second["findings"]}["C2"]
    assert finding["status"] in {"not_shown", "breach_alleged", "no_breach_shown"}
    assert "no_incident_coded" not in {one["reason"] for one in finding["reasons"]}
    assert (place / "second.html").is_file()


def test_a_store_that_was_put_back_is_noticed_and_refilled(readers: Readers) -> None:
    home, kept = readers.home("ours"), readers.folder / "backup.sqlite3"
    shutil.copy(home / "store.sqlite3", kept)
    leaf = ask(readers)
    exchange_by_file(readers)
    shutil.copy(kept, home / "store.sqlite3")
    verbs = readers.verbs()

    for step in steps_of(REFILL, way="files"):
        if "doctor" in step.command:
            assert verbs.verb("ours", "doctor", may_fail=True)["exit"] == 1
        elif "--ask" in step.command:
            readers.type(replace(step, command=f"{step.command} --out asked"))
            hand_over(readers, "asked", by="ours")
        elif "--allow" in step.command:
            readers.type(replace(step, command=f"{step.command} --out given"))
            hand_over(readers, "given", by="theirs")

    assert verbs.verb("ours", "doctor")["signing"]
    assert verbs.verb("ours", "show", leaf)["leaf"] == leaf


def test_an_address_is_changed_by_the_commands_of_the_page(readers: Readers) -> None:
    verbs = readers.verbs()

    for step in steps_of(CONTACTS, way="files"):
        command = step.command
        if "CONTACT" in command:
            contacts = verbs.verb("ours", "contact", "list")["contacts"]
            command = command.replace("CONTACT", contacts[-1]["leaf"])
        if "CHECK" in command:
            said = verbs.verb("theirs", "inbox", "--all")["statements"]
            asked = [one for one in said if one["type"] == "check"]
            newest = max(asked, key=lambda one: int(one["index"]))
            command = command.replace("CHECK", newest["leaf"])
        readers.type(replace(step, command=command))
        exchange_by_file(readers)

    old, new = verbs.verb("ours", "contact", "list")["contacts"]
    assert (new["state"], new["may_send"]) == ("permanent", True)
    assert (old["may_send"], old["receives"], old["successor"]) == (False, True, new["leaf"])


def test_two_sides_assess_a_commitment_by_the_commands_of_the_page(readers: Readers) -> None:
    verbs = readers.verbs()
    page = (ROOT / "docs" / ASSESSMENTS).read_text(encoding="utf-8")
    (judgement,) = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (readers.place("ours") / "judgement.json").write_text(judgement, encoding="utf-8")
    printed = ""

    for step in steps_of(ASSESSMENTS, way="files"):
        (pair,) = verbs.verb("ours", "assessment", "list")["pairs"]
        leaves = {one["assessor"]: one["leaf"] for one in pair["assessments"]}
        command = step.command.replace("DRAFT", leaves.get(PARTIES["ours"], ""))
        command = command.replace("THEIRS", leaves.get(PARTIES["theirs"], ""))
        printed = readers.type(replace(step, command=command))
        exchange_by_file(readers)

    (pair,) = verbs.verb("theirs", "assessment", "list")["pairs"]
    (beside,) = pair["side_by_side"]
    assert beside["agreement"] == "different"
    assert beside["values"] == {PARTIES["ours"]: "minimal", PARTIES["theirs"]: "not_assessable"}
    assert "do not say the same; nothing is averaged" in printed


def test_a_call_is_noted_confirmed_and_reported_by_the_commands_of_the_page(
    readers: Readers,
) -> None:
    verbs = readers.verbs()
    steps = list(steps_of(HOTLINE, way="files"))

    readers.type(steps[0])
    exchange_by_file(readers)
    (hotline,) = verbs.verb("theirs", "hotline", "list")["hotlines"]
    (call,) = hotline["calls"]
    verbs.verb("theirs", "hotline", "confirm", call["leaf"], "--level", "L2")
    exchange_by_file(readers)
    for step in steps[1:]:
        readers.type(step)

    shown = verbs.verb("ours", "hotline", "show", call["leaf"])
    assert shown["standing"] == "confirmed"
    read = readers.type(Step("ours", f"./run servanda hotline show {call['leaf']}"))
    assert "southmere.example" in read
    assert {"member": "level", "caller": "L3", "callee": "L2"} in shown["differences"]
    raised = ["--trigger", "emergency", "--level", "L3", "--text", "Nobody acts."]
    verbs.verb("ours", "escalate", "raise", call["leaf"], *raised)
    exchange_by_file(readers)
    ((ladder,),) = (one["ladders"] for one in verbs.verb("theirs", "escalate", "list")["pairs"])
    rung = ladder["levels"][0]["leaf"]
    verbs.verb("theirs", "escalate", "acknowledge", rung)
    verbs.verb("theirs", "escalate", "decide", rung, "--decision", "instructed")
    exchange_by_file(readers)
    verbs.verb("ours", "escalate", "close", rung)
    (report,) = verbs.verb("ours", "hotline", "report")["reports"]
    assert (report["by_level"], report["acknowledged"]) == ({"L3": 1}, {"in_time": 1, "due": 1})


def test_keys_are_rotated_and_the_root_signs_away_from_the_node(readers: Readers) -> None:
    verbs = readers.verbs()
    before = verbs.verb("ours", "card", "--out", str(readers.place("ours") / "old.card"))
    for name in ("root.secrets", "unlock"):  # the root's machine, which has nothing else
        shutil.copy(readers.home("ours") / "keys" / name, readers.place("ours") / name)
    (readers.home("ours") / "keys" / "root.secrets").unlink()

    for step in steps_of(KEYS, way="files"):
        readers.type(step)
        if "--out newer" in step.command:
            readers.carry(step.command.rpartition(" ")[2], by="ours")

    theirs = verbs.verb("theirs", "keys", "show")
    copy = next(log for log in theirs["logs"] if log["origin"].startswith(PARTIES["ours"]))
    ours = verbs.verb("ours", "keys", "show")
    assert (copy["serial"], copy["kem"]) == (2, [ours["kem"]])
    after = verbs.verb("ours", "card", "--out", str(readers.place("ours") / "new.card"))
    assert (after["serial"], after["words"]) == (2, before["words"])


def test_a_node_keeps_its_store_in_postgresql_when_the_url_names_it(
    postgres_url: str, tmp_path: Path
) -> None:
    page = (ROOT / "docs" / POSTGRESQL).read_text()
    desk = Desk(tmp_path / "home", "northmark.example")
    setting = {"SERVANDA_DATABASE_URL": postgres_url}
    arguments = ["--party", desk.party, "--no-https", "--seconds", "0"]

    node = desk.run("node", *arguments, **setting)
    checked = desk.run("doctor", "--json", **setting)

    assert "SERVANDA_DATABASE_URL='postgresql://" in page
    assert (node.exit, checked.exit) == (0, 0), node.err
    assert checked.result["signing"]
    assert not (desk.folder / "store.sqlite3").exists()
    assert desk.run("doctor").exit == 1  # without the setting the store is another, and empty


def ask(readers: Readers) -> str:
    """Say a communication check on our side; return its leaf hash."""
    verbs = readers.verbs()
    ticket = str(verbs.verb("ours", "check", PARTIES["theirs"])["ticket"])
    verbs.verb("ours", "deliver", "--out", str(readers.place("ours") / "unused"))
    return str(verbs.verb("ours", "show", ticket)["leaf"])


def exchange_by_file(readers: Readers) -> None:
    for side, other in (("ours", "theirs"), ("theirs", "ours")):
        readers.type(Step(side, "./run servanda deliver --out there"))
        readers.carry("there", by=side)
        readers.type(Step(other, "./run servanda deliver there"))


def hand_over(readers: Readers, folder: str, *, by: str) -> None:
    """Bring the files of a folder to the other side, which takes them in."""
    other = "theirs" if by == "ours" else "ours"
    shutil.copytree(readers.place(by) / folder, readers.place(other) / folder)
    readers.type(Step(other, f"./run servanda deliver {folder}/*"))

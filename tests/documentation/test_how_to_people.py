"""The how-to pages of the persons of a desk work as they are written."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documentation.agreed import agreed_readers
from tests.documentation.pages import Readers, Step, steps_of
from tests.usecases.nodes import REQUEST, REQUEST_BODY

ADMINISTRATOR = "how-to/administrator.md"
DUTY_OFFICER = "how-to/duty-officer.md"
APPROVER = "how-to/approver.md"
AUDITOR = "how-to/auditor.md"
SIGN_IN = "how-to/sign-in.md"
OURS = "northmark.example"


class Desk:
    """Readers of whom one side has a home, with what they read off the screen."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self.folder = readers.place("ours")

    def json(self, name: str, command: str) -> dict[str, object]:
        who = f"--as {name} --passphrase-file {name}.words --json"
        typed = self.readers.type(Step("ours", f"./run servanda {command} {who}"))
        found: dict[str, object] = json.loads(typed.splitlines()[-1])
        return found

    def waiting(self) -> int:
        changes = self.json("ben", "staff changes")["waiting"]
        assert isinstance(changes, list)
        return int(changes[0]["entry"])

    def next_entry(self, command: str) -> int:
        """Return the number that the command is about, as its person reads it off the screen."""
        if "handover" not in command:
            return self.waiting()
        shown = self.json("ben", "handover show")
        return int(str(shown["entry"]))

    def follow(self, page: str, **read: str) -> list[str]:
        """Type the page's commands; return what they printed."""
        printed = []
        for step in steps_of(page, way="files"):
            command = step.command
            if "ENTRY" in command:
                command = command.replace("ENTRY", str(self.next_entry(command)))
            for name, value in read.items():
                command = command.replace(f"'{name}'", f"'{value}'")
            printed.append(self.readers.type(replace(step, command=command)))
        return printed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    readers = Readers(tmp_path)
    readers.verbs().verb("ours", "init", OURS, "--no-https")
    yield Desk(readers)
    readers.stop()


def test_an_administrator_sets_a_desk_up_by_the_commands_of_the_page(desk: Desk) -> None:
    printed = desk.follow(ADMINISTRATOR)

    listed = desk.json("ada", "staff list")
    persons = listed["persons"]
    assert isinstance(persons, list)
    assert {one["name"] for one in persons} == {"ada", "ben", "cleo"}
    (roster,) = (one for one in printed if "2026-07-28T06:00:00Z" in one)
    assert "nobody: a gap" in roster


def test_an_auditor_notes_takes_away_and_verifies_by_the_commands_of_the_page(desk: Desk) -> None:
    desk.follow(ADMINISTRATOR)
    add = "staff add emil --role auditor --new-passphrase-file emil.words"
    desk.json("ada", add)
    desk.json("ben", f"staff confirm {desk.waiting()}")
    key = str(desk.json("emil", "audit head")["key"])

    printed = desk.follow(AUDITOR, KEY=key)

    assert any("entries are whole" in one for one in printed)
    assert not (desk.folder / "elsewhere").exists()


def test_an_approver_looks_and_approves_by_the_commands_of_the_page(tmp_path: Path) -> None:
    readers = agreed_readers(tmp_path)
    desk = Desk(readers)
    desk.follow(ADMINISTRATOR)
    form = json.dumps({"facts": REQUEST, "body": REQUEST_BODY})
    (desk.folder / "wanted.json").write_text(form, encoding="utf-8")

    steps = list(steps_of(APPROVER, way="files"))
    held = readers.type(steps[0])
    digest = str(desk.json("cleo", "approve show wanted")["digest"])
    for step in steps[1:]:
        readers.type(replace(step, command=step.command.replace("DIGEST", digest)))

    assert "Waits as wanted for a second person" in held
    assert desk.json("ben", "approve list")["drafts"] == []
    assert desk.json("ben", "show wanted")["state"] == "queued"


def test_a_duty_officer_takes_over_and_hands_over_by_the_commands_of_the_page(desk: Desk) -> None:
    desk.follow(ADMINISTRATOR)
    desk.json("ben", 'handover write --note "All quiet." --to cleo')

    printed = desk.follow(DUTY_OFFICER)

    handovers = desk.json("ben", "handover list")["handovers"]
    assert isinstance(handovers, list)
    assert [one["confirmed_by"] for one in handovers] == [None, "cleo"]
    assert "All quiet." in printed[0]


# The pages as the node serves them, without a port.
SIGNED_IN = """
import sys
import django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
print(client.get("/").status_code)
given = {"name": "cleo", "passphrase": sys.argv[1], "next": "/people"}
print(client.post("/sign-in", given)["Location"])
print(client.get("/people").status_code)
"""


def test_who_was_added_by_the_commands_of_the_page_signs_in_at_the_desk(desk: Desk) -> None:
    desk.follow(SIGN_IN)

    done = subprocess.run(
        [sys.executable, "-c", SIGNED_IN, "some quiet words of cleo"],
        env={
            **desk.readers.environment("ours"),
            "DJANGO_SETTINGS_MODULE": "servanda.node.settings",
        },
        capture_output=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.decode().split() == ["302", "/people", "200"]

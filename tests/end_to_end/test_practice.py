"""`servanda node --practice`: a simulated counterpart, fast clocks, and the real home untouched."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from servanda.core.forms.said import said_elements
from servanda.simulation.demo.stage import Stage
from servanda.simulation.filled_form import filled_body
from servanda.simulation.practice.habits import MARK
from tests.interfaces.cli.homes import Desk

RATE = 3_600  # an hour in a second: answered within seconds, silent only after minutes
WAIT_SECONDS = 120
BODY = filled_body(
    kind="information_request",
    title="Who used this address",
    authority="Trainee",
    file_number="T-1",
    brief_facts="Invented.",
    sought=("The subscriber",),
)
FACTS: dict[str, Any] = {
    "kind": "information_request",
    "urgency": "urgent",
    "criterion": "loss_of_data",
    "commitment": "C1.1",
    "subject": "cyber",
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
}
FACTS["elements"] = said_elements(facts=FACTS, body=BODY, has_files=False)


class Practice:
    """A practice that runs beside a real home."""

    def __init__(self, folder: Path) -> None:
        self.real = Desk(folder / "home", "newcomer.example")
        self.real.do("init", self.real.party, "--no-https")
        self.before = content_of(self.real.folder)
        self.folder = folder / "home-practice"
        self.verbs = Stage(folder=self.folder, say=lambda _: None)
        self.start()

    def start(self) -> None:
        # A data base that does not exist: whoever used the real node's settings would fail.
        settings = {"SERVANDA_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "servanda", "node", "--practice", "--rate", str(RATE), "--json"],
            env=self.real.environment() | settings,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.announced: dict[str, Any] = json.loads(line)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.process.wait(60)

    def wait_for(self, **wanted: object) -> dict[str, Any]:
        """Wait until our inbox has a statement with these members."""

        def look() -> dict[str, Any] | None:
            for said in self.verbs.verb("trainee", "inbox", "--all")["statements"]:
                if wanted.items() <= said.items():
                    return dict(said)
            return None

        return dict(self.verbs.wait_for(look, f"a statement with {wanted}", WAIT_SECONDS))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    running = Practice(tmp_path_factory.mktemp("practice"))
    yield running
    if running.process.poll() is None:
        running.stop()


def test_the_counterpart_asks_and_says_that_it_is_an_exercise(practice: Practice) -> None:
    asked = practice.wait_for(type="request")

    body = practice.verbs.verb("trainee", "show", asked["leaf"])["body"]
    assert body["title"].startswith(MARK)


def test_the_counterpart_takes_a_request_and_answers_it(practice: Practice) -> None:
    facts, body = practice.folder / "facts.json", practice.folder / "body.json"
    facts.write_text(json.dumps(FACTS))
    body.write_text(json.dumps(BODY))
    said = practice.verbs.verb(
        "trainee", "send", "request", "--facts", str(facts), "--body", str(body)
    )

    practice.wait_for(type="acknowledgement", ref=said["leaf"])
    practice.wait_for(type="response", ref=said["leaf"])


def test_both_sides_said_their_calendar(practice: Practice) -> None:
    practice.wait_for(type="calendar")
    ours = practice.verbs.verb("counterpart", "inbox", "--all")["statements"]

    assert "calendar" in {said["type"] for said in ours}


def test_it_is_an_exercise_in_a_home_and_under_an_accord_of_its_own(practice: Practice) -> None:
    (accord,) = practice.verbs.verb("trainee", "accord", "show")["accords"]

    assert practice.announced["home"] == str(practice.folder / "trainee")
    assert (accord["name"], accord["mode"], accord["state"]) == ("practice", "exercise", "in_force")


def test_ended_it_stands_still_and_goes_on_from_there(practice: Practice) -> None:
    assert practice.stop() == 0
    stood = practice.verbs.verb("trainee", "clock", "show")
    (accord,) = practice.verbs.verb("trainee", "accord", "show")["accords"]

    assert practice.verbs.verb("counterpart", "clock", "show") == stood
    practice.start()

    assert practice.verbs.verb("trainee", "clock", "show")["now"] > stood["now"]
    assert practice.verbs.verb("trainee", "accord", "show")["accords"] == [accord]


def test_killed_it_leaves_no_node_behind(practice: Practice) -> None:
    notes = [practice.folder / party / "ready.json" for party in ("trainee", "counterpart")]
    practice.process.kill()
    assert practice.process.stdout is not None
    practice.process.stdout.close()
    practice.process.wait(60)

    practice.verbs.wait_for(
        lambda: None if any(note.exists() for note in notes) else {}, "both nodes to end"
    )
    practice.start()


def test_the_real_home_is_not_touched(practice: Practice) -> None:
    assert content_of(practice.real.folder) == practice.before


def test_two_practices_in_one_folder_are_refused(practice: Practice) -> None:
    second = practice.real.run("node", "--practice", "--json")

    assert second.exit == 2
    assert "already" in second.result["message"]


def test_a_folder_that_no_practice_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "home-practice").mkdir()
    (tmp_path / "home-practice" / "letters").write_text("mine")

    refused = Desk(tmp_path / "home", "").run("node", "--practice", "--json")

    assert refused.exit == 2
    assert [file.name for file in (tmp_path / "home-practice").iterdir()] == ["letters"]


def test_a_real_desk_is_not_simulated(practice: Practice) -> None:
    refused = practice.real.run("node", "--plays-counterpart")

    assert refused.exit == 1
    assert "exercise" in refused.err


def content_of(folder: Path) -> dict[str, str]:
    """Return what a home holds; the store's own journals come and go as it is read."""
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("store.sqlite3-")
    }

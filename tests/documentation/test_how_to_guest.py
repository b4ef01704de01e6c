"""The page for a guest works as it is written: a node, a guest, and files between them."""

import json
from dataclasses import replace
from pathlib import Path

from tests.documentation.agreed import PARTIES
from tests.documentation.pages import Readers, Step, steps_of
from tests.usecases.nodes import REQUEST, REQUEST_BODY

GUEST = "how-to/guest.md"
# A period has to end for a review, so both live in a year of their own.
BEGUN = " --mode demonstration --at 2026-01-05T08:00:00Z"
ENDED = "2026-07-06T08:00:00Z"
CARDS = "card --out ours.card"


def test_a_guest_does_all_of_the_page_beside_a_node(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    (tmp_path / "stick").mkdir()
    for side in PARTIES:
        (readers.place(side) / "stick").symlink_to(tmp_path / "stick")
    readers.type(Step("ours", f"./run servanda init {PARTIES['ours']} --no-https{BEGUN}"))
    readers.type(Step("ours", f"./run servanda {CARDS}"))
    readers.carry("ours.card", by="ours", named="theirs.card")
    asked = ""

    for step in steps_of(GUEST, way="files"):
        command = step.command
        if "--words" in command:
            command = told(readers, step)
        if "LEAF" in command:
            asked = asked or waiting(readers)
            command = command.replace("LEAF", asked)
        if command.endswith("guest queue"):
            ask(readers)
        if "guest init" in command:
            command += BEGUN
        if "accord propose" in command:
            command += " --start 2026-01-01T00:00:00Z --until 2026-07-01T00:00:00Z"
        if command.endswith("guest cut"):
            readers.type(Step("ours", f"./run servanda clock set {ENDED}"))
            readers.type(Step("theirs", f"./run servanda guest clock set {ENDED}"))
        readers.type(replace(step, command=command))
        hand_over(readers, step)

    place = readers.place("theirs")
    assert readers.verbs().verb("ours", "show", asked)["answered_at"] is not None
    readers.verbs().verb("ours", "review", "--figures", str(tmp_path / "figures.json"))
    assert (place / "figures.json").read_bytes() == (tmp_path / "figures.json").read_bytes()
    assert (place / "year.servanda-bundle").is_file()
    assert not list(readers.home("theirs").rglob("*.sqlite3"))


def told(readers: Readers, step: Step) -> str:
    """Put in the words that the other side reads out."""
    verbs = readers.verbs()
    words = (
        verbs.verb("ours", "card")["words"]
        if step.side == "theirs"
        else verbs.verb("theirs", "guest", "card")["words"]
    )
    return step.command.replace("the twelve words that you hear", words)


def ask(readers: Readers) -> None:
    """Let the node ask something, and bring it."""
    place = readers.place("ours")
    (place / "form.json").write_text(json.dumps({"facts": REQUEST, "body": REQUEST_BODY}))
    readers.type(Step("ours", "./run servanda send request --form form.json"))
    readers.type(Step("ours", "./run servanda deliver --out for-southmere.servanda"))
    readers.carry("for-southmere.servanda", by="ours")
    readers.type(Step("theirs", "./run servanda guest read for-southmere.servanda"))


def waiting(readers: Readers) -> str:
    (request,) = readers.verbs().verb("theirs", "guest", "queue")["requests"]
    return str(request["leaf"])


def hand_over(readers: Readers, step: Step) -> None:
    """Bring what a command wrote to the other side."""
    if step.command.endswith("guest card --out ours.card"):
        readers.carry("ours.card", by="theirs", named="theirs.card")
    for side, name in (("ours", "for-southmere.servanda"), ("theirs", "for-northmark.servanda")):
        writes = "--out" in step.command or "guest write" in step.command
        if step.side == side and writes and step.command.endswith(name):
            readers.carry(name, by=side)

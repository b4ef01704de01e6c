"""The tutorial works as it is written, both ways, for two people with two homes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from servanda.simulation.demo.stage import free_ports
from tests.documentation.pages import SIDES, Readers, Step, other_side, steps_of

PAGE = "tutorial/your-own-accord.md"
NODE = "./run node "
ANSWERED = re.compile(r"--answer \S+")
WRITTEN = re.compile(r"(?:--out|>) (\S+)$")


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    made = Readers(tmp_path)
    yield made
    made.stop()


@pytest.mark.parametrize("way", ["network", "files"])
def test_two_people_who_follow_the_page_have_an_accord_and_a_check(
    readers: Readers, way: str
) -> None:
    for step in steps_of(PAGE, way=way):
        follow(step, readers, way=way)

    verbs = readers.verbs()
    for side in SIDES:
        (accord,) = verbs.verb(side, "accord", "show")["accords"]
        assert accord["state"] == "in_force"
        assert (readers.home(side) / "calendar.json").exists()
    readers.wait_until(lambda: check_is_answered(readers), "the check to be answered")
    readers.wait_until(
        lambda: is_all_delivered(readers, way=way), "the last receipt to have travelled back"
    )
    (check,) = [one for one in said_by_ours(readers) if one["type"] == "check"]
    assert check["stage"] == "responded"


def test_by_files_no_card_names_an_address(readers: Readers) -> None:
    for step in steps_of(PAGE, way="files"):
        follow(step, readers, way="files")
        if " > " in step.command and step.side == "theirs":
            break

    for side in SIDES:
        assert b'"carriers":{}' in (readers.place(side) / "ours.card").read_bytes().replace(
            b"\\", b""
        )


def follow(step: Step, readers: Readers, *, way: str) -> None:
    """Do what the page says around a command, and type it."""
    if step.command.startswith(NODE):
        readers.start(replace(step, command=step.command + node_options(way)))
        return
    await_what_travels_by_itself(step, readers, way=way)
    command = step.command
    if "--words" in command:
        command = readers.telephone(command, listener=step.side)
    if "--answer" in command:
        command = ANSWERED.sub(f"--answer {check_of(readers)['leaf'][:19]}", command)
    readers.type(replace(step, command=command))
    written = WRITTEN.search(command)
    if written is not None:
        name = written[1]
        readers.carry(name, by=step.side, named="theirs.card" if name == "ours.card" else "")


def node_options(way: str) -> str:
    """Return what the page leaves to the reader: where to listen, or that nothing is reachable."""
    carrier, pages = free_ports()
    https = f"--address https://127.0.0.1:{carrier}" if way == "network" else "--no-https"
    return f" {https} --pages 127.0.0.1:{pages}"


def await_what_travels_by_itself(step: Step, readers: Readers, *, way: str) -> None:
    if way == "network" and step.command == "./run servanda accord show":
        readers.wait_until(
            lambda: bool(readers.verbs().verb(step.side, "accord", "show")["accords"]),
            "the proposal to arrive",
        )
    if "inbox" in step.command:
        readers.wait_until(lambda: check_of(readers) != {}, "the check to arrive")


def check_of(readers: Readers) -> dict[str, str]:
    said = readers.verbs().verb("theirs", "inbox", "--all")["statements"]
    return next((one for one in said if one["type"] == "check"), {})


def check_is_answered(readers: Readers) -> bool:
    said = readers.verbs().verb("ours", "inbox", "--all")["statements"]
    asked = check_of(readers)["leaf"]
    return any(one["type"] == "check" and one["ref"] == asked for one in said)


def undelivered(readers: Readers) -> list[dict[str, Any]]:
    """Return what either side has said and holds no receipt for."""
    return [
        item
        for side in SIDES
        for counterpart in readers.verbs().verb(side, "counterpart", "show")["counterparts"]
        for pair in counterpart["pairs"]
        for item in pair["items"]
        if item["delivered_at"] is None
    ]


def is_all_delivered(readers: Readers, *, way: str) -> bool:
    """Return whether both hold all receipts.

    By files a node may have said something of its own, such as its calendar, after the last
    envelope was written; the two people then carry one more each way.
    """
    if not undelivered(readers):
        return True
    if way == "files":
        for side in SIDES:
            carry_one_more(readers, side)
    return False


def carry_one_more(readers: Readers, side: str) -> None:
    readers.type(Step(side=side, command="./run servanda deliver --out more.servanda"))
    readers.carry("more.servanda", by=side)
    taken = Step(side=other_side(side), command="./run servanda deliver more.servanda")
    readers.type(taken)


def said_by_ours(readers: Readers) -> list[dict[str, Any]]:
    (counterpart,) = readers.verbs().verb("ours", "counterpart", "show")["counterparts"]
    (pair,) = counterpart["pairs"]
    return [item for item in pair["items"] if item["by"] == "northmark.example"]


def test_both_sides_are_followed() -> None:
    for way in ("network", "files"):
        assert {step.side for step in steps_of(PAGE, way=way)} == set(SIDES)

"""The verbs of a round, at two homes: from planning to what became of a promise."""

import json
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from tests.interfaces.cli.homes import Desk, agreed_by_file, compared

HOSTILE = '#eval("1") <script>alert(1)</script> $x$ {{ y }}'
ZONE, OTHER_ZONE = ("--zone", "-05:00"), ("--zone", "+08:00")

TWICE = ("--owner", "us", "--text", "en=a", "--text", "en=b", "--test", "y")


@dataclass
class Table:
    alice: Desk
    bob: Desk
    folder: Path
    carried: int = 0

    def carry(self, *, to: str = "bob") -> None:
        """Take what was said over by a file."""
        self.carried += 1
        here, there = (self.alice, self.bob) if to == "bob" else (self.bob, self.alice)
        file = self.folder / f"carried-{self.carried}"
        here.do("deliver", "--out", file)
        there.do("deliver", file, "--out", self.folder / f"answer-{self.carried}")
        here.do(
            "deliver",
            self.folder / f"answer-{self.carried}",
            "--out",
            self.folder / f"x{self.carried}",
        )

    def say(self, desk: Desk, *arguments: str) -> str:
        ticket = f"said-{self.carried}-{len(arguments)}-{arguments[1]}"
        desk.do("dialogue", *arguments, "--ticket", ticket, "--no-wait")
        self.carry(to="bob" if desk is self.alice else "alice")
        leaf: str = desk.do("show", ticket)["leaf"]
        return leaf


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    folder = tmp_path_factory.mktemp("rounds")
    alice, bob = (Desk(folder / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, folder)
    agreed_by_file(alice, bob, folder)
    return Table(alice=alice, bob=bob, folder=folder)


@pytest.fixture(scope="module")
def planned(table: Table) -> str:
    """Return a round that alice proposed and bob confirmed by another day."""
    day = ("--day", "2026-02-02")
    leaf = table.say(
        table.alice, "plan", "dialogue", *day, *ZONE, "--title", "Winter", "--place", "Geneva"
    )
    ticket = "bob-confirms"
    said = table.bob.do(
        "dialogue",
        "confirm",
        leaf,
        "--day",
        "2026-02-03",
        *OTHER_ZONE,
        "--ticket",
        ticket,
        "--no-wait",
    )
    assert said["other_day"] == "2026-02-02"
    table.carry(to="alice")
    return leaf


def test_different_days_stand_beside_each_other_at_both_homes(table: Table, planned: str) -> None:
    shown = [desk.do("dialogue", "show")["rounds"] for desk in (table.alice, table.bob)]

    (one,) = shown[0]
    assert shown[0] == shown[1]
    assert (one["key"], one["state"], one["differences"]) == (planned, "planned", ["planned"])
    days = {party: sat["planned"] for party, sat in one["sittings"].items()}
    assert days == {"alice.example": "2026-02-02", "bob.example": "2026-02-03"}


@pytest.mark.parametrize(
    ("call", "missing"),
    [
        (("plan", "dialogue", "--day", "2026-02-02"), "--zone"),
        (("postpone", "{round}"), "--ground"),
        (("attend", "{round}"), "--seat"),
        (("publish", "{round}"), "--point"),
        (("promise", "{round}", "--owner", "us", "--text", "x"), "--test"),
    ],
    ids=lambda each: each if isinstance(each, str) else " ".join(each),
)
def test_what_is_missing_is_named_to_a_program_and_nothing_is_said(
    call: tuple[str, ...], missing: str, table: Table, planned: str
) -> None:
    run = table.alice.run("dialogue", *(one.format(round=planned) for one in call), "--json")

    assert run.exit == 2
    assert run.result["fault"]["path"] == missing


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (("confirm", "{round}", "--day", "2026-02-30", *ZONE), "day"),
        (("confirm", "{round}", "--day", "2026-02-02", "--zone", "Beijing"), "--zone"),
        (("postpone", "{round}", "--ground", "mood"), "ground"),
        (("attend", "{round}", "--seat", "Minister"), "--seat"),
        (("attend", "{round}", "--seat", "office=Minister;capacity=king"), "capacity"),
        (
            (
                "promise",
                "{round}",
                "--owner",
                "us",
                "--text",
                "en=a",
                "--text",
                "en=b",
                "--test",
                "y",
            ),
            "--text",
        ),
        (("plan", "summits", "--day", "2026-02-02", *ZONE), "series"),
    ],
    ids=lambda each: each if isinstance(each, str) else " ".join(each),
)
def test_what_does_not_fit_is_refused_with_its_place(
    call: tuple[str, ...], place: str, table: Table, planned: str
) -> None:
    run = table.alice.run("dialogue", *(one.format(round=planned) for one in call))

    assert run.exit == 2
    assert place in run.err


def test_a_step_that_has_no_effect_now_is_not_sent_and_those_that_have_are_named(
    table: Table, planned: str
) -> None:
    run = table.alice.run("dialogue", "follow-up", planned, "--json")

    assert run.exit == 2
    assert "round.held" in run.out.decode()


def test_a_round_is_lived_through_by_its_verbs(table: Table, planned: str) -> None:
    alice, bob = table.alice, table.bob
    table.say(alice, "attend", planned, "--seat", "office=Minister;capacity=chair;person=A")
    seats = ("--seat", "office=Deputy;capacity=representative;substitute_for=A;since=2026-02-02",
             "--seat", "office=Minister;capacity=chair;presence=telephone;person=A")  # fmt: skip
    table.say(alice, "attend", planned, *seats)
    agenda = table.say(alice, "propose-agenda", planned, "--point", "Hotline")
    table.say(bob, "agree-agenda", agenda)
    table.say(alice, "hold", planned, "--day", "2026-02-02", *ZONE)
    table.say(bob, "hold", planned, "--day", "2026-02-03", *OTHER_ZONE)
    table.say(alice, "publish", planned, "--authentic", "en", "--point", f"hotline={HOSTILE}")
    table.say(bob, "publish", planned, "--authentic", "zh-Hans", "--point", "seminar=研讨会")
    promise = table.say(
        alice, "promise", planned, "--owner", "them", "--due", "2026-03-01",
        "--text", "en=Test it.", "--test", "en=Answered in time.",
    )  # fmt: skip
    table.say(bob, "report", promise, "confirmed")
    table.say(bob, "report", promise, "delivered")
    table.say(alice, "report", promise, "accepted")

    told = [desk.do("dialogue", "show") for desk in (alice, bob)]
    assert told[0]["rounds"] == told[1]["rounds"]
    (one,) = told[0]["rounds"]
    assert one["state"] == "outcomes_published"
    assert one["levels"]["alice.example"] == "chair_at_a_distance"
    assert {row["only_in"] for row in one["outcomes"]} == {"alice.example", "bob.example"}
    assert told[0]["deliverables"][0]["state"] == "accepted"
    _require_told(table, planned)


def _require_told(table: Table, planned: str) -> None:
    """Require that the brief and the summary say it, and take every text for text."""
    brief = table.folder / "brief.pdf"
    said = table.bob.do("brief", "--format", "pdf", "--output", brief, "--lang", "en")
    keys = {one["key"]: one["text"] for one in said["sentences"]}
    assert f"days.{planned}" in keys
    assert "named other people than before, 1 times" in keys[f"delegation.{planned}.alice.example"]
    summary = table.folder / "summary.pdf"
    table.bob.do("dialogue", "summary", "--bilingual", "--format", "pdf", "--output", summary)
    for file in (brief, summary):
        pages = pypdfium2.PdfDocument(file)
        text = "".join("".join(page.get_textpage().get_text_range() for page in pages).split())
        assert "".join(HOSTILE.split()) in text
    chinese = table.folder / "brief.json"
    table.bob.do("brief", "--format", "json", "--output", chinese, "--lang", "zh-Hans")
    assert "Test it. [英文；没有中文文本]" in json.dumps(
        json.loads(chinese.read_bytes()), ensure_ascii=False
    )

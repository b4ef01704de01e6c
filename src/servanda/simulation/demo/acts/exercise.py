"""Act 14: a tabletop exercise on homes of its own; what it shows becomes a real promise."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from servanda.simulation.demo.acts.accord import compare_cards, ports_of
from servanda.simulation.demo.moves import require, schedule
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A tabletop exercise on logs of its own; what it shows becomes a real promise",
    "zh-Hans": "在独立日志上进行桌面推演；推演所见成为一项真实的承诺",
}
RESULT = {
    "en": "Both sides have the same after-action report ({file}): of {expected} "
    "expectations {late} came late and {missed} never. Its item {item} is a deliverable now.",
    "zh-Hans": "双方的事后报告相同（{file}）：{expected} 项预期中，{late} 项迟延，"
    "{missed} 项落空。其中的改进项 {item} 现已成为一项落实事项。",
}
SCENARIO, ITEM = "business-email-compromise", "duty-roster"
HOMES = {NORTHMARK: "northmark-exercise", SOUTHMERE: "southmere-exercise"}
REPORT = "after-action.json"
THEIRS = "after-action-of-southmere.json"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    if "exercised" not in stage.record:
        stage.start_launchers(tuple(HOMES.values()))
        with _nodes(stage):
            _set_up(stage)
            _play_scenario(stage)
            stage.record["exercised"] = _report(stage)
            stage.save_record()
    _carry(stage)
    return dict(stage.record["exercised"])


@contextmanager
def _nodes(stage: Stage) -> Iterator[None]:
    """End the nodes of the exercise when it is over: nothing of it runs beside the real ones."""
    try:
        yield
    finally:
        for home in HOMES.values():
            stage.stop_node(home)


def _set_up(stage: Stage) -> None:
    """Make both homes, compare their cards, and agree on the exercise."""
    start = schedule(stage).instant(days_ago=28, hour=9)
    cards = {home: stage.shown(stage.folder / f"{home}.card") for home in HOMES.values()}
    for party, home in HOMES.items():
        if not (stage.home(home) / "store.sqlite3").exists():
            carrier, pages = ports_of(stage, home)
            address = f"https://127.0.0.1:{carrier}"
            made = ("--mode", "exercise", "--address", address, "--pages", f"127.0.0.1:{pages}")
            stage.verb(home, "init", PARTY_NAMES[party], *made, "--at", start)
        stage.verb(home, "card", "--out", cards[home])
    ours, theirs = HOMES.values()
    compare_cards(stage, ours, theirs, card=cards[theirs])
    compare_cards(stage, theirs, ours, card=cards[ours])
    for home in HOMES.values():
        stage.start_node(home)
    named = ("--with", PARTY_NAMES[SOUTHMERE], "--start", start, "--until-receipted")
    stage.verb(ours, "exercise", "propose", SCENARIO, *named)
    stage.verb(theirs, "accord", "accept", "--until-receipted")


def _play_scenario(stage: Stage) -> None:
    """Go through the first hour; the check is answered late, and all else is not."""
    days, (ours, theirs) = schedule(stage), HOMES.values()
    _clocks(stage, days.instant(days_ago=28, hour=9, minute=30))
    ran = stage.verb(ours, "exercise", "run", SCENARIO)
    check = next(one["ticket"] for one in ran["injects"] if one["id"] == "duty-check")
    asked = stage.wait_for(lambda: _leaf(stage, ours, check), "the check to be asked")
    _clocks(stage, days.instant(days_ago=28, hour=9, minute=50))
    answer = ("--answer", asked["leaf"], "--ticket", "answers-the-check", "--until-receipted")
    stage.verb(theirs, "check", PARTY_NAMES[NORTHMARK], *answer)
    _clocks(stage, days.instant(days_ago=25, hour=9))  # the end of the exercise


def _clocks(stage: Stage, instant: str) -> None:
    for home in HOMES.values():
        stage.verb(home, "clock", "set", instant)


def _leaf(stage: Stage, home: str, ticket: str) -> dict[str, Any] | None:
    shown = stage.verb(home, "show", ticket, quiet=True, may_fail=True)
    return shown if shown.get("received_at") else None


def _report(stage: Stage) -> dict[str, Any]:
    files = dict(zip(HOMES.values(), (REPORT, THEIRS), strict=True))
    told = []
    for home, name in files.items():
        (stage.folder / name).unlink(missing_ok=True)  # of an earlier run that was cut short
        written = ("--output", stage.shown(stage.folder / name))
        told.append(stage.verb(home, "exercise", "report", SCENARIO, *written))
    same = [(stage.folder / name).read_bytes() for name in files.values()]
    require(same[0] == same[1], "expected both sides to have the same after-action report")
    expected = [one for inject in told[0]["injects"] for one in inject["expected"]]
    items = [one["id"] for one in json.loads(same[0])["items"]]
    require(ITEM in items, f"expected the item {ITEM}, found {items}")
    results = [one["result"] for one in expected]
    return {
        "file": stage.shown(stage.folder / REPORT),
        "expected": len(expected),
        "late": results.count("late"),
        "missed": results.count("missed"),
        "item": ITEM,
    }


def _carry(stage: Stage) -> None:
    """Make an item of the exercise a deliverable of the real round, which both sides hold."""
    due = ("--due", schedule(stage).instant(days_ago=-90)[:10])
    item = (stage.shown(stage.folder / REPORT), ITEM, "--round", stage.record["round"])
    said = ("--ticket", "northmark-carries", "--until-receipted")
    promise = stage.verb(NORTHMARK, "exercise", "carry", *item, "--owner", "both", *due, *said)
    confirmed = ("--tlp", "green", "--ticket", "southmere-confirms-item", "--until-receipted")
    stage.verb(SOUTHMERE, "dialogue", "report", str(promise["leaf"]), "confirmed", *confirmed)

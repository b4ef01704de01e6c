"""Act 12: a list is handed over; one arrest is reported by the press and not confirmed."""

import json
from collections.abc import Mapping
from typing import Any

from servanda.simulation.demo.moves import require, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A list of persons of concern; one arrest is reported, and not confirmed",
    "zh-Hans": "移交关注人员名单；一次逮捕见诸报道，但未获确认",
}
RESULT = {
    "en": "{persons} persons listed, no name in the clear; {reported} arrest reported (source D, "
    "information 3) and {confirmed} confirmed: {awaited} announced step has not followed.",
    "zh-Hans": "名单列有 {persons} 人，明文中没有姓名；据报逮捕 {reported} 起（来源 D，信息 3），"
    "确认 {confirmed} 起：有 {awaited} 项已宣布的步骤未实现。",
}
LIST = {
    "list": "Spring list (fictional)",
    "persons": [
        {"names": ["A. Example"], "alleged": "Copied designs of a turbine (fictional)."},
        {"names": ["B. Example"], "alleged": "Rented the servers (fictional)."},
    ],
}
REPORTED = (
    *("--event", "arrested_reported", "--source", "A newspaper, citing one unnamed official"),
    *("--source-grade", "D", "--information-grade", "3", "--announced", "arrested_confirmed"),
)


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=37, hour=9))
    file = stage.folder / "persons.json"
    file.write_text(json.dumps(LIST, ensure_ascii=False, indent=1), encoding="utf-8")
    if not _register(stage, NORTHMARK)["persons"]:  # an earlier run may have handed it over
        stage.verb(NORTHMARK, "person", "hand-over", stage.shown(file))
    persons = stage.wait_for(
        lambda: _all_listed(stage), "the list to have arrived at the other side", 60.0
    )
    set_clocks(stage, days.instant(days_ago=36, hour=9))
    reported = (*REPORTED, "--day", days.instant(days_ago=36)[:10])
    said = ("--ticket", "north-reports", "--until-receipted")
    stage.verb(NORTHMARK, "person", "event", persons["persons"][0]["leaf"], *reported, *said)
    shown = stage.verb(SOUTHMERE, "person", "list")
    require("Example" not in json.dumps(shown), "expected no name in the register")
    events = [each for one in shown["persons"] for each in one["events"]]
    return {
        "persons": len(shown["persons"]),
        "reported": sum(not each["is_confirmed"] for each in events),
        "confirmed": sum(each["is_confirmed"] for each in events),
        "awaited": sum(len(one["awaited"]) for one in shown["persons"]),
    }


def _register(stage: Stage, party: str) -> Mapping[str, Any]:
    return stage.verb(party, "person", "list", quiet=True)


def _all_listed(stage: Stage) -> Mapping[str, Any] | None:
    found = _register(stage, SOUTHMERE)
    return found if len(found["persons"]) == len(LIST["persons"]) else None

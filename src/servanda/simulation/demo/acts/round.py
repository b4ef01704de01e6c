"""Act 13: a round of the dialogue, what each side publishes, and a promise."""

from typing import Any

from servanda.simulation.demo.moves import require, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A round of the dialogue: two texts of its outcome, and a promise",
    "zh-Hans": "一轮对话：两份成果文本与一项承诺",
}
RESULT = {
    "en": "{rounds} round held; {only} point stands in one text alone; one promise is {state}.",
    "zh-Hans": "已举行 {rounds} 轮；有 {only} 点仅见于一方文本；一项承诺的状态为 {state}。",
}
SERIES = "dialogue"
SEATS = {
    NORTHMARK: ("office=Minister of the Interior (fictional);capacity=chair",),
    SOUTHMERE: (
        "office=Deputy Minister (fictional);capacity=representative",
        "office=Minister of Justice (fictional);capacity=chair;presence=telephone",
    ),
}
POINTS = {
    NORTHMARK: (
        "hotline=The hotline is tested before the next round.",
        "cases=Cases were reviewed.",
    ),
    SOUTHMERE: ("hotline=The hotline is to be tested before the next round.",),
}
ZONES = {NORTHMARK: "+01:00", SOUTHMERE: "+08:00"}
PROMISED = (
    *("--text", "en=Test the hotline.", "--text", "zh-Hans=测试热线。"),
    *("--test", "en=A check is answered within 15 minutes."),
    *("--test", "zh-Hans=测试在十五分钟内获答复。"),
)


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    day = days.instant(days_ago=30)[:10]
    set_clocks(stage, days.instant(days_ago=35, hour=9))
    plan = _say(stage, NORTHMARK, "plan", SERIES, *_on(NORTHMARK, day), "--place", "Northhaven")
    _say(stage, SOUTHMERE, "confirm", plan, *_on(SOUTHMERE, day))
    set_clocks(stage, days.instant(days_ago=30, hour=18))
    for party in (NORTHMARK, SOUTHMERE):
        _say(stage, party, "attend", plan, *_each("--seat", SEATS[party]))
        _say(stage, party, "hold", plan, *_on(party, day))
        points = _each("--point", POINTS[party])
        _say(stage, party, "publish", plan, *points, "--authentic", "en")
    due = days.instant(days_ago=-60)[:10]
    owed = ("--owner", "both", "--due", due, *PROMISED)
    promise = _say(stage, NORTHMARK, "promise", plan, *owed)
    _say(stage, SOUTHMERE, "report", promise, "confirmed")
    stage.record["round"] = plan
    return _shown(stage)


def _shown(stage: Stage) -> dict[str, Any]:
    told = [stage.verb(party, "dialogue", "show", quiet=True) for party in (NORTHMARK, SOUTHMERE)]
    same = [{name: one[name] for name in ("series", "rounds", "deliverables")} for one in told]
    require(same[0] == same[1], "expected both parties to know the same dialogue")
    (one,) = same[0]["rounds"]
    only = sum(row["only_in"] is not None for row in one["outcomes"])
    (promised,) = same[0]["deliverables"]
    return {"rounds": 1, "only": only, "state": promised["state"]}


def _on(party: str, day: str) -> tuple[str, ...]:
    return ("--day", day, "--zone", ZONES[party])


def _each(option: str, values: tuple[str, ...]) -> list[str]:
    return [part for value in values for part in (option, value)]


def _say(stage: Stage, party: str, verb: str, *arguments: str) -> str:
    """Let `party` say something about the round, and wait until it is receipted."""
    named = ("--tlp", "green", "--ticket", f"{party}-round-{verb}", "--until-receipted")
    return str(stage.verb(party, "dialogue", verb, *arguments, *named)["leaf"])

"""Act 13: a round of the dialogue, what each side publishes, and a promise."""

import json
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
CHAIRS = {
    NORTHMARK: [{"office": "Minister of the Interior (fictional)", "capacity": "chair"}],
    SOUTHMERE: [
        {"office": "Deputy Minister (fictional)", "capacity": "representative"},
        {
            "office": "Minister of Justice (fictional)",
            "capacity": "chair",
            "presence": "telephone",
        },
    ],
}
POINTS = {
    NORTHMARK: {
        "hotline": "The hotline is tested before the next round.",
        "cases": "Cases were reviewed.",
    },
    SOUTHMERE: {"hotline": "The hotline is to be tested before the next round."},
}
OFFSETS = {NORTHMARK: "60", SOUTHMERE: "480"}
PROMISE = {
    "text": {"en": "Test the hotline.", "zh-Hans": "测试热线。"},
    "acceptance_test": {
        "en": "A check is answered within 15 minutes.",
        "zh-Hans": "测试在十五分钟内获答复。",
    },
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    day = days.instant(days_ago=30)[:10]
    set_clocks(stage, days.instant(days_ago=35, hour=9))
    named = ("series=" + SERIES, "kind=round")
    proposed = _round(stage, NORTHMARK, "proposed", *named, day=day)
    _round(stage, SOUTHMERE, "confirmed", day=day, ref=proposed)
    set_clocks(stage, days.instant(days_ago=30, hour=18))
    for party in (NORTHMARK, SOUTHMERE):
        seats = {"delegation": CHAIRS[party]}
        _say(stage, party, "round", ("step=delegation",), body=seats, ref=proposed)
        _round(stage, party, "held", day=day, ref=proposed)
        items = [{"key": key, "text": text} for key, text in POINTS[party].items()]
        facts = ("step=published", "language=en", f"points={len(items)}")
        _say(stage, party, "outcome", facts, body={"items": items}, ref=proposed)
    due = days.instant(days_ago=-60)[:10]
    facts = ("step=proposed", "owner=both", f"due={due}")
    promise = _say(stage, NORTHMARK, "deliverable", facts, body=PROMISE, ref=proposed)
    _say(stage, SOUTHMERE, "deliverable", ("step=confirmed",), ref=promise)
    return _shown(stage)


def _shown(stage: Stage) -> dict[str, Any]:
    told = [stage.verb(party, "dialogue", "show", quiet=True) for party in (NORTHMARK, SOUTHMERE)]
    same = [{name: one[name] for name in ("series", "rounds", "deliverables")} for one in told]
    require(same[0] == same[1], "expected both parties to know the same dialogue")
    (one,) = same[0]["rounds"]
    only = sum(row["only_in"] is not None for row in one["outcomes"])
    (promised,) = same[0]["deliverables"]
    return {"rounds": 1, "only": only, "state": promised["state"]}


def _round(
    stage: Stage, party: str, step: str, *more: str, day: str, ref: str | None = None
) -> str:
    facts = (f"step={step}", f"day={day}", f"utc_offset_minutes={OFFSETS[party]}", *more)
    return _say(stage, party, "round", facts, ref=ref)


def _say(
    stage: Stage,
    party: str,
    type_name: str,
    facts: tuple[str, ...],
    *,
    body: dict[str, Any] | None = None,
    ref: str | None = None,
) -> str:
    """Let `party` say something about the round, and wait until it is receipted."""
    step = facts[0].removeprefix("step=")
    ticket = f"{party}-{type_name}-{step}"
    arguments = [part for fact in (*facts, "tlp=green") for part in ("--fact", fact)]
    if body is not None:
        file = stage.folder / "statements" / f"{ticket}.body.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
        arguments += ["--body", stage.shown(file)]
    if ref is not None:
        arguments += ["--ref", ref]
    said = stage.verb(party, "send", type_name, *arguments, "--ticket", ticket, "--until-receipted")
    return str(said["leaf"])

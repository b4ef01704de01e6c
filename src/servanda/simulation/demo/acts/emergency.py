"""Act 9: an emergency by telephone at night, and the ladder from its third level on."""

from typing import Any

from servanda.simulation.demo.moves import say, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "An emergency over the hotline: spoken first, written after",
    "zh-Hans": "热线上的一次特急事件：先口头，后书面",
}
RESULT = {
    "en": "The call is confirmed, with {differences} difference of the two records; level {level} "
    "answered in time; the answer's clock began at the confirmation.",
    "zh-Hans": "通话已获确认，双方记录有 {differences} 处不同；层级 {level} 按时答复；"
    "答复时限自确认时起算。",
}
SPOKEN = (
    *("--caller", "Northmark desk, duty officer (fictional)"),
    *("--callee", "Southmere desk, duty contact (fictional)"),
    *("--text", "A hospital is held down; the written request follows within the hour."),
)
LEVEL, HELD = "L3", ("--language", "en", "--decision", "instructed")


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    night = {"days_ago": 40, "hour": 3}
    set_clocks(stage, days.instant(**night, minute=10))
    follow_up = days.instant(days_ago=40, hour=9)
    call = _do(
        stage, NORTHMARK, ("hotline", "call", "--basis", "emergency", "--level", LEVEL, *HELD),
        ("--called-at", days.instant(**night, minute=2), "--follow-up", follow_up, *SPOKEN),
        ticket="north-call",
    )  # fmt: skip
    _do(
        stage, SOUTHMERE, ("hotline", "confirm", call, "--level", LEVEL, *HELD),
        ("--called-at", days.instant(**night, minute=5), "--follow-up", follow_up),
        ticket="south-confirms-call",
    )  # fmt: skip
    raised = _do(
        stage, NORTHMARK, ("escalate", "raise", call, "--trigger", "emergency"),
        ("--level", LEVEL, "--text", "Surgery has stopped; who filters the address tonight?"),
        ticket="north-escalates",
    )  # fmt: skip
    _do(
        stage, SOUTHMERE, ("escalate", "decide", raised, "--decision", "instructed"),
        ("--follow-up", follow_up), ticket="south-decides",
    )  # fmt: skip
    request = say(stage, NORTHMARK, "north-emergency", ref=call)
    if "answer-north-emergency" not in stage.left_out:
        say(stage, SOUTHMERE, "answer-north-emergency", ref=request)
    _do(stage, NORTHMARK, ("escalate", "close", raised), (), ticket="north-closes")
    shown = stage.verb(NORTHMARK, "hotline", "show", call)
    return {"differences": len(shown["differences"]), "level": LEVEL}


def _do(
    stage: Stage, party: str, verb: tuple[str, ...], options: tuple[str, ...], *, ticket: str
) -> str:
    """Let `party` say something over the hotline, and wait until it is receipted."""
    said = stage.verb(party, *verb, *options, "--ticket", ticket, "--until-receipted")
    return str(said["leaf"])

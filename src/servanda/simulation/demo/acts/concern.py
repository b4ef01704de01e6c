"""Act 10: a concern that a commitment seems broken, its reply, and a dispute left standing."""

from typing import Any

from servanda.simulation.demo.moves import schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A concern about a commitment, its reply, and what is left of it",
    "zh-Hans": "就一项承诺提出的关切、对它的回应与余下的事",
}
RESULT = {
    "en": "The reply to {commitment} came in time and explains; the issuer maintains the concern, "
    "so it is {state}, and one dispute stands beside it.",
    "zh-Hans": "对 {commitment} 的回应按时作出并予以解释；提出方仍坚持，故状态为 {state}，"
    "另有一项争议并列。",
}
COMMITMENT = "C2"
GIVEN = (
    *("--commitment", COMMITMENT, "--element", "nexus", "--element", "theft"),
    *("--text", "Two reports say that designs were taken by night for a firm's advantage."),
    *("--asks", "What was done about it."),
)
CONTESTED = ("--about", "statement", "--text", "The reports name no firm of Southmere.")


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=39, hour=9))
    concern = _say(stage, NORTHMARK, ("concern", "issue", *GIVEN), ticket="north-concern")
    set_clocks(stage, days.instant(days_ago=38, hour=9))
    answer = ("--position", "explained", "--text", "The address was rented by a third party.")
    _say(stage, SOUTHMERE, ("concern", "reply", concern, *answer), ticket="south-replies")
    maintained = ("concern", "maintain", concern, "--text", "By whom was it rented?")
    _say(stage, NORTHMARK, maintained, ticket="north-maintains")
    stated = ("dispute", "state", "--leaf", concern, *CONTESTED)
    _say(stage, SOUTHMERE, stated, ticket="south-disputes")
    (pair,) = stage.verb(SOUTHMERE, "concern", "list")["pairs"]
    (shown,) = [one for one in pair["concerns"] if one["leaf"] == concern]
    return {"commitment": shown["commitment"], "state": shown["state"]}


def _say(stage: Stage, party: str, verb: tuple[str, ...], *, ticket: str) -> str:
    """Let `party` say something, and wait until it is receipted."""
    said = stage.verb(party, *verb, "--ticket", ticket, "--until-receipted")
    return str(said["leaf"])

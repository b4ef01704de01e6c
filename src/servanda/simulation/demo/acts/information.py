"""Act 8: each side gives what it was not asked for, and hears what it was worth."""

from typing import Any

from servanda.simulation.demo.moves import other, say, say_all, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "Each side gives information unasked, and hears what it was worth",
    "zh-Hans": "双方主动通报信息，并得到反馈",
}
RESULT = {
    "en": "{pieces} pieces given, both acknowledged and judged; no clock for an answer runs.",
    "zh-Hans": "共通报 {pieces} 项，均获受理与反馈；不设答复时限。",
}
GIVEN = {NORTHMARK: "north-indicators", SOUTHMERE: "south-news"}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    set_clocks(stage, schedule(stage).instant(days_ago=60, hour=9))
    given = stage.each(lambda party: say(stage, party, GIVEN[party]))
    set_clocks(stage, schedule(stage).instant(days_ago=60, hour=11))
    stage.each(lambda party: _judge(stage, party, given[other(party)]))
    return {"pieces": len(GIVEN)}


def _judge(stage: Stage, party: str, leaf: str) -> None:
    name = GIVEN[other(party)]
    say_all(stage, party, (f"ack-{name}", f"feedback-{name}"), ref=leaf)

"""Act 5: one request is answered late, and the record says so."""

from typing import Any

from servanda.simulation.demo.moves import answer, say, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "One request is answered late",
    "zh-Hans": "一项请求逾期答复",
}
RESULT = {
    "en": "Asked on {asked}, answered on {answered}; nothing can hide it now.",
    "zh-Hans": "{asked} 提出，{answered} 答复；此事已无法掩盖。",
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    asked = schedule(stage).instant(days_ago=230, hour=9)
    answered = schedule(stage).instant(days_ago=219, hour=9)
    set_clocks(stage, asked)
    leaf = say(stage, NORTHMARK, "north-late")
    set_clocks(stage, answered)
    answer(stage, SOUTHMERE, leaf, "north-late")
    return {"asked": asked, "answered": answered}

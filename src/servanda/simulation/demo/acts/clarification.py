"""Act 6: a request is not complete; a question stops the clock, and the answer lets it run on."""

from typing import Any

from servanda.simulation.demo.moves import say, say_all, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A question stops the clock; its answer lets it run on",
    "zh-Hans": "一次澄清使时限中止，答复后继续计时",
}
RESULT = {
    "en": "Asked to stop a flood: a day of waiting is charged to who left the form open.",
    "zh-Hans": "请求处置洪水攻击：等待的一天计在未填全表格的一方。",
}
NAME = "south-mitigation"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=180, hour=8))
    leaf = say(stage, SOUTHMERE, NAME)
    say_all(stage, NORTHMARK, (f"ack-{NAME}", f"question-{NAME}"), ref=leaf)
    set_clocks(stage, days.instant(days_ago=179, hour=8))
    say_all(stage, SOUTHMERE, (f"clarified-{NAME}",), ref=leaf)
    set_clocks(stage, days.instant(days_ago=179, hour=14))
    say_all(stage, NORTHMARK, (f"accepted-{NAME}", f"answer-{NAME}"), ref=leaf)
    say_all(stage, SOUTHMERE, (f"feedback-{NAME}",), ref=leaf)
    return {"leaf": leaf}

"""Act 15: one side suspends the accord; clocks run on, and it ends as it began."""

from typing import Any

from servanda.simulation.demo.moves import require, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "One side suspends the accord: no clock stops, no log closes",
    "zh-Hans": "一方暂停协定：时限不停，日志不关",
}
RESULT = {
    "en": "A new matter was refused before it was sent ({error}); suspended for {days} days, then "
    "resumed.",
    "zh-Hans": "新事项在发送前即被拒绝（{error}）；暂停 {days} 天后恢复。",
}
DAYS = 5
NEW_MATTER = ("check", "southmere.example")


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=25, hour=9))
    ground = ("--ground", "measure_of_the_other", "--text", "Until the indictment is explained.")
    begun = ("suspend", "start", *ground, "--ticket", "south-suspends", "--until-receipted")
    stage.verb(SOUTHMERE, *begun)
    told = stage.record.get("suspended_error")
    if told is None:
        refused = stage.verb(NORTHMARK, *NEW_MATTER, may_fail=True)
        require(refused["exit"] != 0, "expected a new matter to be refused meanwhile")
        told = stage.record["suspended_error"] = refused["error"]
        stage.save_record()
    set_clocks(stage, days.instant(days_ago=25 - DAYS, hour=9))
    ended = ("suspend", "resume", "--ticket", "south-resumes", "--until-receipted")
    stage.verb(SOUTHMERE, *ended)
    shown = stage.verb(NORTHMARK, "suspend", "show")
    require(not shown["is_suspended"], "expected the suspension to have ended")
    return {"error": told, "days": DAYS}

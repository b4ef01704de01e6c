"""Act 7: one answer comes later by an extension, one request is refused on a stated ground."""

from typing import Any

from servanda.simulation.demo.moves import say, say_all, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A judge takes time, a ministry says no: an extension and a refusal",
    "zh-Hans": "法官需要时间，部委予以拒绝：一次延期与一次拒绝",
}
RESULT = {
    "en": "Answered after the first deadline and before the extended one, {extended}; "
    "refused with its ground, judged and contested.",
    "zh-Hans": "在原截止时间之后、延期截止日 {extended} 之前答复；拒绝附有理由，并有反馈与异议。",
}
INVESTIGATION, REFUSED = "north-investigation", "north-refused"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=120, hour=9))
    asked, refused = say(stage, NORTHMARK, INVESTIGATION), say(stage, NORTHMARK, REFUSED)
    say_all(stage, SOUTHMERE, (f"ack-{INVESTIGATION}",), ref=asked)
    say_all(stage, SOUTHMERE, (f"ack-{REFUSED}",), ref=refused)
    extended = days.instant(days_ago=100)[:10]
    set_clocks(stage, days.instant(days_ago=115, hour=9))
    if f"extension-{INVESTIGATION}" not in stage.left_out:
        until = ("--fact", f"until_day={extended}")
        say(stage, SOUTHMERE, f"extension-{INVESTIGATION}", ref=asked, more=until)
    say_all(stage, SOUTHMERE, (f"answer-{REFUSED}",), ref=refused)
    say_all(stage, NORTHMARK, (f"feedback-{REFUSED}",), ref=refused)
    say_all(stage, SOUTHMERE, (f"reply-{REFUSED}",), ref=refused)
    set_clocks(stage, days.instant(days_ago=102, hour=9))
    say_all(stage, SOUTHMERE, (f"answer-{INVESTIGATION}",), ref=asked)
    return {"extended": extended}

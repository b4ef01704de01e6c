"""Act 3: the receiver dies between storing a statement and giving its receipt."""

from typing import Any

from servanda.simulation.demo.moves import (
    answer,
    require,
    say,
    schedule,
    set_clocks,
    wait_delivered,
)
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "The receiver is killed between store and receipt, and started again",
    "zh-Hans": "接收方在存储与回执之间被强行终止，随后重新启动",
}
RESULT = {
    "en": "One copy, one receipt: {leaf}",
    "zh-Hans": "一份副本，一份回执：{leaf}",
}
BOUNDARY = "step.committed"  # stored, but the head that proves it is not signed yet


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    set_clocks(stage, schedule(stage).instant(days_ago=300, hour=11))
    stage.stop_node(SOUTHMERE)
    stage.start_node(SOUTHMERE, stop_at=BOUNDARY)
    leaf = say(stage, NORTHMARK, "north-killed", wait=False)
    stage.wait_for(
        lambda: None if stage.is_running(SOUTHMERE) else {}, "the node of southmere to be killed"
    )
    stage.stop_node(SOUTHMERE)
    stage.start_node(SOUTHMERE)
    stage.verb(NORTHMARK, "deliver", "--all")
    wait_delivered(stage, NORTHMARK, leaf)
    held = stage.verb(SOUTHMERE, "inbox", "--all", quiet=True)["statements"]
    copies = [row for row in held if row["leaf"] == leaf]
    require(len(copies) == 1, f"expected one copy of {leaf}, found {len(copies)}")
    answer(stage, SOUTHMERE, leaf, "north-killed")
    return {"leaf": leaf}

"""Act 4: the line is down for three days; the next request goes by folder."""

from typing import Any

from servanda.simulation.demo.moves import answer, require, say, schedule, set_clocks
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "The line is down for three days; a request goes by folder",
    "zh-Hans": "线路中断三天，请求经由文件夹传递",
}
RESULT = {
    "en": "Receipted by folder, {days} days after it was said: {leaf}",
    "zh-Hans": "发出 {days} 天后经由文件夹取得回执：{leaf}",
}
DAYS_DOWN = 3


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    stick = stage.folder / "stick"
    stick.mkdir(exist_ok=True)
    set_clocks(stage, schedule(stage).instant(days_ago=260, hour=9))
    stage.stop_node(SOUTHMERE)
    leaf = say(stage, NORTHMARK, "north-stick", wait=False)
    set_clocks(stage, schedule(stage).instant(days_ago=260 - DAYS_DOWN, hour=9))
    for party, towards in (
        (NORTHMARK, SOUTHMERE),
        (SOUTHMERE, NORTHMARK),
        (NORTHMARK, SOUTHMERE),
    ):
        stage.verb(
            party,
            "deliver",
            "--folder",
            stage.shown(stick),
            "--to",
            PARTY_NAMES[towards],
            "--all",
        )
    shown = stage.verb(NORTHMARK, "show", leaf, quiet=True)
    require(bool(shown.get("received_at")), f"expected a receipt of {leaf} on the stick")
    stage.start_node(SOUTHMERE)
    answer(stage, SOUTHMERE, leaf, "north-stick")
    return {"leaf": leaf, "days": DAYS_DOWN}

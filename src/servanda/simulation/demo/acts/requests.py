"""Act 2: an information request and a preservation request each way, with an attachment."""

from typing import Any

from servanda.simulation.demo.moves import answer, other, say, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, PARTIES, Stage

TITLE = {
    "en": "Each side asks for information and for preservation; both answer",
    "zh-Hans": "双方各提出信息请求与数据保全请求，并相互答复",
}
RESULT = {
    "en": "Four requests, four answers in time; {megabytes} MB of evidence travelled sealed.",
    "zh-Hans": "四项请求均按时答复；{megabytes} MB 材料加密传送。",
}
ATTACHMENT = "netflow.csv"
SHORT_NAMES = {"northmark": "north", "southmere": "south"}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    folder = stage.shown(stage.folder / "statements")
    stage.both(
        *("send", "calendar", "--until-receipted"),
        of={
            party: (
                "--facts",
                f"{folder}/{party}-calendar.facts.json",
                "--ticket",
                f"{party}-calendar",
            )
            for party in PARTIES
        },
    )
    set_clocks(stage, schedule(stage).instant(days_ago=340, hour=10))
    asked = stage.each(lambda party: _ask(stage, party))
    set_clocks(stage, schedule(stage).instant(days_ago=340, hour=15))
    stage.each(lambda party: _answer(stage, party, asked[other(party)]))
    return {"megabytes": (stage.folder / ATTACHMENT).stat().st_size // (1024 * 1024)}


def _ask(stage: Stage, party: str) -> dict[str, str]:
    """Let `party` ask for both; return the leaf of each request by its name."""
    short = SHORT_NAMES[party]
    attach = stage.shown(stage.folder / ATTACHMENT) if party == NORTHMARK else None
    return {
        f"{short}-information": say(stage, party, f"{short}-information"),
        f"{short}-preservation": say(stage, party, f"{short}-preservation", attach=attach),
    }


def _answer(stage: Stage, party: str, asked: dict[str, str]) -> None:
    for name, leaf in asked.items():
        answer(stage, party, leaf, name)

"""Act 2: an information request and a preservation request each way, with an attachment."""

from typing import Any

from servanda.simulation.demo.moves import answer, other, say, schedule, set_clocks
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import Stage

TITLE = {
    "en": "Each side asks for information and for preservation; both answer",
    "zh-Hans": "双方各提出信息请求与数据保全请求,并相互答复",
}
RESULT = {
    "en": "Four requests, four answers in time; {megabytes} MB of evidence travelled sealed.",
    "zh-Hans": "四项请求均按时答复;{megabytes} MB 材料加密传送。",
}
SHORT_NAMES = {"northmark": "north", "southmere": "south"}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = {"northmark": 50, "southmere": 45}
    size = 0
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
            for party in PARTY_NAMES
        },
    )
    for party in PARTY_NAMES:
        short = SHORT_NAMES[party]
        set_clocks(stage, schedule(stage).instant(days_ago=days[party], hour=10))
        information = say(stage, party, f"{short}-information")
        file = stage.folder / "netflow.csv" if party == "northmark" else None
        preservation = say(
            stage,
            party,
            f"{short}-preservation",
            attach=None if file is None else stage.shown(file),
        )
        size += 0 if file is None else file.stat().st_size
        set_clocks(stage, schedule(stage).instant(days_ago=days[party], hour=15))
        answer(stage, other(party), information, f"{short}-information")
        answer(stage, other(party), preservation, f"{short}-preservation")
    return {"megabytes": size // (1024 * 1024)}

"""Act 1: two parties compare cards and put an accord into force."""

from collections.abc import Mapping
from typing import Any

from servanda.simulation.demo.moves import other, schedule, set_clocks
from servanda.simulation.demo.script import (
    ACCORD_NAME,
    PARTY_NAMES,
    TEMPLATE,
    write_attachment,
    write_statements,
)
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage, free_ports

TITLE = {
    "en": "Cards are compared, an accord is proposed and accepted",
    "zh-Hans": "核对名片,提出并接受协定",
}
RESULT = {
    "en": "The accord {accord} is in force for both; each side computed the same id.",
    "zh-Hans": "协定 {accord} 对双方生效;双方各自算出相同的编号。",
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    begin = schedule(stage).instant(days_ago=60, hour=8)
    write_statements(stage.folder / "statements")
    write_attachment(stage.folder / "netflow.csv")
    for party, name in PARTY_NAMES.items():
        if not (stage.home(party) / "store.sqlite3").exists():
            carrier, pages = free_ports()
            address = ["--address", f"https://127.0.0.1:{carrier}", "--pages", f"127.0.0.1:{pages}"]
            stage.verb(party, "init", name, "--mode", "demonstration", *address, "--at", begin)
        stage.verb(party, "card", "--out", stage.shown(stage.folder / f"{party}.card"))
    for party in PARTY_NAMES:
        card = stage.shown(stage.folder / f"{other(party)}.card")
        read = stage.verb(party, "counterpart", "add", card)
        spoken = stage.verb(other(party), "card", quiet=True)["words"]  # over the telephone
        if read["words"] == spoken:
            stage.verb(party, "counterpart", "add", card, "--words", spoken)
    for party in PARTY_NAMES:
        if not stage.is_running(party):
            stage.start_node(party)
    return _agree(stage)


def _agree(stage: Stage) -> dict[str, Any]:
    proposal = stage.verb(
        NORTHMARK,
        "accord",
        "propose",
        "--template",
        TEMPLATE,
        "--with",
        PARTY_NAMES[SOUTHMERE],
        "--name",
        ACCORD_NAME,
        "--start",
        schedule(stage).instant(days_ago=60),
        "--until",
        schedule(stage).instant(days_ago=-120),
        "--cut-wait",
        "0",
    )
    accord = str(proposal["accord"])
    _await_state(stage, SOUTHMERE, accord, {"received", "in_force"})
    stage.verb(SOUTHMERE, "accord", "accept", accord)
    for party in PARTY_NAMES:
        _await_state(stage, party, accord, {"in_force"})
    set_clocks(stage, schedule(stage).instant(days_ago=60, hour=9))
    stage.record["accord"] = accord
    stage.save_record()
    return {"accord": accord}


def _await_state(stage: Stage, party: str, accord: str, states: set[str]) -> None:
    def look() -> Mapping[str, Any] | None:
        for row in stage.verb(party, "accord", "show", quiet=True)["accords"]:
            if row["accord"] == accord and row["state"] in states:
                return dict(row)
        return None

    stage.wait_for(look, f"{party} to hold the accord as {' or '.join(sorted(states))}")

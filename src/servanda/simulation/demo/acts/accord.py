"""Act 1: two parties compare cards and put an accord into force."""

from typing import Any

from servanda.simulation.demo.moves import other, require, schedule, set_clocks
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
    "zh-Hans": "核对名片，提出并接受协定",
}
RESULT = {
    "en": "The accord {accord} is in force for both; each side computed the same id.",
    "zh-Hans": "协定 {accord} 对双方生效；双方各自算出相同的编号。",
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    begin = schedule(stage).instant(days_ago=360, hour=8)
    write_statements(stage.folder / "statements")
    write_attachment(stage.folder / "netflow.csv")
    if "set_up" not in stage.record:
        of = {party: _identity(party, begin, *ports_of(stage, party)) for party in PARTY_NAMES}
        stage.both("init", of=of)
        stage.record["set_up"] = True
        stage.save_record()
    cards = {party: stage.shown(stage.folder / f"{party}.card") for party in PARTY_NAMES}
    stage.both("card", of={party: ("--out", cards[party]) for party in PARTY_NAMES})
    theirs = {party: cards[other(party)] for party in PARTY_NAMES}
    stage.each(lambda party: compare_cards(stage, party, other(party), card=theirs[party]))
    stage.start_nodes()
    return _agree(stage)


def ports_of(stage: Stage, home: str) -> tuple[int, int]:
    """Return the ports of a home; a resumed run has those of the card that was begun with."""
    chosen = stage.record.setdefault("ports", {})
    if home not in chosen:
        chosen[home] = free_ports()
        stage.save_record()
    carrier, pages = chosen[home]
    return carrier, pages


def _identity(party: str, begin: str, carrier: int, pages: int) -> tuple[str, ...]:
    address = ("--address", f"https://127.0.0.1:{carrier}", "--pages", f"127.0.0.1:{pages}")
    return (PARTY_NAMES[party], "--mode", "demonstration", *address, "--at", begin)


def compare_cards(stage: Stage, home: str, of: str, *, card: str) -> None:
    """Let one home read the twelve words of the card of another, hear them, and confirm them."""
    read = stage.verb(home, "counterpart", "add", card)
    spoken = stage.verb(of, "card", quiet=True)["words"]
    require(read["words"] == spoken, f"expected the words that {of} reads out")
    stage.verb(home, "counterpart", "add", card, "--words", spoken)


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
        schedule(stage).instant(days_ago=360),
        "--until",
        schedule(stage).instant(days_ago=-120),
        "--cut-wait",
        "0",
        "--until-receipted",
    )
    accord = str(proposal["accord"])
    stage.verb(SOUTHMERE, "accord", "accept", accord, "--until-receipted")
    for party in PARTY_NAMES:
        held = {row["accord"]: row for row in stage.verb(party, "accord", "show")["accords"]}
        require(held[accord]["state"] == "in_force", f"expected the accord in force for {party}")
    set_clocks(stage, schedule(stage).instant(days_ago=360, hour=9))
    stage.record["accord"] = accord
    stage.save_record()
    return {"accord": accord}

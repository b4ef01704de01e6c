"""Act 11: a temporary address becomes a permanent one; the old one receives and never sends."""

import hashlib
from collections.abc import Mapping
from typing import Any

from servanda.simulation.demo.moves import require, schedule, set_clocks
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "The temporary address becomes a permanent one",
    "zh-Hans": "临时地址转为正式地址",
}
RESULT = {
    "en": "The new address is {state} after {passed} checks answered by the right role and a "
    "fingerprint heard by telephone; the old one still receives, never sends, and names it.",
    "zh-Hans": "新地址经 {passed} 次由正确角色答复的通联测试和电话核对指纹后成为正式地址"
    "（状态 {state}）；旧地址仍可接收，不再发送，并指明新地址。",
}
ROLE = "technical"
FINGERPRINT = "sha256:" + hashlib.sha256(b"Demonstration: the key of a mailbox.").hexdigest()
CHECKS = 2


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    days = schedule(stage)
    set_clocks(stage, days.instant(days_ago=38, hour=14))
    old = _propose(stage, "cyber-desk@mail.southmere.example", "Temporary", ticket="south-interim")
    _say(stage, NORTHMARK, ("contact", "say", "accepted", old), ticket="north-accepts-interim")
    new = _propose(
        stage, "desk@southmere.example", "Standing", "--replaces", old, ticket="south-permanent"
    )
    _say(stage, NORTHMARK, ("contact", "say", "accepted", new), ticket="north-accepts-new")
    heard = ("contact", "say", "verified", new, "--fingerprint", FINGERPRINT)
    _say(stage, NORTHMARK, heard, ticket="north-hears")
    require(_contact(stage, old)["may_send"], "expected both addresses to be in use meanwhile")
    for number in range(1, CHECKS + 1):
        asked = _say(
            stage, NORTHMARK, ("check", "southmere.example", "--contact", new),
            ticket=f"north-checks-{number}",
        )  # fmt: skip
        answer = ("check", "northmark.example", "--answer", asked, "--role", ROLE)
        _say(stage, SOUTHMERE, answer, ticket=f"south-answers-{number}")
    final = ("contact", "say", "permanent", new, "--mandate-stated")
    _say(stage, SOUTHMERE, final, ticket="south-is-permanent")
    former, current = _contact(stage, old), _contact(stage, new)
    require(not former["may_send"], "expected the old address to send no more")
    require(former["receives"], "expected the old address to receive")
    require(former["successor"] == new, "expected the old address to name the new one")
    return {"state": current["state"], "passed": current["score"]["passed"]}


def _propose(stage: Stage, address: str, kind: str, *more: str, ticket: str) -> str:
    verb = (
        *("contact", "propose", "--role", ROLE, "--carrier", "mail", "--address", address),
        *("--office", f"{kind} cyber desk (fictional)", "--fingerprint", FINGERPRINT),
        *("--mandate", "Answers requests under the accord.", *more),
    )
    return _say(stage, SOUTHMERE, verb, ticket=ticket)


def _contact(stage: Stage, leaf: str) -> Mapping[str, Any]:
    contacts = stage.verb(NORTHMARK, "contact", "list")["contacts"]
    (found,) = [one for one in contacts if one["leaf"] == leaf]
    return dict(found)


def _say(stage: Stage, party: str, verb: tuple[str, ...], *, ticket: str) -> str:
    """Let `party` say something, and wait until it is receipted."""
    said = stage.verb(party, *verb, "--ticket", ticket, "--until-receipted")
    return str(said["leaf"])

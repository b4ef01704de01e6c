"""Act 18: both sides assess one commitment, comment on each other's draft, and do not agree."""

import json
from typing import Any

from servanda.simulation.demo.acts.evidence import REPORT
from servanda.simulation.demo.moves import require, schedule
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "Both sides assess one commitment; each hears the other before it releases its word",
    "zh-Hans": "双方各自评价一项承诺；发布之前先听取对方的意见",
}
RESULT = {
    "en": "Released before the comment: refused ({error}). On {commitment} northmark says {first}, "
    "southmere {second}; nothing is averaged.",
    "zh-Hans": "在对方发表意见之前发布：被拒绝（{error}）。对 {commitment}，northmark 的评价为 "
    "{first}，southmere 为 {second}。二者并列，不作平均。",
}
COMMITMENT = "C2"
JUDGEMENT = "assessment.json"
ELEMENTS = {
    "nexus": {"result": "alleged", "reason": "Two articles name an institute; one origin."},
    "theft": {"result": "not_shown", "reason": "No text shows that designs left the network."},
}
VALUES = {
    NORTHMARK: ("--value", "minimal", "--confidence", "low"),
    SOUTHMERE: ("--value", "not_assessable", "--ground", "no_access"),
}
REASONS = {
    NORTHMARK: "Break-ins go on; what was taken is not shown.",
    SOUTHMERE: "The reports name no system that we could look at.",
}
COMMENTS = {
    NORTHMARK: ("noted", "We offered to name them."),
    SOUTHMERE: ("disagrees", "Two of these cases were closed by our arrests."),
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    drafts = {
        NORTHMARK: _draft(stage, NORTHMARK, "--judgement", _judgement(stage)),
        SOUTHMERE: _draft(stage, SOUTHMERE),
    }
    error = _too_early(stage, drafts[NORTHMARK])
    for author, other in ((NORTHMARK, SOUTHMERE), (SOUTHMERE, NORTHMARK)):
        position, words = COMMENTS[other]
        comment = ("comment", drafts[author], "--position", position, "--text", words)
        _say(stage, other, *comment, ticket=f"{other}-comments")
    for author, leaf in drafts.items():
        _say(stage, author, "release", leaf, ticket=f"{author}-releases")
    return {"error": error, "commitment": COMMITMENT, **_shown(stage)}


def _judgement(stage: Stage) -> str:
    """Write the elements and the evidence of one side's judgement; return the file."""
    report = json.loads((stage.folder / REPORT).read_bytes())
    documents = [f"sha256:{one['sha256'].removeprefix('sha256:')}" for one in report["documents"]]
    file = stage.folder / "statements" / JUDGEMENT
    file.parent.mkdir(exist_ok=True)
    value = {"elements": ELEMENTS, "evidence": sorted(documents)}
    file.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return stage.shown(file)


def _draft(stage: Stage, party: str, *more: str) -> str:
    days = schedule(stage)
    period = ("--from", days.instant(days_ago=180), "--until", days.instant(days_ago=1))
    judged = ("--commitment", COMMITMENT, *period, *VALUES[party], "--text", REASONS[party], *more)
    return _say(stage, party, "draft", *judged, ticket=f"{party}-assesses")


def _too_early(stage: Stage, draft: str) -> str:
    """Try to release a draft before the other side could comment; return how it was refused."""
    told = stage.record.get("release_error")
    if told is None:
        refused = stage.verb(NORTHMARK, "assessment", "release", draft, may_fail=True)
        require(refused["exit"] != 0, "expected a release before the comment to be refused")
        told = stage.record["release_error"] = refused["error"]
        stage.save_record()
    return str(told)


def _say(stage: Stage, party: str, *verb: str, ticket: str) -> str:
    """Let `party` say a step of an assessment, and wait until it is receipted."""
    said = stage.verb(party, "assessment", *verb, "--ticket", ticket, "--until-receipted")
    return str(said["leaf"])


def _shown(stage: Stage) -> dict[str, Any]:
    told = [stage.verb(party, "assessment", "list")["pairs"] for party in (NORTHMARK, SOUTHMERE)]
    beside = [pair["side_by_side"] for (pair,) in told]
    require(beside[0] == beside[1], "expected both parties to show the same words")
    (matter,) = beside[0]
    require(matter["agreement"] == "different", "expected the two words to differ")
    first, second = (matter["values"][PARTY_NAMES[party]] for party in (NORTHMARK, SOUTHMERE))
    return {"first": first, "second": second}

"""Act 16: one leaf cuts the record, and both sides compute the same figures."""

from collections.abc import Mapping
from typing import Any

from servanda.simulation.demo.moves import answered_figures, require
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "A cut; both sides compute the review",
    "zh-Hans": "设定截点，双方各自计算评估",
}
RESULT = {
    "en": "Both hashes are {figures}: {in_time} answered in time, {late} late.",
    "zh-Hans": "双方哈希值均为 {figures}：按时答复 {in_time} 项，逾期 {late} 项。",
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    if "cut" not in stage.record:
        stage.both("clock", "real")
        until = stage.verb(NORTHMARK, "clock", "show", quiet=True)["now"]
        said = stage.verb(NORTHMARK, "cut", "--until", until, "--until-receipted")
        stage.record["cut"] = said["leaf"]
        stage.save_record()
    page = stage.shown(stage.folder / "review.html")
    stage.both("review", "--sign")
    review = _signed_by_both(stage)
    stage.verb(NORTHMARK, "review", "--html", page)
    in_time, late = answered_figures(review)
    require(review["agreed"], "expected both parties to sign the same figures")
    stage.record["review"] = {
        name: review["signed"][name] for name in (PARTY_NAMES[NORTHMARK], PARTY_NAMES[SOUTHMERE])
    }
    stage.record["figures"] = {"in_time": in_time, "late": late, "rows": review["rows"]}
    stage.save_record()
    return {"figures": review["figures"], "in_time": in_time, "late": late}


def _signed_by_both(stage: Stage) -> Mapping[str, Any]:
    def look() -> Mapping[str, Any] | None:
        shown = stage.verb(NORTHMARK, "review", quiet=True)
        return shown if all(shown["signed"].values()) else None

    return stage.wait_for(look, "both reviews to be signed", 60.0)

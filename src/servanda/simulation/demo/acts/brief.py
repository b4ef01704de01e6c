"""Act 19: the brief that principals read, from figures, findings, assessments and the round."""

from collections import Counter
from typing import Any

from servanda.simulation.demo.acts.evidence import REPORT
from servanda.simulation.demo.moves import require
from servanda.simulation.demo.stage import NORTHMARK, Stage

TITLE = {
    "en": "The brief that principals read: what both sides hold, and what one side finds",
    "zh-Hans": "供负责人阅读的简报：双方共有的与一方自己认定的",
}
RESULT = {
    "en": "{agreed} sentences rest on what both sides hold, {own} on what one side found. The "
    "brief is in {file}; {frozen} gives every form of it to the same bytes.",
    "zh-Hans": "{agreed} 句依据双方共有的内容，{own} 句依据一方自己的认定。简报见 {file}；"
    "由 {frozen} 可得出各种格式，字节始终相同。",
}
BRIEF, SNAPSHOT = "brief.pdf", "brief.snapshot.json"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    file, snapshot = stage.folder / BRIEF, stage.folder / SNAPSHOT
    for made in (file, snapshot):
        made.unlink(missing_ok=True)  # of an earlier run that was cut short
    findings = ("--evidence", stage.shown(stage.folder / REPORT))
    frozen = stage.verb(NORTHMARK, "brief", "--freeze", stage.shown(snapshot), *findings)
    stage.verb(NORTHMARK, "verify", stage.shown(snapshot))
    written = ("--bilingual", "--format", "pdf", "--output", stage.shown(file))
    stage.verb(NORTHMARK, "brief", "--from", stage.shown(snapshot), *written)
    grounds = Counter(one["basis"] for one in frozen["sentences"])
    require(min(grounds["agreed"], grounds["own"]) > 0, "expected a brief on both grounds")
    return {
        "agreed": grounds["agreed"],
        "own": grounds["own"],
        "file": stage.shown(file),
        "frozen": stage.shown(snapshot),
    }

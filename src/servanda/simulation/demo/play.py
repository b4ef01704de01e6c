"""Play the demonstration from its first act, or from where an earlier run stopped."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servanda.simulation.demo.accounts import PASSPHRASE_FILE
from servanda.simulation.demo.acts import brief, evidence, exercise
from servanda.simulation.demo.acts.registry import ACTS
from servanda.simulation.demo.stage import PARTIES, DemonstrationError, Stage

# All that any act leaves in the folder.
MADE = (
    *PARTIES,
    *(f"{party}.{ending}" for party in PARTIES for ending in ("card", "log")),
    *("statements", "stick", "netflow.csv", "review.html", "bundle.zip", "bundle-altered"),
    *(brief.BRIEF, brief.SNAPSHOT, "persons.json"),
    *exercise.HOMES.values(),
    *(f"{home}.{ending}" for home in exercise.HOMES.values() for ending in ("card", "log")),
    *(exercise.REPORT, exercise.THEIRS),
    *(evidence.ARTICLES, evidence.KNOWN, evidence.REPORT, evidence.PAGE),
    PASSPHRASE_FILE,
    "demo.json",
)
DOCUMENTS = "documents"  # member of the record
HEADING = {"en": "Act {number}. {title}", "zh-Hans": "第 {number} 幕：{title}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the last line of the demonstration says."""

    line: dict[str, Any]


def play(stage: Stage, *, language: str, fresh: bool, last_act: str = "") -> Summary:
    """Play every act that is not played yet; leaves both nodes running.

    Args:
        stage: Where to play; its folder is made.
        language: `en` or `zh-Hans`.
        fresh: Remove what an earlier run left, and start over.
        last_act: Name of the act to stop after; all are played where it is empty.

    Raises:
        DemonstrationError: Something did not happen as the script expects.
    """
    began = time.monotonic()
    if fresh:
        _remove_earlier(stage.folder)
    stage.folder.mkdir(parents=True, exist_ok=True)
    stage.load_record()
    done = stage.record.setdefault("acts", {})
    _settle_documents(stage)
    _resume_nodes(stage)
    try:
        for number, act in enumerate(ACTS, start=1):
            stage.say(HEADING[language].format(number=number, title=act.title[language]))
            if act.name not in done:
                stage.start_launchers()
                done[act.name] = act.play(stage)
                stage.save_record()
            stage.say("  → " + act.result[language].format(**done[act.name]))
            stage.say("")
            if act.name == last_act:
                break
    finally:
        stage.end_launchers()
    return Summary(line=_summary(stage, seconds=round(time.monotonic() - began)))


def _resume_nodes(stage: Stage) -> None:
    if "accord" in stage.record.get("acts", {}):
        stage.start_nodes(quiet=True)


def _settle_documents(stage: Stage) -> None:
    """Keep which documents this demonstration reads, from its first act on.

    Raises:
        DemonstrationError: An earlier run here read others; the archive would hold both.
    """
    wanted = "" if stage.documents is None else str(stage.documents)
    kept = stage.record.get(DOCUMENTS)
    if kept is None:
        stage.record[DOCUMENTS] = wanted
    elif not wanted or wanted == kept:
        stage.documents = Path(kept) if kept else None
    else:
        raise DemonstrationError(
            f"expected the documents of the run that was begun here "
            f"({kept or 'the fictional articles'}), found {wanted}; start over with --fresh"
        )


def _summary(stage: Stage, *, seconds: int) -> dict[str, Any]:
    figures = stage.record["figures"]
    requests = sum(
        row["values"]["count"]
        for row in figures["rows"]
        if (row["figure"], row["kind"], row["urgency"]) == ("T1", "all", "all")
    )
    return {
        "demo": "ok",
        "statements": stage.record.get("statements"),
        "requests": requests,
        "in_time": figures["in_time"],
        "late": figures["late"],
        "review": stage.record["review"],
        "bundle": str(stage.folder / "bundle.zip"),
        "evidence": str(stage.folder / evidence.PAGE),
        "brief": str(stage.folder / brief.BRIEF),
        "seconds": seconds,
    }


def _remove_earlier(folder: Path) -> None:
    """Remove what the demonstration makes, and nothing else: people put notes beside it."""
    for name in MADE:
        made = folder / name
        if made.is_dir():
            shutil.rmtree(made)
        else:
            made.unlink(missing_ok=True)

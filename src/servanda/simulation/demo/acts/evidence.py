"""Act 17: what third parties say, whom it goes back to, and what follows for each commitment."""

import shutil
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from servanda.simulation.demo.moves import require
from servanda.simulation.demo.stage import NORTHMARK, Stage

TITLE = {
    "en": "One side reads what third parties say, and from whom they have it",
    "zh-Hans": "一方阅读第三方的说法，并追溯其源头",
}
RESULT = {
    "en": "{documents} articles, {origins} origins; {before} grave flags before and {after} after "
    "what people decided ({decisions}). {findings} findings stand beside the figures, not agreed.",
    "zh-Hans": "{documents} 篇文章，{origins} 个源头；严重提示在人作出决定（{decisions} 项）之前有 "
    "{before} 项，之后有 {after} 项。{findings} 项认定与指标并列，未经双方同意。",
}
# What this act leaves in the folder; the first two only for the fictional articles.
ARTICLES, KNOWN, REPORT, PAGE = "articles", "known", "evidence.json", "evidence.html"
DESK = "anna"  # who decides, in the story
WRONG, RIGHT = "firm:lanternfish", "person:mira kessel"
DIFFERENT = "same_quotation_different_speaker"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    articles, known = _given(stage)
    stage.verb(NORTHMARK, "evidence", "add", articles)
    report, page = stage.folder / REPORT, stage.folder / PAGE
    for file in (report, page):
        file.unlink(missing_ok=True)  # of an earlier run that was cut short
    before = None if stage.documents else stage.verb(NORTHMARK, "evidence", "report", *known)
    if before is not None:
        _correct(stage, before)
    written = ("--out", stage.shown(report), "--html", stage.shown(page))
    after = stage.verb(NORTHMARK, "evidence", "report", *known, *written)
    review = stage.shown(stage.folder / "review.html")
    stage.verb(NORTHMARK, "review", "--quick", "--html", review, "--evidence", stage.shown(report))
    return {
        "documents": len(after["documents"]),
        "origins": len(after["origins"]),
        "before": _grave(before or after),
        "after": _grave(after),
        "decisions": after["decisions"]["in_force"],
        "findings": len(after["findings"]),
    }


def _given(stage: Stage) -> tuple[str, tuple[str, ...]]:
    """Return the folder with the articles, and the options that name what is known beforehand."""
    if stage.documents is not None:
        return stage.shown(stage.documents), ()
    write_articles(stage.folder)
    return stage.shown(stage.folder / ARTICLES), ("--known", stage.shown(stage.folder / KNOWN))


def _correct(stage: Stage, report: Mapping[str, Any]) -> None:
    """Let the desk give a quotation to the person whose blog post it is from."""
    wrong = [key for key, voice in _given_to_two(report) if voice == [WRONG]]
    if report["decisions"]["in_force"] and not wrong:
        return  # an earlier run was cut short after the decision
    require(len(wrong) == 1, f"expected one quotation given to {WRONG}, found {len(wrong)}")
    stage.verb(
        NORTHMARK,
        *("evidence", "decide", "correct", wrong[0]),
        *("--by", DESK, "--reason", "The blog post names its author."),
        *("--value", f'{{"voice":"{RIGHT}"}}'),
    )


def _given_to_two(report: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield key and speakers of the quotations that a flag finds given to two."""
    touched = [
        place
        for flag in report["flags"]
        if flag["kind"] == DIFFERENT
        for place in flag["statements"]
    ]
    for one in report["quotations"]:
        if {name: one[name] for name in ("document", "start", "end")} in touched:
            yield one["key"], one["voice"]["entities"]


def _grave(report: Mapping[str, Any]) -> int:
    return sum(one["severity"] == "grave" and one["state"] != "closed" for one in report["flags"])


def write_articles(folder: Path) -> None:
    """Write the fictional articles, and what a desk knows beforehand, into `folder`."""
    for name in (ARTICLES, KNOWN):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    for file in (files("servanda.data") / "scenarios" / "first-year" / "articles").iterdir():
        ending = file.name.rpartition(".")[2]
        target = {"txt": ARTICLES, "toml": KNOWN}.get(ending)
        if target is not None:
            (folder / target / file.name).write_bytes(file.read_bytes())

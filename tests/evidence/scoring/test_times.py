"""Times are read as well as the accuracy page says. Skipped without the reference folder."""

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from servanda.evidence.intervals import one_day
from servanda.evidence.scoring.times import Row, time_rows
from servanda.evidence.times.find import find_expressions
from servanda.evidence.times.resolve import resolve_times
from tests.evidence.making import document_of
from tests.evidence.shared import rows, shared
from tests.evidence.times.reading_texts import times_of

# A little below what docs/reference/evidence-accuracy.md states, so that a loss shows.
LEAST = {"relaxed": 0.95, "strict": 0.85, "value": 0.825}


def scored(gold: Path, predicted: Iterable[Row], folder: Path) -> dict[str, dict[str, float]]:
    predictions = folder / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    scorer = shared() / "scorers" / "timex.py"
    run = subprocess.run(
        [sys.executable, scorer, gold, predictions], capture_output=True, text=True, check=True
    )
    figures: dict[str, dict[str, float]] = json.loads(run.stdout)
    return figures


def predicted(row: dict[str, str]) -> Iterable[Row]:
    found = find_expressions(document_of(row["text"]))
    written = one_day(date.fromisoformat(row["dct"][:10]))
    return time_rows(row["doc"], resolve_times(found, published=written, facts=()))


def test_what_is_no_evidence_is_no_prediction() -> None:
    times = times_of("Northmark Security Today reported it yesterday.")

    assert [row["value"] for row in time_rows("d", times)] == ["2031-11-02"]


def test_times_of_the_development_set_keep_their_figures(tmp_path: Path) -> None:
    gold = shared() / "data" / "timebank" / "train-timex.jsonl.gz"
    found = [row for each in rows("timebank/train-documents.jsonl.gz") for row in predicted(each)]

    figures = scored(gold, found, tmp_path)

    assert {name: figures[name]["f1"] >= least for name, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )

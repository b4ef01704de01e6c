"""Times are read as well as the accuracy page says. Skipped without the reference folder."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import servanda.data
from servanda.evidence.documents import Document
from servanda.evidence.facts import parse_facts, relevant_facts
from servanda.evidence.intervals import one_day
from servanda.evidence.names.find import find_names
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.publication.clues import read_clues
from servanda.evidence.publication.publication import Publication
from servanda.evidence.publication.solve import solve_publications
from servanda.evidence.reading.read import read_document
from servanda.evidence.scoring.times import Row, time_rows
from servanda.evidence.times.find import find_expressions
from servanda.evidence.times.resolve import resolve_times
from servanda.evidence.times.time import Time
from tests.evidence.making import document_of
from tests.evidence.shared import gold, rows, seeds, shared
from tests.evidence.times.reading_texts import times_of

# A little below what docs/reference/evidence-accuracy.md states, so that a loss shows.
LEAST = {"relaxed": 0.95, "strict": 0.85, "value": 0.825}

LEAST_INTERVAL = 0.98


def scored(gold_rows: Path, predicted: Iterable[Row], folder: Path) -> dict[str, dict[str, float]]:
    predictions = folder / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    scorer = shared() / "scorers" / "timex.py"
    run = subprocess.run(
        [sys.executable, scorer, gold_rows, predictions], capture_output=True, text=True, check=True
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
    expected = shared() / "data" / "timebank" / "train-timex.jsonl.gz"
    found = [row for each in rows("timebank/train-documents.jsonl.gz") for row in predicted(each)]

    figures = scored(expected, found, tmp_path)

    assert {name: figures[name]["f1"] >= least for name, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )


def solved_seeds() -> list[tuple[Document, Publication, Sequence[Time]]]:
    folder = Path(*servanda.data.__path__) / "evidence"
    facts = parse_facts([(folder / "facts.toml").read_bytes()])
    files = sorted((folder / "gazetteer").glob("*.toml"))
    gazetteer = parse_gazetteer([file.read_bytes() for file in files])
    documents = [read_document(path.read_bytes(), name=path.name[:3]) for path in seeds()]
    clues, found = [], {}
    for document in documents:
        names = find_names(document, gazetteer=gazetteer)
        found[document.sha256] = find_expressions(document, names=names)
        clues.append(read_clues(document, found[document.sha256], facts=facts, names=names))
    days = {
        one.document: one for one in solve_publications(clues, facts=facts, gazetteer=gazetteer)
    }
    return [
        (
            document,
            days[document.sha256],
            resolve_times(
                found[document.sha256],
                published=days[document.sha256].reference,
                facts=relevant_facts(document.text, facts),
            ),
        )
        for document in documents
    ]


def test_the_seeds_days_of_publication_are_solved_from_the_five_texts() -> None:
    expected = {row["doc"]: row["published"] for row in gold()["documents"]}

    found = {document.name: days for document, days, _ in solved_seeds()}

    for key, published in expected.items():
        name = str(key)
        assert isinstance(published, dict)
        assert found[name].days.as_json() == {end: published[end] for end in ("earliest", "latest")}
        best = found[name].best
        assert (best and best.isoformat()) == published["best"]
        if "candidates" in published:
            assert [day.isoformat() for day in found[name].candidates] == published["candidates"]
    assert not any(days.conflict for days in found.values())
    assert date(2015, 4, 9) == found["003"].days.earliest
    assert date(2016, 6, 14) == found["004"].best


def test_the_seeds_times_have_their_days_with_the_publication_solved(tmp_path: Path) -> None:
    found = [
        row for document, _, times in solved_seeds() for row in time_rows(document.name, times)
    ]
    three = [row for row in found if row["doc"] in {"000", "001", "002"}]

    figures = scored(shared() / "gold" / "seeds-000-001-002.json", three, tmp_path)

    assert figures["interval"]["f1"] >= LEAST_INTERVAL
    assert figures["value"]["f1"] >= LEAST_INTERVAL

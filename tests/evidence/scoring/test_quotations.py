"""Speakers are found as well as the accuracy page says. Skipped without the reference folder."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from servanda.evidence.documents import Document
from servanda.evidence.names.find import find_names
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.reading.outlets import outlets_among
from servanda.evidence.reading.read import read_document
from servanda.evidence.scoring.quotations import Row, quotation_rows
from servanda.evidence.speech.parser import Parser
from servanda.parsers.spacy_parser import SpacyParser
from tests.evidence.making import NOBODY, document_of, names_in
from tests.evidence.shared import gold, rows, seeds, shared
from tests.house.places import SOURCE
from tests.parsers.models import model_for_tests

Figures = dict[str, dict[str, float]]

# A little below what docs/reference/evidence-accuracy.md states, so that a loss shows.
LEAST_SPEAKER_F1 = 0.875
LEAST_WITH_PARSER = 0.88
LEAST_EXACT = 0.99


def scored(marked: Path, predicted: Iterable[Row], folder: Path) -> Figures:
    predictions = folder / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    scorer = shared() / "scorers" / "quotations.py"
    run = subprocess.run(
        [sys.executable, scorer, marked, predictions], capture_output=True, text=True, check=True
    )
    figures: Figures = json.loads(run.stdout)
    return figures


def predicted(name: str, document: Document, parser: Parser | None = None) -> Iterable[Row]:
    found = find_quotations(document, names=NOBODY, parser=parser)
    return quotation_rows(name, document, found, {})


def scored_development_set(folder: Path, parser: Parser | None = None) -> Figures:
    marked = shared() / "data" / "polnear" / "dev-quotations.jsonl.gz"
    found = [
        row
        for each in rows("polnear/dev-documents.jsonl.gz")
        for row in predicted(
            each["doc"], read_document(each["text"].encode(), name=each["doc"]), parser
        )
    ]
    return scored(marked, found, folder)


def test_a_row_names_the_speaker_by_mention_and_by_full_name() -> None:
    document = document_of("“We keep our word,” Voss said. ''So do we,'' said another.")
    names = names_in(document, {"Voss": (EntityKind.PERSON, "Ilsa Voss")})

    found = find_quotations(document, names=names)
    (row,) = quotation_rows("d", document, found, names.entities)

    assert row["name"] == "Ilsa Voss"
    assert row["speaker_text"] == "Voss"
    assert (row["start"], row["end"]) == (0, 19)


def test_speakers_of_the_development_set_are_found_without_a_model(tmp_path: Path) -> None:
    figures = scored_development_set(tmp_path)

    assert figures["speaker"]["f1"] >= LEAST_SPEAKER_F1
    assert figures["spans"]["exact"] >= LEAST_EXACT * figures["spans"]["gold"]


def test_speakers_of_the_development_set_are_found_better_with_a_parser(tmp_path: Path) -> None:
    parser = SpacyParser(model_for_tests(), model="model-of-tests")

    figures = scored_development_set(tmp_path, parser)

    assert figures["speaker"]["f1"] >= LEAST_WITH_PARSER


def test_every_quotation_of_the_seeds_is_exact_and_has_its_speaker(tmp_path: Path) -> None:
    marked = shared() / "gold" / "seeds-000-001-002.json"
    found = [
        row
        for path in seeds()
        for row in predicted(path.name[:3], read_document(path.read_bytes(), name=path.name))
    ]

    figures = scored(marked, found, tmp_path)

    assert figures["spans"]["exact"] == figures["spans"]["gold"]
    assert figures["speaker"]["recall"] == 1


def test_every_speaker_of_the_seeds_is_resolved_and_every_chain_begins_with_the_outlet() -> None:
    tables = sorted((SOURCE / "data" / "evidence" / "gazetteer").glob("*.toml"))
    gazetteer = parse_gazetteer([table.read_bytes() for table in tables])
    outlets = outlets_among(gazetteer.entities.values())
    found = {}
    for path in seeds():
        document = read_document(path.read_bytes(), name=path.name, outlets=outlets)
        names = find_names(document, gazetteer=gazetteer)
        for each in find_quotations(document, names=names):
            found[path.name[:3], each.span.start] = (each, names.entities)

    for row in gold()["quotations"]:
        doc, start, accepted, via = str(row["doc"]), row["start"], row["names"], row["via"]
        assert isinstance(start, int)
        assert isinstance(accepted, list)
        assert isinstance(via, list)
        quotation, entities = found[doc, start]
        assert quotation.voice is not None
        meant = "; ".join(entities[key].name for key in quotation.voice.entities)
        assert meant in accepted, row["id"]
        if len(via) > 1:
            assert quotation.via[0].name == f"outlet:{via[0].lower()}", row["id"]
            assert len(quotation.via) >= len(via), row["id"]

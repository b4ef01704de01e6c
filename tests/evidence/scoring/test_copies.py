"""Altered copies of the development set are found, and no trap is walked into."""

import json
import subprocess
import sys
from pathlib import Path

from servanda.evidence.reading.read import read_document
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.scoring.copies import copy_rows
from tests.evidence.shared import rows, shared

EVERY = 3  # of the documents: the whole set is read by `servanda evidence score`


def test_altered_copies_are_found(tmp_path: Path) -> None:
    every = [*rows("near-duplicates/documents.jsonl.gz")]
    gold = [*rows("near-duplicates/gold.jsonl.gz")]
    # Originals with all their copies: a third of the families, and every trap.
    roots = sorted({row["a"] for row in gold if row["label"] == "copy"})[::EVERY]
    family = {row["b"] for row in gold if row["a"] in roots} | set(roots)
    traps = {row[end] for row in gold if row["label"] == "trap" for end in "ab"}
    wanted = family | traps
    documents = (
        (row["doc"], read_document(row["text"].encode(), name=row["doc"]))
        for row in every
        if row["doc"] in wanted
    )
    predicted = [*copy_rows(documents, hashes=MemoryShelf(), pairs=MemoryShelf())]
    kept = [row for row in gold if row["a"] in wanted and row["b"] in wanted]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in kept))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in predicted))

    done = subprocess.run(
        [
            sys.executable,
            shared() / "scorers" / "near_duplicates.py",
            tmp_path / "gold.jsonl",
            tmp_path / "rows.jsonl",
        ],
        capture_output=True,
        check=True,
    )
    scored = json.loads(done.stdout)

    assert scored["pairs"]["f1"] >= 0.97
    assert sum(scored["false_pairs_by_trap"].values()) <= 1

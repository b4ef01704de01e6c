"""Stories of the development set are told apart at the goal or better."""

import json
import subprocess
import sys
from pathlib import Path

from servanda.evidence.scoring.stories import story_rows
from tests.evidence.shared import rows, shared


def test_stories_are_told_apart(tmp_path: Path) -> None:
    texts = [(row["doc"], row["text"]) for row in rows("ecb-plus/dev-documents.jsonl.gz")]
    predicted = tmp_path / "rows.jsonl"
    predicted.write_text("".join(json.dumps(row) + "\n" for row in story_rows(texts)))

    done = subprocess.run(
        [
            sys.executable,
            shared() / "scorers" / "clusters.py",
            shared() / "data" / "ecb-plus" / "dev-clusters.jsonl.gz",
            predicted,
        ],
        capture_output=True,
        check=True,
    )

    assert json.loads(done.stdout)["b_cubed"]["f1"] >= 0.90

"""Articles are taken out of pages no worse than by the library alone. Skipped without the set."""

import json
import lzma
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from servanda.evidence.reading.read import read_document
from servanda.evidence.scoring.extraction import extraction_row
from tests.evidence.shared import rows, shared

# Every third page, so that the test is quick; the library alone has .967 on these. All of them
# are in docs/reference/evidence-accuracy.md.
EACH = 3
LEAST_F1 = 0.968


def development_pages() -> Iterator[tuple[str, bytes]]:
    archive = shared() / "data" / "article-extraction" / "dev-pages.tar.xz"
    with lzma.open(archive) as packed, tarfile.open(fileobj=packed) as files:
        for member in files:
            content = files.extractfile(member)
            if content is not None:
                yield PurePosixPath(member.name).stem, content.read()


def written(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_row_holds_the_paragraphs_alone() -> None:
    page = (
        "<html><head><title>Cyber talks resume</title></head><body><article>"
        "<p>Officials of both states met on Tuesday, the ministry said in a statement.</p>"
        "<p>Click here to subscribe to the Courier</p></article></body></html>"
    )

    row = extraction_row("a", read_document(page.encode(), name="a"))

    assert row == {
        "doc": "a",
        "text": "Officials of both states met on Tuesday, the ministry said in a statement.",
    }


def test_the_development_pages_keep_their_figure(tmp_path: Path) -> None:
    texts = {row["doc"]: row for row in rows("article-extraction/dev-text.jsonl.gz")}
    pages = dict(development_pages())
    names = sorted(pages)[::EACH]
    expected = written(tmp_path / "expected.jsonl", [texts[name] for name in names])
    predictions = written(
        tmp_path / "predictions.jsonl",
        [extraction_row(name, read_document(pages[name], name=name)) for name in names],
    )

    run = subprocess.run(
        [sys.executable, shared() / "scorers" / "extraction.py", expected, predictions],
        capture_output=True,
        text=True,
        check=True,
    )

    figures = json.loads(run.stdout)
    assert figures["documents"] == len(names)
    assert figures["empty"] == 0
    assert figures["f1"] >= LEAST_F1

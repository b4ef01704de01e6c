"""`servanda evidence score`: every set that is there, and a clear word where none is."""

import gzip
import io
import json
import lzma
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from servanda.interfaces.cli.output import WRONG_USE
from tests.interfaces.cli.homes import Desk

TEXT = "“We keep our word in all of this,” Minister Ada Fenn said on Monday in Port Ellery."
PAGE = (
    "<html><head><title>A round</title></head><body><article><h1>A round</h1>"
    "<p>Officials of both states met on Tuesday, the ministry said in a statement.</p>"
    "</article></body></html>"
)


def packed(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def nobody(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "none", "nobody.example")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a small set for each task."""
    folder = tmp_path / "data"
    documents = [{"doc": "a", "text": TEXT, "dct": "2031-11-05"}]
    for part in ("dev", "train"):
        packed(folder / "polnear" / f"{part}-documents.jsonl.gz", documents)
        quotation = {"doc": "a", "start": 0, "end": 34, "words": 7, "attribution": True}
        quotation |= {"sources": [[35, 52]], "source_text": "Minister Ada Fenn"}
        packed(folder / "polnear" / f"{part}-quotations.jsonl.gz", [quotation])
    packed(folder / "timebank" / "train-documents.jsonl.gz", documents)
    monday = {"doc": "a", "start": 61, "end": 67, "type": "DATE", "value": "2031-11-03"}
    packed(folder / "timebank" / "train-timex.jsonl.gz", [monday])
    pages = folder / "article-extraction"
    packed(pages / "dev-text.jsonl.gz", [{"doc": "p", "text": "Officials of both states met"}])
    with (
        lzma.open(pages / "dev-pages.tar.xz", "wb") as file,
        tarfile.open(fileobj=file, mode="w") as archive,
    ):
        member = tarfile.TarInfo("pages-dev/p.html")
        member.size = len(PAGE)
        archive.addfile(member, io.BytesIO(PAGE.encode()))
    return folder


def test_every_set_that_is_there_is_scored_and_no_home_is_made(nobody: Desk, data: Path) -> None:
    result = nobody.do("evidence", "score", "--data", data)

    scores = {(one["task"], one["set"]): one for one in result["scores"]}
    assert list(scores) == [
        ("quotations", "polnear/dev"),
        ("times", "timebank/train"),
        ("pages", "article-extraction/dev"),
    ]
    assert scores["quotations", "polnear/dev"]["speaker"]["f1_permille"] == 1000
    assert scores["times", "timebank/train"]["value"]["f1_permille"] == 1000
    assert scores["pages", "article-extraction/dev"]["recall_permille"] == 1000
    assert result["parser"] is None
    assert not nobody.folder.exists()


def test_the_large_part_is_scored_when_asked_for_and_one_task_alone_too(
    nobody: Desk, data: Path
) -> None:
    result = nobody.do("evidence", "score", "--data", data, "--task", "quotations", "--all")

    assert [one["set"] for one in result["scores"]] == ["polnear/dev", "polnear/train"]


def test_people_get_a_table_in_their_language(nobody: Desk, data: Path) -> None:
    run = nobody.run("evidence", "score", "--data", data, "--task", "times", "--lang", "zh-Hans")

    assert "1.000" in run.out.decode()
    assert "任务" in run.out.decode()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            lambda folder: (folder / "polnear" / "dev-quotations.jsonl.gz").write_bytes(b"x"),
            "dev-q",
        ),
        (
            lambda folder: packed(folder / "polnear" / "dev-quotations.jsonl.gz", [{"doc": "a"}]),
            "dev-quotations",
        ),
        (
            lambda folder: (folder / "article-extraction" / "dev-pages.tar.xz").write_bytes(b"x"),
            "dev-pages",
        ),
        (lambda folder: folder.rename(folder.with_name("moved")), "polnear"),
    ],
)
def test_a_set_that_cannot_be_read_is_named(
    nobody: Desk, data: Path, spoil: object, told: str
) -> None:
    assert callable(spoil)
    spoil(data)

    run = nobody.run("evidence", "score", "--data", data)

    assert run.exit == WRONG_USE
    assert told in run.err
    assert "Traceback" not in run.err


def test_a_task_that_does_not_exist_is_refused_with_those_that_do(nobody: Desk, data: Path) -> None:
    run = nobody.run("evidence", "score", "--data", data, "--task", "truth")

    assert run.exit == WRONG_USE
    assert "quotations" in run.err

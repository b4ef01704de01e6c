"""A report made on two workers has the same bytes as one that was made here."""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from servanda.core.canonical import encode
from servanda.evidence.corpus.build import build_corpus
from servanda.evidence.decisions.standing import stand
from servanda.evidence.report.report import build_report
from servanda.interfaces.cli.evidence.sources import analyses_of
from tests.evidence.corpora import tables
from tests.evidence.report.test_report import evidence_of

ARTICLES = files("servanda.data") / "scenarios" / "first-year" / "articles"


def report(paths: list[Path], cluster: str) -> bytes:
    analyses, _ = analyses_of(paths, tables=tables(), cluster=cluster)
    corpus = build_corpus(analyses, tables=tables(), standing=stand(()))
    return encode(build_report(evidence_of(corpus)))


def test_two_workers_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("distributed") is None:
        pytest.skip("the extra `cluster` is not installed")
    monkeypatch.setenv("SERVANDA_HOME", str(tmp_path / "none"))
    for file in ARTICLES.iterdir():
        if file.name.endswith(".txt"):
            content = file.read_bytes()
            # More than one batch, so that both workers have something to do.
            for number in range(9):
                copy = tmp_path / f"{number}-{file.name}"
                copy.write_bytes(content + b"\n\nPrinted again, time %d.\n" % number)
    paths = sorted(tmp_path.glob("*.txt"))

    assert report(paths, "local:2") == report(paths, "")

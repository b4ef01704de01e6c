"""The part of a review that holds one side's evidence: apart, named, hashed and harmless."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue, encode
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, parse_party
from servanda.documents.evidence.lines import FindingLine, FlagLine
from servanda.documents.evidence.section import MAX_ROWS, render_section
from servanda.documents.evidence.summary import (
    EvidenceSummary,
    SharedQuotation,
    Side,
    SummedDocument,
    SummedFinding,
    SummedSupport,
)
from servanda.documents.evidence.wording import WORDS
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.intervals import ANY_DAY
from servanda.evidence.report.report import build_report
from servanda.interfaces.evidence.report_file import read_summary
from tests.documents.evidence.pages import LANGUAGES, Page
from tests.evidence.corpora import corpus_of, demo_analyses, seed_corpus
from tests.evidence.report.test_report import NATURES, evidence_of

ALICE = parse_party("alice.example")
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>\u202e"
PROMISES = dict.fromkeys(NATURES, "They promise it.")


def written(folder: Path, corpus: Corpus) -> Path:
    file = folder / "report.json"
    file.write_bytes(encode(build_report(evidence_of(corpus))) + b"\n")
    return file


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("report"), corpus_of(demo_analyses()))


def section_of(file: Path, *, language: str = "en") -> str:
    return render_section(read_summary(file, by=ALICE, promises=PROMISES), language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_whose_reading_it_is_that_nobody_agreed_to_it_and_from_which_report(
    report: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_LANG", language)
    words = WORDS[language]

    page = Page(section_of(report, language=language))

    assert words["read_by_side"].format(party=ALICE) in page.words("evidence", "h2")
    assert words["own"] in page.words("evidence", "own")
    assert f"sha256:{sha256(report.read_bytes()).hexdigest()}" in page.words("evidence")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_commitment_has_its_finding_with_what_the_texts_cannot_carry(
    report: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_LANG", language)
    findings = json.loads(report.read_bytes())["findings"]

    page = Page(section_of(report, language=language))

    told = page.words("finding")
    assert all(row["commitment"] in told for row in findings)
    assert page.words("finding", "quiet").count("They promise it.") == len(findings) == 11
    assert page.elements.count("tr") == len(findings) + 1 + len(demo_analyses())
    assert page.words("finding", "reason")


def test_the_quotation_given_to_two_speakers_the_days_and_the_origins_are_there(
    report: Path,
) -> None:
    page = Page(section_of(report))

    assert "Mira Kessel" in page.words("shared", "differs")
    assert "Lanternfish" in page.words("shared", "differs")
    assert "2025-11-10 to 2025-11-12" in page.words("document")
    assert "2 articles, 1 origin" in page.words("supports")


def test_over_the_five_articles_it_has_the_same(tmp_path: Path) -> None:
    page = Page(section_of(written(tmp_path, seed_corpus(5))))

    assert page.words("shared", "differs")
    assert page.words("document").count("2015-11-09 to 2015-11-11") == 2
    assert "2 articles, 1 origin" in page.words("supports")
    assert page.words("finding", "reason")


def test_findings_on_other_commitments_do_not_borrow_the_promises_of_the_accord(
    report: Path,
) -> None:
    other = read_summary(report, by=ALICE, promises={"C1.1": "Something else."})

    assert {one.line.promise for one in other.findings} == {""}


def test_whatever_stands_in_a_report_is_text() -> None:
    side = Side(document=HOSTILE, voice=HOSTILE, printed=HOSTILE, judged=HOSTILE, words=HOSTILE)
    line = FindingLine(promise=HOSTILE, status=HOSTILE, reasons=(HOSTILE,), counted=HOSTILE)
    summary = EvidenceSummary(
        by=ALICE,
        digest=Digest("sha256:" + "0" * 64),
        rules=HOSTILE,
        decisions=0,
        findings=[SummedFinding(commitment=HOSTILE, kind="not_shown", line=line)],
        shared=[SharedQuotation(sides=(side, side), differs=True)],
        supports=[SummedSupport(articles=2, origins=(HOSTILE,), words=HOSTILE)],
        documents=[
            SummedDocument(name=HOSTILE, title=HOSTILE, publisher=HOSTILE, days=ANY_DAY, best="")
        ],
        flags=[FlagLine(sentence=HOSTILE, severity="grave", settled="")],
    )

    page = render_section(summary, language="en")

    assert {"script", "img"}.isdisjoint(Page(page).elements)
    assert not {name for name, _ in Page(page).attributes if name.startswith("on")}
    assert "\u202e" not in page
    assert "[U+202E]" in page


def test_long_lists_are_cut_and_say_so(report: Path) -> None:
    summary = read_summary(report, by=ALICE, promises={})
    long = replace(summary, documents=[*summary.documents] * MAX_ROWS)

    page = Page(render_section(long, language="en"))

    assert page.elements.count("tr") == len(summary.findings) + 1 + MAX_ROWS
    left = len(long.documents) - MAX_ROWS
    assert WORDS["en"]["and_more"].format(number=left) in page.words("evidence")


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"report":2}', b'{"report":1}', b"{}\n", b"\xff", b'{"a": 1}']
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(content)

    with pytest.raises(InvalidInputError, match="report"):
        read_summary(file, by=ALICE, promises={})


def test_a_report_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=re.escape("gone.json")):
        read_summary(tmp_path / "gone.json", by=ALICE, promises={})


Slot = tuple[dict[str, JsonValue] | list[JsonValue], str | int]


def slots(value: JsonValue) -> Iterator[Slot]:
    """Yield every place in a value where another could stand."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield value, name
            yield from slots(part)
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield value, number
            yield from slots(part)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, 2**32),
    other=st.sampled_from([None, "x", -1, [], {}, [1], {"a": "b"}, True]),
)
def test_a_report_with_anything_in_place_of_a_part_is_read_or_refused(
    report: Path, tmp_path: Path, number: int, other: JsonValue
) -> None:
    value: dict[str, JsonValue] = json.loads(report.read_bytes())
    for name in ("names", "times", "claims", "reuse", "events", "relays"):
        value[name] = []  # not read here, and most of the report
    found = [*slots(value)]
    parent, key = found[number % len(found)]
    parent[key] = other  # type: ignore[index]
    file = tmp_path / "changed.json"
    file.write_bytes(encode(value) + b"\n")

    try:
        section_of(file)
    except InvalidInputError as error:
        assert "changed.json" in str(error)  # noqa: PT017 - either is right

"""The report is the same bytes in any order, leads to characters, and finds as by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject, encode
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.findings.commitments import (
    InvalidCommitmentTableError,
    parse_commitments,
)
from servanda.evidence.findings.finding import Reason, Status
from servanda.evidence.findings.rules import parse_rules
from servanda.evidence.report.evidence import Evidence, assemble, signed_on
from servanda.evidence.report.report import build_report
from tests.evidence.corpora import corpus_of, demo_analyses, propositions, seed_corpus

DATA = files("servanda.data")
NATURES = {
    "C1.1": "continuing",
    "C1.2": "conditional",
    "C1.3": "continuing",
    "C1.4": "continuing",
    "C2": "prohibition",
    "C3.1": "process",
    "C3.2": "deliverable",
    "C4.1": "arrangement",
    "C4.2": "review",
    "C4.3": "deliverable",
    "C4.4": "recurring",
}
TABLE = (DATA / "accord_templates" / "us-china-2015" / "evidence.toml").read_bytes()


def evidence_of(corpus: Corpus) -> Evidence:
    return assemble(
        corpus,
        propositions=propositions(),
        commitments=parse_commitments(TABLE, natures=NATURES, signed=signed_on(corpus)),
        rules=parse_rules((DATA / "evidence" / "finding_rules.toml").read_bytes()),
    )


def statuses(corpus: Corpus) -> Mapping[str, Status]:
    return {one.commitment: one.status for one in evidence_of(corpus).findings}


def places(value: object) -> list[Mapping[str, object]]:
    """Return every object in a report that names characters of a document."""
    if isinstance(value, Mapping):
        own = [value] if {"document", "start", "end"} <= set(value) else []
        return own + [place for child in value.values() for place in places(child)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [place for child in value for place in places(child)]
    return []


@settings(max_examples=3)
@given(st.permutations(demo_analyses()))
def test_the_report_is_the_same_bytes_in_any_order(analyses: list[Analysis]) -> None:
    one = encode(build_report(evidence_of(corpus_of(analyses))))
    other = encode(build_report(evidence_of(corpus_of(demo_analyses()))))

    assert one == other


def test_every_text_of_the_report_stands_where_it_says() -> None:
    corpus = corpus_of(demo_analyses())

    found = places(build_report(evidence_of(corpus)))

    assert len(found) > 300
    for place in found:
        text = corpus.analyses[str(place["document"])].document.text
        start, end = place["start"], place["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert 0 <= start <= end <= len(text)
        if isinstance(shown := place.get("text"), str) and not shown.endswith("…"):
            assert text[start:end] == shown


def test_everything_found_says_how() -> None:
    report = build_report(evidence_of(corpus_of(demo_analyses())))

    for part in ("documents", "names", "times", "quotations", "claims", "reuse", "findings"):
        rows = report[part]
        assert isinstance(rows, list)
        assert rows
        assert all(isinstance(row, dict) and row["how"] for row in rows)


def test_the_demonstration_finds_nothing_shown_and_says_what_is_missing() -> None:
    found = statuses(corpus_of(demo_analyses()))

    assert found["C2"] is Status.NOT_SHOWN
    assert found["C1.2"] is Status.PARTLY_SHOWN
    assert found["C3.2"] is Status.NOT_SHOWN


def test_the_three_articles_give_the_findings_made_by_hand() -> None:
    found = statuses(seed_corpus(3))

    assert found["C2"] is Status.NOT_SHOWN
    assert found["C1.2"] is Status.PARTLY_SHOWN
    assert found["C3.1"] is Status.NOT_SHOWN
    assert found["C4.4"] is Status.NOT_YET_DUE


def test_a_round_that_is_told_as_held_and_on_no_record_says_so() -> None:
    """Of five articles the last tells of the round of December as held."""
    (found,) = (one for one in evidence_of(seed_corpus(5)).findings if one.commitment == "C4.4")

    assert found.status is Status.NOT_SHOWN
    assert Reason.TOLD_AS_HELD in {one.reason for one in found.told}
    assert Reason.DUE_PASSED not in {one.reason for one in found.told}


def test_that_somebody_spoke_of_ministers_is_no_act_of_theirs() -> None:
    found = statuses(corpus_of(demo_analyses()))

    assert found["C4.1"] is Status.NOT_SHOWN


def test_events_series_and_flags_are_rows_with_their_keys() -> None:
    report = build_report(evidence_of(corpus_of(demo_analyses())))

    for part in ("events", "series", "flags"):
        rows = report[part]
        assert isinstance(rows, list)
        assert rows
        assert all(isinstance(row, dict) and row["how"] and row["key"] for row in rows)


def test_no_finding_moves_when_an_article_is_read_twice_under_two_names() -> None:
    corpus = corpus_of(demo_analyses())

    assert statuses(corpus_of([*demo_analyses(), *demo_analyses()])) == statuses(corpus)


def test_a_decision_about_nothing_is_orphaned_and_listed() -> None:
    gone = Decision(
        number=0,
        prev=None,
        at=datetime(2026, 1, 5, tzinfo=UTC),
        by="analyst-1",
        verb=Verb.CONFIRM,
        target="claim:" + "ab" * 32 + ":0-9",
        value={},
        reason="It stood there under an older rule.",
    )

    report = build_report(evidence_of(corpus_of(demo_analyses(), [gone])))

    decisions = report["decisions"]
    assert isinstance(decisions, dict)
    assert decisions["orphaned"] == [gone.digest]
    assert decisions["last"] == gone.digest


@pytest.mark.parametrize(
    "table",
    [
        b"[[commitment]]\nid = 'C9'\nacts = ['a']",
        b"[[commitment]]\nid = 'C2'",
        b"[[commitment]]\nid = 'C2'\nacts = 'a'",
        b"[[commitment]]\nid = 'C2'\nacts = ['a']\nleast = 2",
        b"[[commitment]]\nid = 'C4.4'\nacts = ['a']\nfirst_due_days = 0",
        b"other = 1",
        b"\xff",
    ],
)
def test_a_table_of_commitments_that_does_not_fit_is_refused(table: bytes) -> None:
    with pytest.raises(InvalidCommitmentTableError):
        parse_commitments(table, natures=NATURES, signed=None)


def test_a_commitment_without_words_is_looked_for_nowhere() -> None:
    found = parse_commitments(b"", natures=NATURES, signed=None)

    assert [one.id for one in found] == list(NATURES)
    assert all(not one.acts and one.due is None for one in found)


def test_an_empty_object_is_no_report() -> None:
    report: JsonObject = build_report(evidence_of(corpus_of([])))

    assert report["documents"] == []
    assert report["as_of"] is None

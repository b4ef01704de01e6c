"""A report has of a model what a person confirmed, and no finding has anything."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from servanda.core.canonical import JsonObject, encode
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.proposals.answer import check_answer
from servanda.evidence.proposals.confirmed import PROPOSED, require_confirmable
from servanda.evidence.proposals.proposal import (
    MalformedProposalError,
    Proposal,
    llm_how,
    parse_proposal,
)
from servanda.evidence.report.report import build_report
from tests.evidence.corpora import corpus_of, demo_analyses
from tests.evidence.proposals.making import answered
from tests.evidence.report.test_report import evidence_of

HOW = llm_how("tiny-1", "cd" * 32)


def courier() -> Analysis:
    (found,) = (
        one for one in demo_analyses() if one.document.name.startswith("courier-deputy-travels")
    )
    return found


def proposed() -> Proposal:
    document = courier().document
    paragraph = document.paragraphs[1]
    row = {
        "kind": "claim",
        "start": paragraph.start,
        "end": paragraph.start + 40,
        "text": document.text[paragraph.start : paragraph.start + 40],
    }
    (found,) = check_answer(answered(row), document=document, how=HOW).proposals
    return found


def decided(verb: Verb, target: str, value: JsonObject) -> Decision:
    return Decision(
        number=0,
        prev=None,
        at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        by="anna",
        verb=verb,
        target=target,
        value=value,
        reason="Read in the article.",
    )


def report(*decisions: Decision) -> dict[str, Any]:
    built = encode(build_report(evidence_of(corpus_of(demo_analyses(), decisions))))
    loaded: dict[str, Any] = json.loads(built)
    return loaded


def test_a_confirmed_proposal_is_shown_and_all_else_stays_as_it_was() -> None:
    one = proposed()
    before = report()

    after = report(decided(Verb.CONFIRM, one.key, {PROPOSED: one.as_json()}))

    assert before["proposals"] == []
    (row,) = after["proposals"]
    assert row["key"] == one.key
    assert row["confirmed_by"] == "anna"
    assert row["how"] == f"llm:tiny-1:{'cd' * 32}"
    apart = {"proposals", "decisions"}
    assert encode({k: v for k, v in after.items() if k not in apart}) == encode(
        {k: v for k, v in before.items() if k not in apart}
    )


@pytest.mark.parametrize("verb", [Verb.REJECT, Verb.RETRACT])
def test_what_was_not_confirmed_in_the_end_is_not_shown(verb: Verb) -> None:
    one = proposed()
    first = decided(Verb.CONFIRM, one.key, {PROPOSED: one.as_json()})
    target = first.digest if verb is Verb.RETRACT else one.key

    after = report(first, replace(decided(verb, target, {}), number=1, prev=first.digest))

    assert after["proposals"] == []


def test_a_confirmation_that_finds_other_words_is_an_orphan_and_never_shown() -> None:
    one = proposed()
    other = replace(one, statement=replace(one.statement, text="No such words stand here."))
    decision = decided(Verb.CONFIRM, other.key, {PROPOSED: other.as_json()})

    after = report(decision)

    assert after["proposals"] == []
    assert after["decisions"]["orphaned"] == [decision.digest]


def test_a_decision_holds_exactly_the_proposal_that_it_names() -> None:
    one = proposed()
    other = replace(one, how=llm_how("other", "cd" * 32))

    require_confirmable(Verb.CONFIRM, one.key, {PROPOSED: one.as_json()})
    require_confirmable(Verb.REJECT, one.key, {})
    for verb, value in (
        (Verb.CONFIRM, {PROPOSED: other.as_json()}),
        (Verb.CONFIRM, {}),
        (Verb.CORRECT, {"voice": "person:ines okafor"}),
        (Verb.GRADE, {"digit": 1}),
    ):
        with pytest.raises(MalformedProposalError):
            require_confirmable(verb, one.key, value)


def test_a_proposal_reads_back_as_itself_and_anything_else_is_refused() -> None:
    row = proposed().as_json()

    assert parse_proposal(row) == proposed()
    for bad in (
        None,
        {},
        {**row, "more": 1},
        {**row, "how": "claim.cue/1"},
        {**row, "how": f"llm:a b:{'cd' * 32}"},
        {**row, "kind": "finding"},
        {**row, "statement": None},
        {**row, "speaker": {"document": "x", "start": 3, "end": 1, "text": ""}},
        {**row, "speaker": {"document": "x", "start": True, "end": 1, "text": ""}},
    ):
        with pytest.raises(MalformedProposalError):
            parse_proposal(bad)  # type: ignore[arg-type]  # what stands in a file

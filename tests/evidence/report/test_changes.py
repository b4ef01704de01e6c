"""A correction propagates: flags close, origins move, and the report says which decision did it."""

from collections.abc import Sequence
from datetime import date

import pytest

from servanda.core.canonical import JsonObject
from servanda.evidence.corpus.corpus import quotation_key
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.decisions.standing import UnfitDecisionError, require_fit
from servanda.evidence.intervals import one_day
from servanda.evidence.report.changes import ChangeKind, change_rows, changes_since
from servanda.evidence.report.evidence import Evidence
from tests.evidence.corpora import corpus_of, demo_analyses, named, seed_corpus
from tests.evidence.decided import decided
from tests.evidence.report.test_report import evidence_of


def demo(decisions: Sequence[Decision]) -> Evidence:
    return evidence_of(corpus_of(demo_analyses(), decisions))


def misattributed(evidence: Evidence, voice: str, words: str) -> str:
    (key,) = (
        quotation_key(one)
        for one in evidence.corpus.quotations
        if one.voice is not None
        and one.voice.entities == (voice,)
        and words in evidence.corpus.text_of(one.span)
    )
    return key


def test_a_correction_closes_its_flags_and_says_so() -> None:
    key = misattributed(demo(()), "firm:lanternfish", "pattern of the break-ins")
    decisions = decided((Verb.CORRECT, key, {"voice": "firm:coldharbor"}))

    changes = changes_since(0, decisions, with_decisions=demo)

    gone = {
        one.key.split(":")[1] for one in changes if one.kind is ChangeKind.FLAG and not one.after
    }
    assert "same_quotation_different_speaker" in gone
    assert "one_source_opposed_positions" in gone
    assert {one.decision for one in changes} == {decisions[0].digest}
    assert [row["decision"] for row in change_rows(changes)] == [decisions[0].digest] * len(changes)


def test_the_misattribution_of_the_articles_closes_both_flags_when_it_is_decided() -> None:
    def seeds(decisions: Sequence[Decision]) -> Evidence:
        return evidence_of(seed_corpus(3, decisions))

    before = seeds(())
    key = misattributed(before, "firm:fireeye", "primary benefit of the intrusions")
    after = seeds(decided((Verb.CORRECT, key, {"voice": "firm:crowdstrike"})))

    kinds = {"same_quotation_different_speaker", "one_source_opposed_positions"}
    assert kinds <= {one.kind for one in before.flags}
    assert kinds.isdisjoint({one.kind for one in after.flags})


def test_a_retraction_brings_everything_back() -> None:
    key = misattributed(demo(()), "firm:lanternfish", "pattern of the break-ins")
    first = decided((Verb.CORRECT, key, {"voice": "firm:coldharbor"}))
    both = decided(
        (Verb.CORRECT, key, {"voice": "firm:coldharbor"}), (Verb.RETRACT, first[0].digest, {})
    )

    changes = changes_since(0, both, with_decisions=demo)

    forth = {(one.key, one.before, one.after) for one in changes if one.decision == both[0].digest}
    back = {(one.key, one.after, one.before) for one in changes if one.decision == both[1].digest}
    assert forth == back
    assert forth


def test_a_decision_that_changes_nothing_is_told_of_by_nothing() -> None:
    key = misattributed(demo(()), "firm:lanternfish", "pattern of the break-ins")
    changes = changes_since(0, decided((Verb.CONFIRM, key, {})), with_decisions=demo)

    assert {one.kind for one in changes} <= {ChangeKind.FINDING}


def test_a_decided_day_dates_its_document_and_those_that_hang_together_with_it() -> None:
    before = corpus_of(demo_analyses())
    place = f"publication:{named(before, 'ledger-date')}:0-0"

    after = corpus_of(demo_analyses(), decided((Verb.CORRECT, place, {"day": "2025-10-29"})))

    found = after.publications[named(after, "ledger-date")]
    assert found.days == one_day(date(2025, 10, 29))
    assert found.conflict == ()


def test_a_decided_day_that_the_texts_rule_out_is_a_clash_and_no_silent_choice() -> None:
    corpus = corpus_of(demo_analyses())
    place = f"publication:{named(corpus, 'ledger-date')}:0-0"

    after = corpus_of(demo_analyses(), decided((Verb.CORRECT, place, {"day": "2019-01-01"})))

    assert after.publications[named(after, "ledger-date")].conflict


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("flag:x", {"voice": "firm:a"}),
        ("quotation:" + "ab" * 32 + ":0-9", {"day": "2025-10-29"}),
        ("publication:" + "ab" * 32 + ":0-0", {"day": "yesterday"}),
        ("publication:" + "ab" * 32 + ":0-0", {"day": "2025-10-29", "more": 1}),
    ],
)
def test_a_correction_that_nothing_reads_is_refused(target: str, value: JsonObject) -> None:
    with pytest.raises(UnfitDecisionError):
        require_fit((), Verb.CORRECT, target, value)

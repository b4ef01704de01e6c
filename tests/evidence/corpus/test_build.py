"""The corpus is the same in any order; decisions are applied before anything is joined."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject
from servanda.evidence.corpus.corpus import quotation_key
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reuse.reuse import ReuseKind
from tests.evidence.corpora import corpus_of, demo_analyses, named, origins_of, seed_corpus
from tests.evidence.shared import gold


def decision(verb: Verb, target: str, value: JsonObject) -> Decision:
    return Decision(
        number=0,
        prev=None,
        at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        by="analyst-1",
        verb=verb,
        target=target,
        value=value,
        reason="The post itself was looked at.",
    )


def quotation(beginning: str, words: str) -> Quotation:
    corpus = corpus_of(demo_analyses())
    (found,) = (
        one
        for one in corpus.quotations
        if one.span.document == named(corpus, beginning) and words in corpus.text_of(one.span)
    )
    return found


@settings(max_examples=5)
@given(st.permutations(demo_analyses()))
def test_the_order_of_documents_changes_nothing(analyses: list[object]) -> None:
    assert corpus_of(analyses) == corpus_of(demo_analyses())  # type: ignore[arg-type]  # drawn


def test_the_demonstration_dates_its_articles_from_each_other() -> None:
    corpus = corpus_of(demo_analyses())

    days = {
        one.document.name: corpus.publications[key].days for key, one in corpus.analyses.items()
    }

    week = Interval(earliest=date(2025, 11, 10), latest=date(2025, 11, 12))
    assert days["ledger-deputy-travels.txt"] == week
    assert days["courier-deputy-travels.txt"].meets(week)
    assert corpus.publications[named(corpus, "ledger-date")].candidates == (
        date(2025, 10, 22),
        date(2025, 10, 29),
        date(2025, 11, 5),
    )


def test_what_was_said_is_dated_by_the_words_beside_its_speaker() -> None:
    corpus = corpus_of(demo_analyses())
    said = {corpus.text_of(one.span)[1:12]: one.said_on for one in corpus.quotations}

    assert said["We look at "] == Interval(earliest=date(2025, 10, 1), latest=date(2025, 10, 31))
    assert said["carry out o"].latest == date(2025, 9, 30)
    # Of nothing else is more known than that it was said before it was printed.
    assert said["We count wh"].latest == date(2025, 11, 5)


def test_a_rejected_quotation_is_gone_from_all_that_follows() -> None:
    one = quotation("courier-deputy", "pattern of the break-ins")

    corpus = corpus_of(demo_analyses(), [decision(Verb.REJECT, quotation_key(one), {})])

    assert one.span not in {other.span for other in corpus.quotations}
    assert all(one.span not in {match.a, match.b} for match in corpus.matches)
    assert ReuseKind.SHARED_QUOTATION not in {edge.kind for edge in corpus.reuses}


def test_a_corrected_voice_moves_the_origin() -> None:
    one = quotation("courier-deputy", "Quarrels serve")
    change = {"voice": "person:oren vasquez"}

    before = origins_of(corpus_of(demo_analyses()))
    after = origins_of(
        corpus_of(demo_analyses(), [decision(Verb.CORRECT, quotation_key(one), change)])
    )

    assert before.of_statement[quotation_key(one)] == ("person:elin strand",)
    assert after.of_statement[quotation_key(one)] == ("person:oren vasquez",)


def test_merged_people_are_one_origin() -> None:
    merge = decision(Verb.MERGE, "person:joan albright", {"into": "person:ines calloway"})

    origins = origins_of(corpus_of(demo_analyses(), [merge]))

    assert "person:joan albright" not in origins.origins
    assert len(origins.origins["person:ines calloway"].statements) >= 4


@pytest.mark.parametrize("count", [3, 5])
def test_the_articles_are_dated_as_by_hand(count: int) -> None:
    corpus = seed_corpus(count)

    for row in gold()["documents"]:
        found = corpus.publications[named(corpus, str(row["doc"]))]
        wanted = row["published"]
        assert isinstance(wanted, dict)
        assert found.days.as_json() == {
            "earliest": wanted["earliest"],
            "latest": wanted["latest"],
        }
        if wanted["best"]:
            assert one_day(date.fromisoformat(wanted["best"])).meets(found.days)
            assert found.best == date.fromisoformat(wanted["best"])

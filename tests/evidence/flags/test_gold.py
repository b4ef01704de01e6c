"""Every flag marked by hand on three articles is raised; a corrected voice ends what hung on it."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from servanda.evidence.corpus.corpus import Corpus, quotation_key
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.flags.flag import Flag, Severity
from servanda.evidence.spans import Span
from tests.evidence.corpora import named, seed_corpus
from tests.evidence.flags.telling_texts import flags_of
from tests.evidence.shared import gold


def spans_of(row: dict[str, object], corpus: Corpus) -> list[Span]:
    spans = row["spans"]
    assert isinstance(spans, list)
    return [
        Span(document=named(corpus, one["doc"]), start=one["start"], end=one["end"])
        for one in spans
    ]


def places_of(row: dict[str, object], corpus: Corpus) -> list[Span]:
    """Return the places of the statements that a flag of the gold names."""
    marked = {str(one["id"]): one for one in [*gold()["quotations"], *gold()["claims"]]}
    statements = row["statements"]
    assert isinstance(statements, list)
    return [
        Span(
            document=named(corpus, str(marked[one]["doc"])),
            start=int(str(marked[one]["start"])),
            end=int(str(marked[one]["end"])),
        )
        for one in statements
    ]


def touches(flag: Flag, span: Span) -> bool:
    return any(one.overlaps(span) for side in flag.sides for one in side)


@pytest.mark.parametrize("row", range(14))
def test_every_flag_marked_by_hand_is_raised_at_its_places(row: int) -> None:
    corpus = seed_corpus(3)
    marked = gold()["flags"][row]
    documents = marked["docs"]
    assert isinstance(documents, list)
    wanted = sorted(named(corpus, one) for one in documents)

    raised = [one for one in flags_of(corpus) if one.kind == marked["kind"]]

    # One line of the gold may be several events, and so several flags.
    assert {key for one in raised for key in one.documents} >= set(wanted)
    if marked["kind"] != "agreement":
        assert any(
            list(one.documents) == wanted
            and all(touches(one, span) for span in spans_of(marked, corpus))
            and all(
                any(span.overlaps(place) for span in [*one.statements, *sum(one.sides, ())])
                for place in places_of(marked, corpus)
            )
            for one in raised
        )
    for span in spans_of(marked, corpus):
        assert any(touches(one, span) for one in raised)


def test_what_else_is_raised_on_the_three_articles_is_what_was_looked_at() -> None:
    """The list in docs/reference/evidence-accuracy.md; a new one has to be looked at first."""
    found = Counter(one.kind for one in flags_of(seed_corpus(3)))
    found -= Counter(str(one["kind"]) for one in gold()["flags"])

    assert found == OTHERS


OTHERS = Counter(
    {
        "agreement": 1,
        "metadata_incomplete": 3,
        "norm_paraphrased": 1,
        "office_differs": 1,
        "place_metonym": 1,
        "relay": 1,
        "voice_multiplied": 1,
    }
)


def test_a_corrected_voice_closes_the_flags_that_hung_on_it() -> None:
    before = seed_corpus(3)
    (wrong,) = (
        one
        for one in before.quotations
        if one.span.document == named(before, "001")
        and "primary benefit" in before.text_of(one.span)
    )
    decision = Decision(
        number=0,
        prev=None,
        at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        by="analyst-1",
        verb=Verb.CORRECT,
        target=quotation_key(wrong),
        value={"voice": "person:dmitri alperovitch"},
        reason="The post itself was looked at.",
    )

    grave = {"same_quotation_different_speaker", "one_source_opposed_positions"}
    assert grave <= {one.kind for one in flags_of(before)}

    after = flags_of(seed_corpus(3, [decision]))

    assert not [one for one in after if one.severity is Severity.GRAVE]

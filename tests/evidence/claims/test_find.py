"""Indirect speech is found with source, words and hedges; a quotation alone is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.claims.claim import Claim, HedgeKind, Mode
from servanda.evidence.claims.find import find_claims
from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from tests.evidence.making import NOBODY, document_of, names_in

CAST = {
    "Interior Minister |Ilsa Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Orrin Tal": (EntityKind.PERSON, "Orrin Tal"),
    "Tal": (EntityKind.PERSON, "Orrin Tal"),
    "Palisade": (EntityKind.FIRM, "Palisade"),
    "Interior Ministry": (EntityKind.AGENCY, "Northmark Interior Ministry"),
}


def claims_in(*paragraphs: str) -> tuple[Document, tuple[Claim, ...]]:
    document = document_of(*paragraphs)
    names = names_in(document, CAST)
    quotations = find_quotations(document, names=names)
    return document, find_claims(document, names=names, quotations=quotations)


def shown(*paragraphs: str) -> list[tuple[str, str, list[str]]]:
    document, found = claims_in(*paragraphs)
    return [
        (
            document.text_of(each.voice.mention),
            document.text_of(each.cue),
            [document.text_of(part) for part in each.content],
        )
        for each in found
    ]


def one(*paragraphs: str) -> tuple[Document, Claim]:
    document, (found,) = claims_in(*paragraphs)
    return document, found


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        (
            "Voss said that the group had left.",
            "Voss",
            "said",
            ["that the group had left"],
        ),
        (
            "Voss said on Monday that the group had left.",
            "Voss",
            "said",
            ["that the group had left"],
        ),
        ("The group had left, Voss said Monday.", "Voss", "said", ["The group had left"]),
        (
            "The group had left, said Voss, who chairs the talks.",
            "Voss",
            "said",
            ["The group had left"],
        ),
        (
            "According to Palisade, the group had left.",
            "Palisade",
            "According to",
            ["the group had left"],
        ),
        (
            "The group had left, according to Palisade.",
            "Palisade",
            "according to",
            ["The group had left"],
        ),
        (
            "The group, Voss said, had left the network.",
            "Voss",
            "said",
            ["The group", "had left the network"],
        ),
        (
            "Palisade, a Southmere firm, has also said the group had left.",
            "Palisade",
            "has also said",
            ["the group had left"],
        ),
        (
            "Some analysts say the group may be gone.",
            "Some analysts",
            "say",
            ["the group may be gone"],
        ),
        (
            "Other reports indicate that the group was arrested.",
            "Other reports",
            "indicate",
            ["that the group was arrested"],
        ),
    ],
)
def test_source_cue_and_content_are_exact(
    sentence: str, source: str, cue: str, content: list[str]
) -> None:
    assert shown(sentence) == [(source, cue, content)]


def test_two_verbs_of_one_speaker_are_two_claims() -> None:
    assert shown("Palisade said the group had left but insisted that the door was open.") == [
        ("Palisade", "said", ["the group had left"]),
        ("Palisade", "insisted", ["that the door was open"]),
    ]


def test_a_quotation_alone_is_no_claim_and_one_inside_a_sentence_is_part_of_it() -> None:
    assert shown("“The group has left us all,” Voss said at a conference in Southmere.") == []
    assert shown("Voss said the group had “left for good” that week.") == [
        ("Voss", "said", ["the group had “left for good” that week"])
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Voss did not say that the group had left.",
        "Voss wanted to say that the group had left.",
        "Voss announced the findings.",
        "The talks between the two ministries continue to make news.",
        "Voss echoed those words on Monday.",
    ],
)
def test_what_reports_nothing_is_no_claim(sentence: str) -> None:
    assert shown(sentence) == []


def test_a_claim_of_nobody_has_an_unnamed_link_and_no_entity() -> None:
    document, found = one("The ministry is widely believed to be behind it.")

    assert not found.voice.is_named
    assert [link.name for link in found.via] == ["?"]
    assert document.text_of(found.voice.mention) == "is widely believed"
    assert [document.text_of(part) for part in found.content] == [
        "The ministry",
        "to be behind it",
    ]


def test_the_named_source_is_resolved() -> None:
    _, found = one("Interior Minister Ilsa Voss said that the group had left.")

    assert found.voice.entities == ("person:ilsa voss",)


def test_a_body_s_paper_is_the_body_s() -> None:
    _, found = claims_in(
        "The Interior Ministry met in Southmere.",
        "The talks are set for March, according to an agency statement.",
    )

    assert [each.voice.entities for each in found] == [("agency:northmark interior ministry",)]


@pytest.mark.parametrize(
    ("sentence", "hedges"),
    [
        ("Voss said the group was accused of theft.", [("was accused of", HedgeKind.ACCUSED)]),
        ("Voss said it was linked to Southmere.", [("linked to", HedgeKind.LINKED)]),
        ("Voss said it seems to be gone.", [("seems", HedgeKind.SEEMS)]),
        ("Voss said it might be gone.", [("might", HedgeKind.MAY)]),
        ("Some firms say it is gone.", [("Some", HedgeKind.SOME_SAY)]),
        ("Reports also indicate it is gone.", [("Reports also indicate", HedgeKind.SOME_SAY)]),
        ("Voss said it is widely believed.", [("widely believed", HedgeKind.BELIEVED)]),
        ("Voss said it’s premature to ask.", [("premature", HedgeKind.NOT_NECESSARILY)]),
        (
            "Voss said it doesn’t necessarily hold.",
            [("doesn’t necessarily", HedgeKind.NOT_NECESSARILY)],
        ),
        ("Voss said it is expected to end.", [("is expected to", HedgeKind.EXPECTED)]),
        ("Voss has claimed that it is gone.", [("has claimed", HedgeKind.CLAIMED)]),
        ("Voss said it will never be gone.", [("never", HedgeKind.NEGATED)]),
    ],
)
def test_each_class_of_hedge_is_kept_with_its_words(
    sentence: str, hedges: list[tuple[str, HedgeKind]]
) -> None:
    document, found = one(sentence)

    assert [(document.text_of(each.span), each.kind) for each in found.hedges] == hedges


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Voss said the group has left.", Mode.FACT),
        ("Voss said the ministers will meet in March.", Mode.INTENTION),
        ("Voss said the talks are set for March.", Mode.INTENTION),
        ("The two sides agreed that neither will steal secrets.", Mode.NORM),
        ("Voss pledged to assist the other side.", Mode.NORM),
        ("Voss said both sides should assist each other.", Mode.NORM),
        ("Voss said the men, who will appeal, were arrested.", Mode.INTENTION),
    ],
)
def test_fact_intention_and_norm_are_told_apart_by_the_first_finite_verb(
    sentence: str, mode: Mode
) -> None:
    _, found = one(sentence)

    assert found.mode is mode


WORDS = """Voss Palisade said says that the group it was had left may not , . “gone” and but to
    according reports believed who (x) —"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_any_row_of_words_yields_claims_within_the_text(words: list[str]) -> None:
    document = document_of(" ".join(words) or "x")
    quotations = find_quotations(document, names=NOBODY)

    for each in find_claims(document, names=NOBODY, quotations=quotations):
        parts = (each.cue, each.voice.mention, *each.content)
        assert all(each.span.covers(part) for part in parts)
        assert each.content
        assert all(document.text_of(part).strip() for part in parts)
        assert list(each.content) == sorted(each.content)


def test_a_clause_that_carries_the_sentence_is_no_part_of_what_is_said() -> None:
    text = "Palisade said the intruders had left in spring, the Interior Ministry said on Monday."

    assert shown(text)[0] == ("Palisade", "said", ["the intruders had left in spring"])

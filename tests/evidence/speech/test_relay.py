"""The chain of go-betweens is what the text says: outlet first, nobody invented."""

from dataclasses import replace

import pytest

from servanda.evidence.documents import Document, Located
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.quotations.quotation import Quotation
from tests.evidence.making import MADE, document_of, names_in

CAST = {
    "CEO |Orrin Tal": (EntityKind.PERSON, "Orrin Tal"),
    "Minister |Ilsa Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Palisade": (EntityKind.FIRM, "Palisade"),
    "Harbour Wire": (EntityKind.OUTLET, "Harbour Wire"),
    "Interior Ministry": (EntityKind.AGENCY, "Northmark Interior Ministry"),
}


def last_of(*paragraphs: str, publisher: str | None = "The Lantern") -> tuple[Document, Quotation]:
    document = document_of(*paragraphs)
    if publisher:
        located = Located(value=publisher, evidence=(document.span(0, 1),), how=MADE)
        document = replace(document, publisher=located)
    return document, find_quotations(document, names=names_in(document, CAST))[-1]


def chain(*paragraphs: str, publisher: str | None = "The Lantern") -> list[str]:
    _, found = last_of(*paragraphs, publisher=publisher)
    return [link.name for link in found.via]


def test_a_paper_of_a_firm_is_two_links_behind_the_outlet() -> None:
    text = "Palisade saw it. “It was aimed at secrets,” CEO Orrin Tal wrote in a blog post."

    assert chain(text) == ["outlet:the lantern", "firm:palisade", "blog post"]


def test_a_body_s_own_statement_is_one_link() -> None:
    text = "“We shall meet them in March,” the Interior Ministry said in a statement."

    assert chain(text) == ["outlet:the lantern", "statement"]


def test_another_outlet_that_the_text_relies_on_is_a_link() -> None:
    text = "“We shall meet them in March,” Voss said, according to Harbour Wire."
    told = "“We shall meet them in March,” Voss told Harbour Wire."
    reported = "Harbour Wire reported that Voss called it “a meeting of equals.”"

    assert chain(text) == ["outlet:the lantern", "outlet:harbour wire"]
    assert chain(told) == ["outlet:the lantern", "outlet:harbour wire"]
    assert chain(reported) == ["outlet:the lantern", "outlet:harbour wire"]


def test_an_unnamed_go_between_is_a_question_mark() -> None:
    text = "“We shall meet them in March,” Voss said, according to a person at the table."

    assert chain(text) == ["outlet:the lantern", "?"]


@pytest.mark.parametrize(
    "text",
    [
        "“We shall meet them in March,” Voss said.",
        "“We shall meet them in March,” Voss said during a joint press conference.",
        "Voss said that she called it “a meeting of equals.”",
    ],
)
def test_a_text_that_names_no_go_between_has_no_chain(text: str) -> None:
    assert chain(text) == []


def test_without_a_known_outlet_the_chain_begins_with_what_the_text_names() -> None:
    text = "“We shall meet them in March,” the Interior Ministry said in a statement."

    assert chain(text, publisher=None) == ["statement"]


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        (
            "“We keep our word,” Voss said during a joint press conference in March.",
            "during a joint press conference",
        ),
        ("At a summit in Southmere, Voss said: “We keep our word.”", "At a summit"),
        ("“We keep our word,” Voss said.", None),
        ("“We met at a summit in Southmere,” Voss said.", None),
    ],
)
def test_the_occasion_is_read_outside_the_marks(text: str, occasion: str | None) -> None:
    document, found = last_of(text)

    assert (document.text_of(found.occasion) if found.occasion else None) == occasion


def test_what_goes_on_keeps_the_chain_of_what_it_goes_on_from() -> None:
    text = "“We keep our word,” Voss said in a statement. “We shall see who else does.”"

    assert chain(text) == ["outlet:the lantern", "statement"]


def test_on_whom_an_outlet_relies_is_a_link_behind_it() -> None:
    text = "The Lantern, citing Harbour Wire, reported that Voss called it “a meeting of equals.”"

    assert chain(text) == ["outlet:the lantern", "outlet:harbour wire"]


def test_an_outlet_that_closes_the_sentence_carries_all_of_it() -> None:
    text = "Voss called it “a meeting of equals” in spring, Harbour Wire reported on Monday."

    assert chain(text) == ["outlet:the lantern", "outlet:harbour wire"]

"""Title, bylines and furniture are told from the article by rules that know no outlet."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.reading.layout import lay_out
from servanda.evidence.reading.outlets import Outlets, outlets_among
from servanda.evidence.reading.read import read_document
from tests.evidence.shared import gold, seeds

TITLE = "Northmark and Southmere resume cyber talks"
LEAD = "Officials of both states met on Tuesday, the ministry said in a statement."
MORE = "The talks will go on in March, and both sides spoke of good progress."
LAST = "“We count what is done,” the minister said."


def product_outlets() -> Outlets:
    rows = files("servanda.data").joinpath("evidence/gazetteer/outlets.toml").read_bytes()
    return outlets_among(parse_gazetteer([rows]).entities.values())


def read(*lines: str) -> Document:
    return read_document("\n\n".join(lines).encode(), name="article.txt")


def shown(document: Document, kind: BlockKind) -> list[str]:
    return [document.text_of(block.span) for block in document.blocks if block.kind is kind]


def title(document: Document) -> str | None:
    return document.title.value if document.title else None


def test_the_line_above_the_first_sentence_is_the_title() -> None:
    document = read(TITLE, LEAD, MORE)

    assert title(document) == TITLE
    assert document.title is not None
    assert [document.text_of(span) for span in document.title.evidence] == [TITLE]
    assert shown(document, BlockKind.PARAGRAPH) == [LEAD, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Northmark quits talks in the U.S.",
        "Will Southmere keep its word?",
        "Ministers Sign Accord On Theft By Computer.",
        "Cyber talks resume",
        "两国恢复网络安全对话",
    ],
)
def test_titles_of_many_forms_are_seen(line: str) -> None:
    assert title(read(line, LEAD, MORE)) == line


@pytest.mark.parametrize(
    "above",
    [
        ["12.5 °C", "Port Ellery", "Tuesday, July 14, 2026"],
        ["Home > World > Northmark"],
        ["Menu", "Search", "Sign in"],
        ["2026-07-14 09:30"],
        ["World", "18 September 2026 Last updated at 13:59 GMT"],
        ["首页", "2026年7月14日 星期二"],
    ],
)
def test_what_stands_over_the_title_is_furniture(above: list[str]) -> None:
    document = read(*above, TITLE, LEAD, MORE)

    assert title(document) == TITLE
    assert shown(document, BlockKind.FURNITURE) == above
    assert document.bylines == ()


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Lena Marsh", "Lena Marsh"),
        ("BY LENA MARSH", "Lena Marsh"),
        ("By Lena Marsh, Southmere Courier", "Lena Marsh"),
        ("By Lena Marsh and Otto van der Vale | July 14, 2026", "Lena Marsh and Otto van der Vale"),
        ("Written by: J. R. O’Vale", "J. R. O’Vale"),
        ("作者：林海", "林海"),
        ("本报记者 林海 吴敏", "林海 吴敏"),
    ],
)
def test_a_byline_names_the_author_and_is_no_paragraph(line: str, author: str) -> None:
    document = read(TITLE, line, LEAD, MORE)

    assert document.author is not None
    assert document.author.value == author
    assert document.text_of(document.author.evidence[0]).lower() == author.lower()
    assert shown(document, BlockKind.BYLINE) == [line]
    assert shown(document, BlockKind.PARAGRAPH) == [LEAD, MORE]


@pytest.mark.parametrize(
    "line",
    ["July 14, 2026", "Published: 14 July 2026 at 9:39 AM", "Tue Jul. 14, 2026 | 11:26 pm UTC"],
)
def test_a_day_under_the_title_is_a_byline_and_one_below_the_article_is_furniture(
    line: str,
) -> None:
    document = read(TITLE, line, LEAD, MORE, line)

    assert shown(document, BlockKind.BYLINE) == [line]
    assert shown(document, BlockKind.FURNITURE) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "By Tuesday the talks were over, and nobody had signed.",
        "An agreement can be reached at the next meeting, officials said.",
        "Support for the accord grew after the visit.",
        "Read more carefully, the text says less than that.",
        "Copyright law was not touched by the accord.",
        "The firm changed its privacy policy after the theft.",
        "The related articles of the accord were struck out, the ministry said.",
        "July 14, 2026, was the day on which the accord was signed.",
        "No one was hurt.",
    ],
)
def test_sentences_that_sound_like_furniture_stay_evidence(sentence: str) -> None:
    document = read(TITLE, LEAD, sentence, MORE, sentence)

    assert shown(document, BlockKind.PARAGRAPH) == [LEAD, sentence, MORE, sentence]
    assert document.author is None


@pytest.mark.parametrize(
    "below",
    [
        ["Copyright 2026 Ledger Press Group. All rights reserved."],
        ["© 2026 Courier", "Most Popular", "Load more", "See all Courier.TV See all Video"],
        ["Tags Northmark Southmere Cybercrime", "Share this article", "12 comments"],
        ["• Lena Marsh can be reached at lmarsh@courier.example."],
        ["Please read our comment policy before commenting.", "- Advertisement -"],
        ["Related Articles", "Ferry disaster off Calder", "Shipyard sues over stolen designs"],
        ["责任编辑：吴敏", "版权所有 未经授权不得转载", "相关新闻"],
        ["Gazette", "Gazettehttp://www.gazette.example", "The Gazette is the source for ports."],
        ["About the author", "Lena Marsh writes on the sea.", "She lives in Calder."],
        ["(Reporting by Lena Marsh; Editing by Otto Vale.)"],
    ],
)
def test_what_stands_below_the_article_is_furniture(below: list[str]) -> None:
    document = read(TITLE, LEAD, MORE, LEAD, MORE, LAST, *below)

    assert shown(document, BlockKind.FURNITURE) == below
    assert shown(document, BlockKind.PARAGRAPH)[-1] == LAST


def test_a_box_in_mid_article_does_not_swallow_what_follows() -> None:
    document = read(TITLE, LEAD, "Related Articles", MORE, LEAD, LAST)

    assert shown(document, BlockKind.FURNITURE) == ["Related Articles"]
    assert shown(document, BlockKind.PARAGRAPH) == [LEAD, MORE, LEAD, LAST]


def test_a_list_that_a_colon_announces_is_evidence() -> None:
    listed = ["• to stop the theft of designs", "• to answer within a day"]
    document = read(TITLE, LEAD, "The two governments said that they agreed:", *listed, "Load more")

    assert shown(document, BlockKind.PARAGRAPH)[-2:] == listed
    assert shown(document, BlockKind.FURNITURE) == ["Load more"]


def test_a_placeholder_within_a_paragraph_is_cut_out_of_it() -> None:
    document = read(TITLE, "{adslot}" + LEAD, MORE + " [[banner_1]] " + LAST)

    assert shown(document, BlockKind.FURNITURE) == ["{adslot}", "[[banner_1]]"]
    assert shown(document, BlockKind.PARAGRAPH) == [LEAD, MORE, LAST]


def test_a_text_that_begins_with_a_sentence_has_no_title() -> None:
    assert title(read(LEAD, MORE)) is None


@given(
    st.lists(
        st.sampled_from(["Most Popular", "By Lena Marsh", " ", "\n", ".", "a", "{ad}", "“", LEAD])
    ).map("".join)
)
def test_pieces_hold_every_character_but_space_in_order(text: str) -> None:
    position = 0

    for piece in lay_out(text):
        assert not text[position : piece.start].strip()
        assert text[piece.start : piece.end] == piece.text == piece.text.strip() != ""
        position = piece.end

    assert not text[position:].strip()


def test_furniture_title_publisher_and_author_of_the_reference_texts_are_found() -> None:
    rows = {str(row["file"]): row for row in gold()["documents"]}
    outlets = product_outlets()
    for path in seeds():
        if path.name not in rows:
            continue
        row = rows[path.name]
        document = read_document(path.read_bytes(), name=path.name, outlets=outlets)

        assert title(document) == row["title"]
        assert (document.author and document.author.value) == row["author"]
        assert (document.publisher and document.publisher.value) == row["publisher"]
        assert furniture_characters(document) == gold_characters(document, row["furniture"])


def test_of_the_articles_without_gold_title_and_publisher_are_those_printed() -> None:
    outlets = product_outlets()
    expected = {
        "003": ("DHS Opens Cyber Dialogue with China", "Homeland Security Today"),
        "004": ("US, Chinese officials pleased with cyber talks", "The Hill"),
    }
    for path in seeds():
        if path.name[:3] in expected:
            document = read_document(path.read_bytes(), name=path.name, outlets=outlets)

            name = document.publisher and document.publisher.value
            assert (title(document), name) == expected[path.name[:3]]
            assert document.bylines == ()
            assert document.declared is None


def furniture_characters(document: Document) -> set[int]:
    return {
        index
        for span in document.furniture
        for index in range(span.start, span.end)
        if not document.text[index].isspace()
    }


def gold_characters(document: Document, spans: object) -> set[int]:
    assert isinstance(spans, list)
    return {
        index
        for span in spans
        for index in range(span["start"], span["end"])
        if not document.text[index].isspace()
    }

"""A PDF becomes paragraphs; what cannot be read of it is noted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.reading.pdf_text import Line, paragraphs_of
from servanda.evidence.reading.read import read_document
from tests.evidence.reading.pdf_files import chinese_pdf, encrypted_pdf, latin_pdf, mapped_pdf
from tests.evidence.reading.test_read import assert_is_whole, codes

TITLE = "Northmark and Southmere resume cyber talks"
FIRST = (
    "Officials of both states met on Tuesday, the ministry said in a statement",
    "that was handed out after the talks. They will go on in March.",
)
SECOND = (
    "“We count what is done,” the minister said (in Calder) before she left for",
    "the port. She did not say where the next round would be held.",
)


def read(content: bytes) -> Document:
    return read_document(content, name="report.txt")


def shown(document: Document, kind: BlockKind) -> list[str]:
    return [document.text_of(block.span) for block in document.blocks if block.kind is kind]


def test_a_pdf_is_told_by_its_content_and_read_in_paragraphs() -> None:
    document = read(latin_pdf([[TITLE, "", *FIRST, "", *SECOND]]))

    assert document.media_type == "application/pdf"
    assert document.how.startswith("reading.pdf/1(pypdfium2=")
    assert document.title is not None
    assert document.title.value == TITLE
    assert shown(document, BlockKind.PARAGRAPH) == [" ".join(FIRST), " ".join(SECOND)]
    assert document.notes == ()
    assert_is_whole(document)


def test_chinese_lines_are_joined_without_a_space() -> None:
    lines = [
        "两国恢复网络安全对话",
        "",
        "两国官员星期二举行会谈，双方同意在三月继续",
        "对话，并交换了意见。",
    ]

    document = read(chinese_pdf([lines]))

    assert document.language == "zh"
    assert document.title is not None
    assert document.title.value == lines[0]
    assert shown(document, BlockKind.PARAGRAPH) == [lines[2] + lines[3]]


@pytest.mark.parametrize(
    ("text", "language"),
    [("قالت الوزارة إن المحادثات كانت مفيدة", "ar"), ("המשרד אמר כי השיחות היו מועילות", "he")],
)
def test_right_to_left_writing_comes_in_the_order_it_is_read(text: str, language: str) -> None:
    drawn_from_left = text[::-1]

    document = read(mapped_pdf([[drawn_from_left]]))

    assert document.text == text
    assert document.language == language


def test_running_heads_and_page_numbers_are_furniture_and_cut_no_paragraph_in_two() -> None:
    pages = [
        ["Coldharbor Report 2031", "", *FIRST, "", "She said that the talks, which began in", "1"],
        ["Coldharbor Report 2031", "", "the spring, will go on until the end of March.", "Page 2"],
        ["Coldharbor Report 2031", "", *SECOND, "- 3 -"],
    ]

    document = read(latin_pdf(pages))

    spanning = (
        "She said that the talks, which began in the spring, will go on until the end of March."
    )
    assert shown(document, BlockKind.PARAGRAPH) == [" ".join(FIRST), spanning, " ".join(SECOND)]
    assert sorted(shown(document, BlockKind.FURNITURE)) == sorted(
        ["Coldharbor Report 2031"] * 3 + ["1", "Page 2", "- 3 -"]
    )


def test_a_word_broken_at_a_line_end_is_whole_and_keeps_its_own_hyphen() -> None:
    lines = [
        "The anti-hacking accord was signed in Calder, and both of the states spoke of the pro-",
        "gress that they had made. Officials of both said that they would keep to the anti-",
        "hacking accord in the coming years.",
    ]

    document = read(latin_pdf([lines]))

    assert "spoke of the progress that they" in document.text
    assert "keep to the anti-hacking accord" in document.text


def test_without_places_paragraphs_are_told_from_how_lines_end() -> None:
    lines = [Line(text=text) for text in (*FIRST, *SECOND)]

    found = [paragraph.text for paragraph in paragraphs_of([[*lines[:2], Line(text="It is so.")]])]

    assert found[0].startswith(" ".join(FIRST))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n", "pdf_broken"),
        (b"%PDF-1.4" + b" garbage" * 200, "pdf_broken"),
        (latin_pdf([FIRST])[:300], "pdf_broken"),
        (latin_pdf([]), "pdf_broken"),
        (latin_pdf([[], []]), "no_text_layer"),
        (latin_pdf([["12", "34"]]), "no_text_layer"),
        (encrypted_pdf(), "pdf_encrypted"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    document = read(content)

    assert code in codes(document)
    assert document.media_type == "application/pdf"
    assert_is_whole(document)


def test_scanned_pages_among_others_are_counted() -> None:
    document = read(latin_pdf([FIRST, [], []]))

    assert document.notes[0].code == "no_text_layer"
    assert document.notes[0].parameters == (("pages", "3"), ("without", "2"))
    assert shown(document, BlockKind.PARAGRAPH) == [" ".join(FIRST)]


def test_junk_before_the_header_is_passed_over() -> None:
    assert codes(read(b"\n\njunk\n" + latin_pdf([FIRST]))) == []


WHOLE = latin_pdf([[TITLE, "", *FIRST], SECOND])


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12))
def test_a_damaged_pdf_becomes_a_document(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(WHOLE)
    for position, value in changes:
        damaged[position] = value

    assert_is_whole(read(bytes(damaged)))


@given(st.binary(max_size=200))
def test_any_bytes_after_a_header_become_a_document(body: bytes) -> None:
    assert_is_whole(read(b"%PDF-1.5\n" + body))


@given(
    st.lists(
        st.lists(
            st.builds(
                Line,
                text=st.text(alphabet="Ab. 1-\ufffe是，", min_size=1, max_size=30).filter(
                    str.strip
                ),
                place=st.none() | st.tuples(st.floats(0, 600), st.floats(0, 800), st.floats(0, 20)),
            ),
            max_size=8,
        ),
        max_size=5,
    )
)
def test_paragraphs_hold_every_letter_of_every_line(pages: list[list[Line]]) -> None:
    found = paragraphs_of(pages)

    def letters(text: str) -> str:
        return "".join(sorted(letter for letter in text if letter.isalnum()))

    assert letters("".join(each.text for each in found)) == letters(
        "".join(line.text for page in pages for line in page)
    )
    assert all(each.text == each.text.strip() != "" for each in found)

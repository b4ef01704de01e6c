"""Any bytes become a document, with a note where they cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.documents import Document
from servanda.evidence.reading.notes import NOTES
from servanda.evidence.reading.read import (
    MAX_DOCUMENT_BYTES,
    MAX_TEXT_CHARACTERS,
    read_document,
    unread_document,
)
from tests.evidence.shared import seeds

ARTICLE = (
    "Northmark and Southmere resume cyber talks\n"
    "\n"
    "Officials of both states met on Tuesday, the ministry said in a statement.\n"
    "\n"
    "The talks will go on in March."
)


def read(content: bytes) -> Document:
    return read_document(content, name="article.txt")


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def assert_is_whole(document: Document) -> None:
    """Hold what every document promises, whatever its bytes were."""
    document.text.encode("utf-8")  # no lone surrogates
    assert not set(document.text) & set("\r\x00\x0b\x0c\u2028\x85")
    assert not document.text.startswith("\ufeff")
    position = 0
    for block in document.blocks:
        assert position <= block.span.start < block.span.end <= len(document.text)
        assert not document.text[position : block.span.start].strip()
        shown = document.text_of(block.span)
        assert shown == shown.strip()
        position = block.span.end
    assert not document.text[position:].strip()
    for note in document.notes:
        assert tuple(name for name, _ in note.parameters) == NOTES[note.code]


def test_a_text_is_read_with_its_paragraphs_where_they_stand() -> None:
    document = read_document(ARTICLE.encode(), name="folder/article.txt", fetched=date(2031, 10, 2))

    assert document.text == ARTICLE
    assert document.name == "article.txt"
    assert document.media_type == "text/plain"
    assert document.language == "en"
    assert document.fetched == date(2031, 10, 2)
    assert document.notes == ()
    assert "Officials of both states met on Tuesday, the ministry said in a statement." in [
        document.text_of(span) for span in document.paragraphs
    ]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x0b"])
def test_offsets_do_not_depend_on_how_line_ends_were_saved(line_end: str) -> None:
    document = read(b"\xef\xbb\xbf" + ARTICLE.replace("\n", line_end).encode())

    assert document.text == ARTICLE
    assert [(block.span.start, block.span.end) for block in document.blocks] == [
        (block.span.start, block.span.end) for block in read(ARTICLE.encode()).blocks
    ]


@given(st.binary(max_size=600))
def test_any_bytes_become_a_document(content: bytes) -> None:
    assert_is_whole(read(content))


@given(st.text(max_size=600))
def test_any_text_becomes_a_document_that_holds_all_its_words(text: str) -> None:
    content = text.encode("utf-8", "replace")

    document = read(content)

    assert_is_whole(document)


@given(st.text(alphabet="Ab.\n\r\t “\"”,'{}©1", max_size=200))
def test_what_lies_between_blocks_is_white_space_alone(text: str) -> None:
    assert_is_whole(read(text.encode()))


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\n"])
def test_a_file_without_content_says_so(content: bytes) -> None:
    document = read(content)

    assert codes(document) == ["empty"]
    assert document.text == ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04" + bytes(60), "zip"),
        (b"\x1f\x8b\x08" + bytes(60), "gzip"),
        (bytes(257) + b"ustar\x0000", "tar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "png"),
        (b"\x7fELF" + bytes(60), "program"),
        (bytes(range(32)) * 40, "binary"),
    ],
)
def test_what_is_no_document_is_named_and_not_read(content: bytes, kind: str) -> None:
    document = read_document(content, name="harmless.txt")

    assert codes(document) == ["not_a_document"]
    assert document.notes[0].parameters == (("kind", kind),)
    assert document.media_type == "application/octet-stream"
    assert document.text == ""


def test_a_file_over_the_limit_keeps_its_hash_and_is_not_read() -> None:
    content = b"a" * (MAX_DOCUMENT_BYTES + 1)

    document = read(content)

    assert codes(document) == ["too_large"]
    assert document.text == ""
    assert document == unread_document(
        sha256=document.sha256, size=len(content), name="article.txt"
    )


def test_a_text_over_the_limit_is_cut_with_a_note() -> None:
    document = read(b"word " * (MAX_TEXT_CHARACTERS // 5 + 1))

    assert codes(document) == ["text_cut"]
    assert len(document.text) == MAX_TEXT_CHARACTERS


def test_zeros_and_other_control_characters_are_shown_and_noted() -> None:
    document = read(ARTICLE.encode() + b" one\x00two\x08")

    assert codes(document) == ["control_characters"]
    assert document.text.endswith("one\ufffdtwo\ufffd")


def test_characters_that_turn_the_direction_of_writing_are_kept_and_noted() -> None:
    document = read("The minister said \u202eon\u202c to the proposal.".encode())

    assert codes(document) == ["direction_overrides"]
    assert document.notes[0].parameters == (("count", "2"),)
    assert "\u202eon\u202c" in document.text


def test_a_name_shows_no_folder_and_no_character_that_disguises_it() -> None:
    document = read_document(b"text", name="C:\\private/report\u202etxt.exe\n")

    assert document.name == "report\ufffdtxt.exe\ufffd"


def test_the_seeds_are_read_without_a_change() -> None:
    for path in seeds():
        content = path.read_bytes()

        document = read_document(content, name=path.name)

        assert document.text == content.decode("utf-8")
        assert set(codes(document)) <= {"mixed_quotation_marks"}
        assert document.language == "en"
        assert_is_whole(document)

"""A page becomes its article; what it says of itself stands apart; no page costs too much."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.reading.outlets import Outlets
from servanda.evidence.reading.page_limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAG_MARKS
from servanda.evidence.reading.page_metadata import day_in
from servanda.evidence.reading.pages import declared_encoding
from servanda.evidence.reading.plain_pages import plain_lines
from servanda.evidence.reading.read import read_document
from tests.evidence.reading.test_read import assert_is_whole, codes

TITLE = "Northmark and Southmere resume cyber talks"
SENTENCES = (
    "Officials of both states met on Tuesday, the ministry said in a statement to the press.",
    "The talks will go on in March, and both sides spoke of the good progress they had made.",
    "“We count what is done,” the minister said before she left for the port of Calder.",
    "Neither side would say how many requests had been sent, or how many had been answered.",
)
HEAD = f"""
<title>{TITLE} - Southmere Courier</title>
<meta property="og:title" content="{TITLE} | Southmere Courier">
<meta property="og:site_name" content="Southmere Courier">
<meta property="og:url" content="https://www.courier.example/world/talks">
<meta name="author" content="By Lena Marsh">
<meta property="article:published_time" content="2031-10-02T23:50:00+02:00">
<meta property="article:modified_time" content="2033-01-01">
"""
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = f"""<!DOCTYPE html><html><head>{HEAD}</head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav>
<div class="weather">Wednesday, July 24, 2041</div>
<article><h1>{TITLE}</h1>{BODY}<p>Click here to subscribe to the Courier</p></article>
<footer>Copyright 2041 Courier</footer></body></html>"""


def read(page: str | bytes, outlets: Outlets | None = None) -> Document:
    content = page if isinstance(page, bytes) else page.encode()
    return read_document(content, name="page.txt", outlets=outlets or Outlets())


def shown(document: Document, kind: BlockKind) -> list[str]:
    return [document.text_of(block.span) for block in document.blocks if block.kind is kind]


def test_a_page_is_told_by_its_content_and_read_without_menus_and_adverts() -> None:
    document = read(PAGE)

    assert document.media_type == "text/html"
    assert shown(document, BlockKind.PARAGRAPH) == list(SENTENCES)
    assert "Click here to subscribe to the Courier" in shown(document, BlockKind.FURNITURE)
    assert "Home" not in document.text
    assert document.how.startswith("reading.page/1(trafilatura=")
    assert document.notes == ()
    assert_is_whole(document)


def test_what_a_page_says_of_itself_has_characters_to_point_at() -> None:
    document = read(PAGE)

    for located, value in (
        (document.title, TITLE),
        (document.publisher, "Southmere Courier"),
        (document.author, "Lena Marsh"),
    ):
        assert located is not None
        assert located.value == value
        assert value in [document.text_of(span) for span in located.evidence]


def test_a_known_outlet_is_told_by_the_address_that_a_page_gives_itself() -> None:
    outlets = Outlets(domains={"courier.example": "The Courier of Southmere"})

    document = read(PAGE, outlets)

    assert document.publisher is not None
    assert document.publisher.value == "The Courier of Southmere"


def test_the_day_is_the_stated_day_of_publication_and_none_from_furniture() -> None:
    assert read(PAGE).declared == date(2031, 10, 2)
    assert read(PAGE.replace("article:published_time", "x")).declared is None
    assert "2041" not in read(PAGE).text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-10-02", date(2031, 10, 2)),
        ("2031-10-02T23:50:00Z", date(2031, 10, 2)),
        ("2031/10/02 09:00", date(2031, 10, 2)),
        ("20311002", date(2031, 10, 2)),
        ("Thu, 02 Oct 2031 09:00:00 GMT", date(2031, 10, 2)),
        ("2 October 2031", date(2031, 10, 2)),
        ("2031-13-02", None),
        ("2031-02-30", None),
        ("1889-10-02", None),
        ("today", None),
        ("", None),
        ("٢٠٣١-10-02", None),
    ],
)
def test_days_in_metadata_are_read_or_left(text: str, day: date | None) -> None:
    assert day_in(text) == day


def test_a_statement_for_search_engines_is_read_where_the_head_says_nothing() -> None:
    stated = (
        '<script type="application/ld+json">{"headline": "Ministers \\u2013 at sea",'
        '"datePublished":"2031-10-03T00:00:00Z","author":[{"@type":"Person","name":"Otto Vale"}],'
        '"publisher":{"@type":"Organization","name":"Port Ledger"}}</script>'
    )

    document = read(f"<html><head>{stated}</head><body><article>{BODY}</article></body></html>")

    assert document.title is not None
    assert document.title.value == "Ministers – at sea"
    assert document.author is not None
    assert document.author.value == "Otto Vale"
    assert document.publisher is not None
    assert document.publisher.value == "Port Ledger"
    assert document.declared == date(2031, 10, 3)


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("两国官员星期二举行会谈，双方同意在三月继续对话。", "gb18030", "gb2312"),
        ("Стороны провели переговоры и договорились о встрече.", "koi8_r", "KOI8-R"),
        ("قالت الوزارة إن المحادثات كانت مفيدة وستستمر في مارس المقبل", "cp1256", "windows-1256"),
    ],
)  # fmt: skip
def test_a_declared_encoding_is_used(text: str, encoding: str, label: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><body><p>{text}</p><p>{text}2</p></body>'

    document = read(page.encode(encoding))

    assert text in document.text
    assert "encoding_guessed" not in codes(document)


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b"<meta charset=gbk>", "gbk"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=Big5">', "Big5"),
        (b'<?xml version="1.0" encoding="utf-8"?><html>', "utf-8"),
        (b"<meta charset=\xff\xff\xff>", ""),
        (b"no", ""),
    ],
)
def test_the_declared_encoding_is_found_in_the_head(head: bytes, label: str) -> None:
    assert declared_encoding(head) == label


def nested(depth: int) -> str:
    return f"<html><body>{'<div>' * depth}{BODY}{'</div>' * depth}</body></html>"


def overloaded(attributes: int, first: str = "a=1") -> str:
    rest = " ".join(f"a{number}" for number in range(attributes))
    return f"<html><body><p {first} {rest}>.</p>{BODY}</body></html>"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (nested(MAX_DEPTH + 1), "too_deep"),
        (nested(9_000), "too_deep"),
        (f"<html><body>{'<B><i>' * 5_000}{BODY}", "too_deep"),
        (f"<html><body>{'<ul><li>' * 5_000}{BODY}", "too_deep"),
        (f"<html><body>{BODY * (MAX_TAG_MARKS // 8 + 1)}", "too_complex"),
        (f"<html><body><p>{'<' * (MAX_TAG_MARKS + 1)}</p>{BODY}", "too_complex"),
        (overloaded(MAX_ATTRIBUTES + 1), "too_complex"),
        (overloaded(MAX_ATTRIBUTES + 1, first='a=">"'), "too_complex"),
        (f"<html><body><p {'/a' * (MAX_ATTRIBUTES + 1)}>{BODY}", "too_complex"),
        (f"<html><body><nav>{SENTENCES[0]}</nav></body></html>", "no_article"),
    ],
)
def test_a_page_that_costs_too_much_is_read_plainly_with_a_note(page: str, reason: str) -> None:
    document = read(page)

    assert "html_read_plainly" in codes(document)
    assert ("reason", reason) in document.notes[0].parameters
    assert SENTENCES[0] in document.text
    assert_is_whole(document)


def test_at_the_limits_a_page_is_still_read_as_usual() -> None:
    images = f'<img src="data:image/png;base64,{"A/b+" * 50_000}">'
    script = "<script>" + "var a = '<div>';" * 1_000 + "</script>"

    props = f"""<div data-props='{'{"a": 1} ' * 2_000}'></div>"""
    laden = PAGE.replace("<nav>", f"{images}{script}{props}<nav>")

    for page in (nested(MAX_DEPTH - 10), overloaded(MAX_ATTRIBUTES - 5), laden):
        document = read(page)

        assert document.notes == ()
        assert SENTENCES[0] in shown(document, BlockKind.PARAGRAPH)


def test_entities_that_a_page_defines_for_itself_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    document = read(f"{bomb}<html><body><p>&b; is what it said.</p>{BODY}</body></html>")

    assert "lollol" not in document.text
    assert SENTENCES[1] in document.text


def test_a_plain_reading_keeps_text_and_drops_scripts_comments_and_tags() -> None:
    lines = plain_lines(
        "<head><title>x</title></head><h1>One &amp; two</h1><p>a <b>bold</b>\nword<br>next "
        "<!-- hidden <p> --><script>if (a < b) {}</script>3 < 4<script>open"
    )

    assert lines == ["One & two", "a bold word", "next 3 < 4"]


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "<!--", "-->", "<script>", "</script>", "<", ">", '"', "<table><tr>",
     "</td>", "&amp;", "&#0;", "&#xD800;", "\u202e", "a", "Word. ", "<svg/>", "<meta ", "charset=",
     "<title>", "<body>", "<a href='", "\x00", "<li>", "<select>", "<frameset>", "<plaintext>"]
)  # fmt: skip


@given(st.lists(TAGS | st.text(max_size=5), max_size=40).map("".join))
def test_any_page_becomes_a_document(body: str) -> None:
    assert_is_whole(read(b"<html>" + body.encode("utf-8", "replace")))


@given(st.binary(max_size=300))
def test_any_bytes_after_a_tag_become_a_document(body: bytes) -> None:
    assert_is_whole(read(b"<html><body>" + body))

"""The page of evidence: complete, in both languages, and harmless whatever a document holds."""

import re
from dataclasses import replace
from functools import cache
from html import escape

import pytest

from servanda.documents.evidence.graph import MAX_NODES
from servanda.documents.evidence.lines import FlagLine
from servanda.documents.evidence.places import MAX_CHARACTERS, MAX_DOCUMENTS
from servanda.documents.evidence.render import render_evidence
from servanda.documents.evidence.wording import WORDS
from servanda.evidence.corpus.corpus import quotation_key
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.flags.flag import Flag, Severity
from servanda.evidence.rules import how
from tests.documents.evidence.pages import (
    LANGUAGES,
    Page,
    content_of,
    corpus_with,
    page_of,
)
from tests.evidence.corpora import corpus_of, demo_analyses
from tests.evidence.decided import decided
from tests.evidence.report.test_report import evidence_of

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)><style>*{display:none}</style>"
OVERRIDE = "\u202e"


@cache
def demo_page(language: str) -> str:
    return page_of(corpus_of(demo_analyses()), language=language)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_LANG", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_read_on_the_page_word_by_word(language: str) -> None:
    read = Page(demo_page(language)).words("article", "text")

    for analysis in demo_analyses():
        document = analysis.document
        for block in document.blocks:
            assert document.text_of(block.span) in read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere_on_the_page_and_every_anchor_is_one(language: str) -> None:
    page = Page(demo_page(language))

    assert len(page.anchors) == len(set(page.anchors))
    assert {link.removeprefix("#") for link in page.links} <= set(page.anchors)
    assert all(link.startswith("#") for link in page.links)
    assert len(page.links) > 300


def test_quotations_claims_hedges_times_names_and_furniture_are_told_apart_in_the_text() -> None:
    page = Page(demo_page("en"))

    assert "We count what is done" in page.words("article", "text", "quotation")
    assert "found that intruders" in page.words("article", "text", "claim")
    assert "linked to" in page.words("article", "text", "hedge")
    assert "days before the visit" in page.words("article", "text", "time")
    assert "Ines Calloway" in page.words("article", "text", "name")
    assert "Load more" in page.words("article", "text", "furniture")
    assert "Load more" not in page.words("article", "text", "claim")


def test_a_quotation_given_to_two_speakers_is_said_to_be() -> None:
    page = Page(demo_page("en"))

    told = page.words("match", "differ")

    assert WORDS["en"]["two_speakers"] in told
    assert "Mira Kessel" in told
    assert "Lanternfish" in told


def test_a_corrected_quotation_names_who_decided_and_is_no_longer_given_to_two() -> None:
    corpus = corpus_of(demo_analyses())
    wrong = next(
        one
        for one in corpus.quotations
        if "pattern of the break-ins" in corpus.text_of(one.span)
        and one.voice
        and one.voice.entities == ("firm:lanternfish",)
    )
    decisions = decided((Verb.CORRECT, quotation_key(wrong), {"voice": "person:mira kessel"}))

    page = page_of(corpus_of(demo_analyses(), decisions))

    assert WORDS["en"]["two_speakers"] not in page
    assert f"{WORDS['en']['decided_by']} <bdi>{decisions[0].by}</bdi>" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_solved_days_origins_and_findings_are_said_in_the_readers_language(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_LANG", language)
    words = WORDS[language]

    page = page_of(corpus_of(demo_analyses()), language=language)

    assert words["between"].format(first="2025-11-10", last="2025-11-12") in page
    assert words["one_origin"].format(articles=2) in page
    told = {"en": "No text speaks of it.", "zh-Hans": "没有文本提及。"}
    assert told[language] in Page(page).words("finding", "reasons")
    assert 'class="node document"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_no_script_and_names_no_other_address(language: str) -> None:
    page = Page(demo_page(language))

    assert {"script", "img", "iframe", "object", "form", "link"}.isdisjoint(page.elements)
    assert not {name for name, _ in page.attributes if name.startswith("on")}
    assert {name for name, _ in page.attributes}.isdisjoint({"src", "action", "data", "srcset"})
    assert "http" not in demo_page(language).replace("http-equiv", "").replace(
        "http://www.maritimegazette.example", ""
    )
    assert not re.search(r"url\((?!#)", demo_page(language))


def test_what_a_document_holds_stands_on_the_page_as_text() -> None:
    written = escape(HOSTILE)  # so that it is text in the document, and not its markup
    hostile = (
        f"<html><head><title>{written}</title></head><body><article><h1>{written}</h1>"
        f"<p>“We said {written} to them all and more,” Mr. {written} Smith said Monday.</p>"
        f"<p>Reports indicate that {written} was seen in Northmark by many on Tuesday.</p>"
        "</article></body></html>"
    )

    page = Page(page_of(corpus_with(hostile, names=[HOSTILE])))

    allowed = Page(demo_page("en"))
    assert set(page.elements) <= set(allowed.elements)
    assert page.elements.count("style") == 1
    assert HOSTILE in page.words("article", "text")


def test_a_line_that_is_turned_around_is_shown_as_it_was_written() -> None:
    text = f"Minister Ada Fenn said{OVERRIDE} that it is ton true.\n\n\u2066Hidden\u2069\u200b."

    page = page_of(corpus_with(text, names=[f"a{OVERRIDE}txt.exe"]))

    assert "said[U+202E] that it is ton true." in Page(page).words("article", "text")
    # What shows nothing is no part of the text that is read (docs/spec/evidence/documents.md).
    assert "[U+2066]Hidden[U+2069]" in Page(page).words("article", "text")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", page)


def test_text_from_right_to_left_and_chinese_text_stand_as_they_are() -> None:
    arabic = "قال الوزير إن الطرفين اتفقا."
    chinese = "诺斯马克的部长说:“我们说到做到。”"

    read = Page(page_of(corpus_with(arabic, chinese))).words("article", "text")

    assert arabic in read
    assert chinese in read


def test_a_huge_document_is_cut_with_a_note() -> None:
    line = "“We will not be moved by any of this,” Ada Fenn said on Monday in Port Ellery.\n\n"
    text = line * (2 * MAX_CHARACTERS // len(line))

    page = page_of(corpus_with(text))

    shown = Page(page).words("article", "text")
    assert MAX_CHARACTERS * 9 // 10 <= len(shown) <= MAX_CHARACTERS
    assert WORDS["en"]["cut"].format(shown=MAX_CHARACTERS, of=len(text)) in page
    anchors = Page(page).anchors
    assert len(anchors) == len(set(anchors))


def test_of_very_many_documents_some_are_only_listed() -> None:
    number = MAX_DOCUMENTS + 3

    page = page_of(corpus_with(*(f"Person {n} Smith said that {n} came." for n in range(number))))

    assert Page(page).elements.count("article") == MAX_DOCUMENTS
    assert page.count(WORDS["en"]["without_text"]) == 1
    assert page.count('class="node ') <= MAX_NODES
    assert {link.removeprefix("#") for link in Page(page).links} <= set(Page(page).anchors)


def test_flags_stand_with_both_sides_the_gravest_first() -> None:
    evidence = evidence_of(corpus_of(demo_analyses()))
    one, other = [one.span for one in evidence.corpus.quotations][:2]

    def flag(kind: str, severity: Severity) -> Flag:
        return Flag(
            kind=kind,
            sides=((one,), (other,)),
            statements=(one, other),
            parameters=(),
            severity=severity,
            how=how("flag.made", 1),
        )

    flagged = replace(
        evidence, flags=(flag("relay", Severity.NOTE), flag("date_conflict", Severity.GRAVE))
    )
    content = replace(
        content_of(evidence),
        evidence=flagged,
        flags=[
            FlagLine(sentence=HOSTILE, severity="note", settled=HOSTILE),
            FlagLine(sentence="Two", severity="grave", settled="a look"),
        ],
    )

    page = Page(render_evidence(content, language="en"))

    told = page.words("flag")
    assert told.index("Two") < told.index(HOSTILE)
    assert "a look" in told
    assert " ".join(evidence.corpus.text_of(one).split())[:80] in page.words("flag", "side")
    assert " ".join(evidence.corpus.text_of(other).split())[:80] in page.words("flag", "side")


def test_both_languages_word_the_same() -> None:
    assert WORDS["en"].keys() == WORDS["zh-Hans"].keys()
    assert all(all(words.values()) for words in WORDS.values())
    for name, english in WORDS["en"].items():
        places = re.compile(r"\{\w+\}")
        assert set(places.findall(english)) == set(places.findall(WORDS["zh-Hans"][name]))


def test_an_unknown_language_is_english() -> None:
    content = content_of(evidence_of(corpus_of(demo_analyses())))

    assert render_evidence(content, language="tlh") == render_evidence(content, language="en")

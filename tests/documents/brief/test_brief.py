import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from string import Formatter

import docx
import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest
from typing_extensions import override

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Basis, Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.wording import WORDS

EXAMPLE = (files("servanda.data") / "examples" / "us-china-2015" / "dialogue.json").read_bytes()
TODAY = date(2018, 7, 1)
LANGUAGES = tuple(WORDS)


@pytest.fixture(scope="module")
def record() -> DialogueRecord:
    return parse_record(EXAMPLE)


def brief(record: DialogueRecord, language: str = "en", edition: Edition = Edition.PARTY) -> Brief:
    return compose_brief(
        record, edition=edition, language=language, today=TODAY, is_published=True, mode="real"
    )


def texts_of(one: Brief) -> list[str]:
    annexes = [
        text
        for annex in one.annexes
        for text in (
            annex.title,
            *(said.text for said in annex.sentences),
            *(cell for table in annex.tables for row in table.rows for cell in row if cell),
            *(name for chart in annex.charts for name, _ in chart.bars),
        )
    ]
    return [one.title, one.question, *(said.text for said in one.page), *annexes]


class Texts(HTMLParser):
    """Collects what a page shows, and what it must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @override
    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def page_of(*briefs: Brief) -> Texts:
    page = Texts()
    page.feed(write_brief("html", briefs).decode())
    return page


def test_both_languages_say_the_same_sentences_in_the_same_places() -> None:
    first, second = WORDS.values()

    assert first.keys() == second.keys()
    for name in first:
        places = [
            {place for _, place, _, _ in Formatter().parse(one[name]) if place}
            for one in WORDS.values()
        ]
        assert places[0] == places[1], name


@pytest.mark.parametrize("edition", list(Edition))
def test_every_language_has_the_same_sentences_on_the_same_ground(
    record: DialogueRecord, edition: Edition
) -> None:
    first, second = (brief(record, language, edition) for language in LANGUAGES)

    assert [(one.key, one.basis, one.refs) for one in first.page] == [
        (one.key, one.basis, one.refs) for one in second.page
    ]
    assert [one.key for one in first.annexes] == [one.key for one in second.annexes]


def test_every_sentence_of_the_page_rests_on_something(record: DialogueRecord) -> None:
    assert all(one.refs for one in brief(record).page)
    assert {one.basis for one in brief(record).page} == {Basis.PUBLISHED}


def test_it_shows_the_drift_the_level_of_june_2016_and_each_deliverable(
    record: DialogueRecord,
) -> None:
    told = "\n".join(texts_of(brief(record)))

    for words in ("30 days early", "13 days late", "7 days early", "119 days late"):
        assert words in told
    assert "Second round: United States took part with a chair at a distance" in told
    for one in record.deliverables:
        assert one.text["en"] in told
    assert told.count("nothing reported") == 4


def test_silence_of_public_sources_is_not_called_overdue(record: DialogueRecord) -> None:
    keys = {one.key for one in brief(record).page}

    assert "deliverables.silent" in keys
    assert "deliverables.overdue" not in keys


def test_the_public_edition_is_one_page_that_names_no_person(record: DialogueRecord) -> None:
    public = brief(record, edition=Edition.PUBLIC)
    people = {
        seat.person for one in record.rounds for of in one.delegations.values() for seat in of
    }

    assert public.annexes == ()
    assert people
    assert not any(person in text for person in people for text in texts_of(public))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_json_show_every_text_of_the_brief(
    record: DialogueRecord, language: str
) -> None:
    one = brief(record, language)
    shown = " ".join("".join(page_of(one).shown).split())
    told = json.dumps(json.loads(write_brief("json", [one])), ensure_ascii=False)

    for text in texts_of(one):
        assert " ".join(text.split()) in shown
        assert json.dumps(text, ensure_ascii=False)[1:-1] in told


def test_the_page_has_no_script_no_inline_style_and_no_address_to_load(
    record: DialogueRecord,
) -> None:
    page = page_of(*(brief(record, language) for language in LANGUAGES))
    names = {tag for tag, _ in page.tags}
    attributes = {name for _, of in page.tags for name in of}

    assert not names & {"script", "link", "img", "iframe", "object"}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}
    assert not attributes & {"src", "href", "action", "data"}
    assert sum(tag == "h1" for tag, _ in page.tags) == 1


def test_each_language_of_a_bilingual_page_is_marked(record: DialogueRecord) -> None:
    page = page_of(*(brief(record, language) for language in LANGUAGES))

    assert [of["lang"] for tag, of in page.tags if tag == "article"] == list(LANGUAGES)


HOSTILE = '</td><script>alert(1)</script>{{ x }} #eval("1") $x$ \u202egnp.exe'


SHOWN = HOSTILE.replace("\u202e", "[U+202E]")


@pytest.mark.parametrize("form", FORMS)
def test_what_somebody_wrote_is_text_and_never_markup(form: str) -> None:
    value = json.loads(EXAMPLE)
    value["outcomes"][0]["items"][0]["text"] = {"en": HOSTILE, "zh-Hans": HOSTILE}
    value["rounds"][0]["title"] = {"en": HOSTILE}
    one = brief(parse_record(json.dumps(value).encode()))
    written = write_brief(form, [one])

    if form == "html":
        page = page_of(one)
        assert "script" not in {tag for tag, _ in page.tags}
        assert SHOWN in "".join(page.shown)
    if form == "json":
        assert SHOWN in texts_of(one)
        assert json.loads(written)["editions"][0]["annexes"]
    if form in {"pdf", "docx"}:
        assert "".join(SHOWN.split()) in read_back(form, written)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_brief_gives_the_same_bytes(form: str, record: DialogueRecord) -> None:
    briefs = [brief(record, language) for language in LANGUAGES]

    assert write_brief(form, briefs) == write_brief(
        form, [brief(parse_record(EXAMPLE), language) for language in LANGUAGES]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dialogue_without_a_round_has_a_brief_too(language: str) -> None:
    value = json.loads(EXAMPLE)
    for name in ("outcomes", "deliverables", "sources"):
        del value[name]
    value["rounds"] = []
    one = brief(parse_record(json.dumps(value).encode()), language)

    assert [said.key for said in one.page] == ["rounds.enforcement"]
    assert page_of(one).shown
    assert re.search(r"[{}]", " ".join(texts_of(one))) is None


def read_back(form: str, written: bytes) -> str:
    """Return the text of a file without white space, for a line may break anywhere."""
    if form == "pdf":
        document = pypdfium2.PdfDocument(written)
        text = "".join(page.get_textpage().get_text_range() for page in document)
    else:
        document = docx.Document(io.BytesIO(written))
        text = "".join(
            part.text or "" for part in document.element.body.iter() if part.tag.endswith("}t")
        )
    return "".join(text.replace("\ufffe", "").split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_comes_back_out_of_the_file_in_each_language(
    form: str, language: str, record: DialogueRecord
) -> None:
    one = brief(record, language)
    text = read_back(form, write_brief(form, [one]))

    for said in texts_of(one):
        # A hyphen at the end of a line does not come back as one.
        assert "".join(said.split()).replace("-", "") in text.replace("-", "")


def test_the_pdf_says_that_it_is_tagged_and_keeps_to_both_standards(
    record: DialogueRecord,
) -> None:
    written = write_brief("pdf", [brief(record)])

    assert b"/MarkInfo" in written
    assert b"pdfuaid:part" in written
    assert b"pdfaid:part" in written
    assert b"/Lang" in written
    assert pypdfium2.PdfDocument(written).get_metadata_value("Title") == "Brief on the dialogue"


def test_the_page_is_one_page(record: DialogueRecord) -> None:
    for language in LANGUAGES:
        one = brief(record, language, Edition.PUBLIC)
        assert len(pypdfium2.PdfDocument(write_brief("pdf", [one]))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_edition_of_a_long_dialogue_is_one_page_and_counts_what_it_has_no_room_for(
    language: str,
) -> None:
    value = json.loads(EXAMPLE)
    model = next(one for one in value["rounds"] if one["key"] == "round.1")
    del value["outcomes"], value["deliverables"]
    value["rounds"] = [
        {
            **model,
            "key": f"r{number}",
            "source": f"sha256:{number:064x}",
            "sittings": {
                party: {**sat, "held": f"{1990 + number}-0{1 + at}-10"}
                for at, (party, sat) in enumerate(model["sittings"].items())
            },
            "delegations": {
                party: [
                    {"office": "Minister", "capacity": "chair", "presence": how}
                    for how in ("absent", "video", "in_person")[number % 3 :][:1]
                ]
                for party in value["parties"]
            },
        }
        for number in range(28)
    ]
    one = brief(parse_record(json.dumps(value).encode()), language, Edition.PUBLIC)

    assert len(pypdfium2.PdfDocument(write_brief("pdf", [one]))) == 1
    assert [said.key for said in one.page][-1] == "left_out.room"
    assert one.question != brief(parse_record(EXAMPLE), language).question


@pytest.mark.parametrize("unknown", ["\U0001f600", "\ue000", "\u0e01\u0e02\u0e03", "\U000204d7"])
def test_a_character_that_no_font_has_is_set_as_its_number(unknown: str) -> None:
    value = json.loads(EXAMPLE)
    value["rounds"][2]["title"] = {"en": f"Round {unknown}"}
    text = read_back("pdf", write_brief("pdf", [brief(parse_record(json.dumps(value).encode()))]))

    assert "".join(f"[U+{ord(sign):04X}]" for sign in unknown) in text


def test_ever_so_many_unknown_characters_still_make_a_brief() -> None:
    value = json.loads(EXAMPLE)
    value["rounds"][2]["title"] = {"en": "".join(map(chr, range(0x1200, 0x1300)))}
    written = write_brief("pdf", [brief(parse_record(json.dumps(value).encode()))])

    assert "[U+1234]" in read_back("pdf", written)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "保持畅通 [Simplified Chinese; there is no English text]"), ("zh-Hans", "保持畅通")],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_missing_translation_is_said_and_the_text_stands_as_it_is(
    form: str, language: str, said: str
) -> None:
    value = json.loads(EXAMPLE)
    value["deliverables"][0]["text"] = {"zh-Hans": "保持畅通"}
    one = brief(parse_record(json.dumps(value).encode()), language)
    texts = [text for text in texts_of(one) if "保持畅通" in text]

    assert texts == [said]
    written = write_brief(form, [one])
    told = read_back(form, written) if form in {"pdf", "docx"} else written.decode()
    assert ("".join(said.split()) if form in {"pdf", "docx"} else said) in told


def test_a_delegation_that_changed_during_the_round_is_said(record: DialogueRecord) -> None:
    first = record.parties[0]
    rounds = tuple(
        replace(one, delegation_changes={first: 2}) if one.key == "round.2" else one
        for one in record.rounds
    )
    (said,) = [
        one.text
        for one in brief(replace(record, rounds=rounds)).page
        if one.key.startswith("delegation.")
    ]

    assert said.startswith("Second round: United States named other people than before, 2 times.")


@pytest.mark.parametrize("unknown", ["\uffff", "\ufffe"])
def test_what_no_xml_file_can_hold_stands_as_its_number_in_a_file_for_word(unknown: str) -> None:
    value = json.loads(EXAMPLE)
    value["outcomes"][0]["items"][0]["text"] = {"en": f"odd {unknown}\n<w:b/>&amp;"}
    text = read_back("docx", write_brief("docx", [brief(parse_record(json.dumps(value).encode()))]))

    assert f"odd[U+{ord(unknown):04X}]<w:b/>&amp;" in text


def test_a_file_for_word_names_a_chinese_font_and_its_languages(record: DialogueRecord) -> None:
    briefs = [brief(record, language) for language in LANGUAGES]
    with zipfile.ZipFile(io.BytesIO(write_brief("docx", briefs))) as parts:
        styles = parts.read("word/styles.xml").decode()
        body = parts.read("word/document.xml").decode()

    assert 'w:eastAsia="Noto Serif SC"' in styles
    assert 'w:eastAsia="zh-CN"' in body
    assert 'w:val="en-GB"' in body

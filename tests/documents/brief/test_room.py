"""The one page stays one page, whatever there is to say; what it has no room for is not lost."""

import json
import re
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.assessments.assessment import Matter
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import FURTHER, Basis, Brief, Sentence
from servanda.documents.brief.forms import write_brief
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.room import on_one_page
from servanda.documents.brief.wording import WORDS
from tests.documents.brief.test_assessments import beside
from tests.documents.brief.test_brief import EXAMPLE, TODAY, read_back

LANGUAGES = tuple(WORDS)
RECORD = parse_record(EXAMPLE)


def assessed(count: int) -> BriefMatters:
    (one,) = beside("minimal", "full")
    told = [
        replace(one, matter=Matter(f"C{number}", one.matter.from_, one.matter.until))
        for number in range(count)
    ]
    return BriefMatters(assessments=told)


def brief(
    language: str,
    *,
    edition: Edition = Edition.PARTY,
    count: int = 0,
    record: DialogueRecord = RECORD,
) -> Brief:
    return compose_brief(
        record,
        edition=edition,
        language=language,
        today=TODAY,
        is_published=False,
        mode="demonstration",
        matters=assessed(count),
    )


def pages_of(one: Brief) -> list[str]:
    document = pypdfium2.PdfDocument(write_brief("pdf", [one]))
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", [Edition.PARTY, Edition.JOINT])
@pytest.mark.parametrize("count", [0, 3, 8, 40])
def test_the_annexes_begin_on_the_second_page_whatever_there_is_to_say(
    count: int, edition: Edition, language: str
) -> None:
    one = brief(language, edition=edition, count=count)
    begins = f"{one.words['annex']} 1"

    first, second, *_ = pages_of(one)
    assert begins not in first
    assert second.startswith(begins)


@pytest.mark.parametrize("count", [0, 1, 40])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_edition_stays_one_page_however_many_assessments_there_are(
    count: int, language: str
) -> None:
    assert len(pages_of(brief(language, edition=Edition.PUBLIC, count=count))) == 1


def test_what_the_page_has_no_room_for_is_told_right_behind_it() -> None:
    one = brief("en", count=40)

    assert one.annexes[0].key == FURTHER
    keys = [said.key for said in one.sentences]
    assert len(keys) == len(set(keys))
    assert {f"assessed.C{number}" for number in range(40)} <= set(keys)
    # No kind pushes another off the page.
    assert {"deliverables", "outcomes"} <= {said.key for said in one.page}
    assert [said.key for said in brief("zh-Hans", count=40).page] == [said.key for said in one.page]


kinds = st.sampled_from(["open", "assessed", "level", "left_out", "rounds"])


@settings(deadline=None)
@given(said=st.lists(st.tuples(kinds, st.integers(1, 9)), max_size=40), room=st.integers(0, 60))
def test_only_what_must_stand_can_need_more_room_than_there_is(
    said: list[tuple[str, int]], room: int
) -> None:
    page = [
        Sentence(key=f"{kind}.{number}", text="", basis=Basis.AGREED, refs=())
        for number, (kind, _) in enumerate(said)
    ]
    heights = [lines for _, lines in said]
    height = {one.key: lines for one, lines in zip(page, heights, strict=True)}
    must = {key for key in height if key.startswith("left_out")}
    kept = on_one_page(page, heights, room=room)

    assert must <= kept <= height.keys()
    assert kept == must or sum(height[key] for key in kept) <= room
    if sum(heights) <= room:
        assert kept == height.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_runs_over_what_the_other_side_says_or_off_the_page(language: str) -> None:
    value = json.loads(EXAMPLE)
    endless = "W" * 400
    for outcome in value["outcomes"]:
        for item in outcome["items"]:
            item["text"] = dict.fromkeys(item["text"], endless)
    one = brief(language, record=parse_record(json.dumps(value).encode()))
    written = write_brief("pdf", [one])

    for page in pypdfium2.PdfDocument(written):
        text = page.get_textpage()
        width, _ = page.get_size()
        rights = [text.get_charbox(at)[2] for at in range(text.count_chars())]
        assert max(rights) <= width - 50  # points of the margin
    assert endless in read_back("pdf", written)


def test_a_long_name_does_not_run_over_the_bars_of_a_chart_and_stands_whole_beneath() -> None:
    value = json.loads(EXAMPLE)
    value["rounds"][2]["title"] = {"en": "A round with a name of which there is no end in sight"}
    page = write_brief("html", [brief("en", record=parse_record(json.dumps(value).encode()))])

    drawn, _, beneath = page.decode().partition("</svg>")
    names = re.findall(r'<text x="0"[^>]*>([^<]*)</text>', drawn)
    assert "A round with a name of wh…" in names
    assert max(map(len, names)) <= 26
    assert "there is no end in sight" in beneath


def test_a_long_address_is_copied_out_as_it_is() -> None:
    address = "talk-technology.blogspot.com/2015/12/first-us-china-high-level-joint.html"

    assert address in "".join(pages_of(brief("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_tell_where_each_source_of_the_public_page_is_found(language: str) -> None:
    one = compose_brief(
        RECORD,
        edition=Edition.PUBLIC,
        language=language,
        today=TODAY,
        is_published=True,
        mode="real",
    )
    (found,) = [said for said in one.page if said.key == "sources"]
    told = " ".join(ref for said in one.page if said is not found for ref in said.refs)

    named = [name for name in RECORD.sources if name in told]
    assert named
    assert [ref.split(": ")[0] for ref in found.refs] == named
    assert not any(said.key == "left_out.room" for said in one.page)


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_a_chinese_form_has_the_punctuation_and_the_spacing_of_chinese(form: str) -> None:
    written = write_brief(form, [brief("zh-Hans")])
    text = written.decode() if form == "html" else read_back(form, written)

    assert "依据：" in text
    assert "依据:" not in text
    assert "附件1：" in "".join(text.split())
    assert "美国 " not in text.replace("美国 ·", "")


def test_names_of_sources_are_told_apart() -> None:
    assert "formerfeds, ecns [V] · defensedaily" in " ".join(pages_of(brief("en"))[0].split())

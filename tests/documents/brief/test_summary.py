"""The joint summary has each side's text as published, and of each point where it stands."""

import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import docx
import pytest

from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.summary import compose_summary
from tests.documents.brief.test_brief import EXAMPLE, HOSTILE, LANGUAGES, SHOWN, page_of, read_back

ENGLISH, CHINESE = "A hotline is tested.", "测试热线。"
OURS, THEIRS = "united-states", "china"


def written() -> dict[str, Any]:
    """Return a dialogue with one round about which both published, in two languages."""
    value: dict[str, Any] = json.loads(EXAMPLE)
    (model,) = [one for one in value["rounds"] if one["key"] == "round.2"]
    value["rounds"] = [model]
    value["deliverables"] = []
    ours = [
        {"key": "hotline", "text": {"en": ENGLISH, "zh-Hans": "译文甲"}},
        {"key": "alone", "text": {"en": "Only ours."}},
    ]
    theirs = [{"key": "hotline", "text": {"zh-Hans": CHINESE, "en": "A translation."}}]
    value["outcomes"] = [
        {"round": "round.2", "party": OURS, "language": "en", "items": ours, "source": "a [V]"},
        {
            "round": "round.2",
            "party": THEIRS,
            "language": "zh-Hans",
            "items": theirs,
            "source": "b [V]",
        },
    ]
    for one in value["outcomes"]:
        one["complete"] = True
    return value


def summary(
    value: dict[str, Any],
    language: str = "en",
    *,
    round_key: str = "",
    left_out: Mapping[str, list[Digest]] | None = None,
) -> Brief:
    return compose_summary(
        parse_record(json.dumps(value).encode()),
        edition=Edition.JOINT,
        language=language,
        today=date(2018, 7, 1),
        is_published=True,
        mode="real",
        round_key=round_key,
        left_out=left_out,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_stands_in_its_own_language_and_a_translation_beside_it_as_one(
    language: str,
) -> None:
    (annex,) = summary(written(), language).annexes
    (table,) = annex.tables
    translation = "译文甲" if language == "zh-Hans" else "A translation."

    assert table.rows[0][:3] == (ENGLISH, CHINESE, translation)
    assert table.languages == {0: "en", 1: "zh-Hans"}
    assert ("not authoritative" if language == "en" else "不具权威性") in table.heading[2]
    assert table.rows[1][:2] == ("Only ours.", "")
    assert "United States" in table.rows[1][-1] or "美国" in table.rows[1][-1]


def test_only_in_ones_text_is_said_where_the_other_text_is_here_whole() -> None:
    value = written()
    whole = {one.key: one.text for one in summary(value).page}
    value["outcomes"][1]["complete"] = False
    part = {one.key: one.text for one in summary(value).page}

    key = f"summary.only.round.2.{OURS}"
    assert "1 points stand only in the text of United States" in whole[key]
    assert "is not here whole" in part[key]
    assert "only in" not in part[key]


def test_a_side_that_published_nothing_is_not_said_to_lack_a_point() -> None:
    value = written()
    del value["outcomes"][1]
    shown = summary(value)

    assert [one.key for one in shown.page] == [f"summary.silent.round.2.{THEIRS}"]
    (table,) = shown.annexes[0].tables
    assert {row[-1] for row in table.rows} == {"the other side has not published"}


def test_different_days_stand_beside_each_other() -> None:
    value = written()
    value["rounds"][0]["sittings"][THEIRS] |= {"held": "2016-06-15", "utc_offset_minutes": 480}
    shown = summary(value)

    assert "days.round.2" in {one.key for one in shown.page}
    said = [one.text for one in shown.annexes[0].sentences]
    assert "2016-06-14" in said[0]
    assert "2016-06-15" in said[1]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_both_texts_and_takes_them_for_text(form: str, language: str) -> None:
    value = written()
    value["outcomes"][0]["items"][0]["text"] = {"en": HOSTILE}
    one = summary(value, language)
    file = write_brief(form, [one])
    told = read_back(form, file) if form in {"pdf", "docx"} else file.decode()

    for text in (CHINESE, SHOWN if form != "html" else "{{ x }}"):
        wanted = text if form != "json" else json.dumps(text, ensure_ascii=False)[1:-1]
        assert ("".join(wanted.split()) if form in {"pdf", "docx"} else wanted) in told
    if form == "html":
        page = page_of(one)
        assert "script" not in {tag for tag, _ in page.tags}
        assert ("td", {"lang": "zh-Hans"}) in page.tags


def test_in_a_file_for_word_each_text_names_its_own_language() -> None:

    file = docx.Document(io.BytesIO(write_brief("docx", [summary(written(), "en")])))
    body = file.element.body.xml

    (run,) = [part for part in body.split("<w:r>") if f">{CHINESE}<" in part]
    assert 'w:eastAsia="zh-CN"' in run
    assert run.count("<w:lang ") == 1


def test_one_round_is_asked_for_by_its_key() -> None:
    value = json.loads(EXAMPLE)
    shown = summary(value, round_key="round.2")

    assert [one.key for one in shown.annexes] == ["summary.round.2"]
    assert all(".round.2" in one.key for one in shown.page)


def test_what_a_marking_forbids_is_counted_in_the_summary_too() -> None:
    shown = summary(written(), left_out={"red": [Digest("sha256:" + "a" * 64)]})

    assert shown.page[-1].text.endswith("1 statements.")

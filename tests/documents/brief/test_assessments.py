"""Assessments in a brief: each assessor named, disagreement in words, no number made of two."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.accords.scale import DEFAULT_SCALE, NOT_ASSESSABLE
from servanda.core.assessments.assessment import Assessment, Matter
from servanda.core.assessments.side_by_side import SideBySide, set_side_by_side
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.core.statements.codes import (
    COMMENT_POSITIONS,
    COMMITMENT_ELEMENTS,
    CONFIDENCES,
    ELEMENT_RESULTS,
    NOT_ASSESSABLE_GROUNDS,
)
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Basis, Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.wording import WORDS
from tests.core.assessments.test_assessments import commented, drafted, fold, released
from tests.core.keys.cast import ALICE, BOB
from tests.documents.brief.test_brief import EXAMPLE, TODAY

RECORD: DialogueRecord = parse_record(EXAMPLE)
FIRST, SECOND = RECORD.parties
LANGUAGES = list(WORDS)
VALUES = sorted(DEFAULT_SCALE.codes)
DAYS = re.compile(r"\d{4}-\d\d-\d\d")


def ground(value: str) -> str:
    return "no_access" if value == NOT_ASSESSABLE else ""


def beside(first: str, second: str) -> list[SideBySide]:
    found = fold(
        drafted("a", value=first, ground=ground(first)),
        drafted("b", by=BOB, value=second, ground=ground(second)),
        commented(of="a"),
        commented(of="b", by=ALICE),
        released(of="a"),
        released(of="b", by=BOB),
    )
    named = {ALICE: FIRST, BOB: SECOND}
    told = [replace(one, assessor=named[one.author]) for one in found.released()]
    return list(set_side_by_side(told, commitments=["C1.1"], assessors=[FIRST, SECOND]))


def brief(
    told: list[SideBySide], *, language: str = "en", edition: Edition = Edition.PARTY
) -> Brief:
    return compose_brief(
        RECORD,
        edition=edition,
        language=language,
        today=TODAY,
        is_published=False,
        mode="real",
        matters=BriefMatters(assessments=told),
    )


def said(one: Brief) -> dict[str, str]:
    return {each.key: each.text for each in one.page if each.key.startswith("assessed")}


def test_each_assessor_is_named_with_its_word_and_disagreement_is_said() -> None:
    page = said(brief(beside("minimal", "full")))

    assert set(page) == {
        f"assessed.C1.1.{FIRST}",
        f"assessed.C1.1.{SECOND}",
        "assessed.C1.1",
    }
    assert '"minimal"' in page[f"assessed.C1.1.{FIRST}"]
    assert '"full"' in page[f"assessed.C1.1.{SECOND}"]
    assert "do not say the same" in page["assessed.C1.1"]
    assert "nothing is averaged" in page["assessed.C1.1"]


@settings(max_examples=36)
@given(st.sampled_from(VALUES), st.sampled_from(VALUES), st.sampled_from(LANGUAGES))
def test_no_number_is_made_of_two(first: str, second: str, language: str) -> None:
    told = brief(beside(first, second), language=language)
    (annex,) = [one for one in told.annexes if one.key == "assessments"]

    assert annex.charts == ()
    cells = [cell for table in annex.tables for row in table.rows for cell in row]
    spoken = [*said(told).values(), *cells]
    for text in spoken:
        left = DAYS.sub("", text.replace("C1.1", ""))
        if not left.startswith("sha256:"):
            assert re.search(r"\d", left) is None, text


def test_the_annex_has_a_column_for_each_assessor_and_the_words_side_by_side() -> None:
    (annex,) = [
        one for one in brief(beside("minimal", "disputed")).annexes if one.key == "assessments"
    ]
    table, each = annex.tables

    names = tuple(brief([]).parties)
    assert table.heading == ("Commitment", "Period", *names, "Together")
    (row,) = table.rows
    assert row[2:] == ("minimal", "disputed", "not the same")
    assert [one[2] for one in each.rows] == [*names]


def test_one_side_alone_is_no_agreement() -> None:
    found = fold(drafted("a"), commented(of="a"), released(of="a"))
    alone = [replace(one, assessor=FIRST) for one in found.released()]
    told = set_side_by_side(alone, commitments=[], assessors=[])

    page = said(brief(list(told)))
    assert "alone has assessed" in page["assessed.C1.1"]
    (annex,) = [one for one in brief(list(told)).annexes if one.key == "assessments"]
    assert annex.tables[0].rows[0][2:] == ("minimal", "not assessed", "one assessor alone")


def test_a_judgement_is_told_apart_from_what_both_agree_on_and_from_a_finding() -> None:
    told = brief(beside("minimal", "full"))

    grounds = {one.basis for one in told.page if one.key.startswith("assessed")}
    assert grounds == {Basis.ASSESSED}
    assert len({told.words[one] for one in Basis}) == len(Basis)


def test_both_words_stand_in_the_joint_edition_and_none_in_the_public_one() -> None:
    told = beside("minimal", "full")

    assert len(said(brief(told, edition=Edition.JOINT))) == 3
    public = brief(told, edition=Edition.PUBLIC)
    assert said(public) == {}
    assert "C1.1" not in write_brief("json", [public]).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_an_assessment_has_words(language: str) -> None:
    words = WORDS[language]

    for prefix, codes in (
        ("comment", COMMENT_POSITIONS),
        ("element", COMMITMENT_ELEMENTS),
        ("confidence", CONFIDENCES),
        ("result", ELEMENT_RESULTS),
        ("ground", NOT_ASSESSABLE_GROUNDS),
    ):
        assert {f"{prefix}_{code}" for code in codes} <= words.keys()


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_takes_it_and_gives_the_same_bytes_twice(form: str) -> None:
    told = [brief(beside("minimal", "full"), language=language) for language in LANGUAGES]

    assert write_brief(form, told) == write_brief(form, told)


def test_only_the_period_that_ended_last_is_on_the_page_and_all_are_in_the_annex() -> None:
    (newest,) = beside("minimal", "full")
    before: Matter = newest.matter._replace(from_=newest.matter.from_.replace(year=2025))
    before = before._replace(until=newest.matter.until.replace(year=2025))
    older: list[Assessment] = [replace(one, matter=before) for one in newest.assessments]
    told = [replace(newest, matter=before, assessments=tuple(older)), newest]

    shown = brief(told)
    assert "2026" in said(shown)["assessed.C1.1"]
    editions = json.loads(write_brief("json", [shown]))["editions"]
    (annex,) = [one for one in editions[0]["annexes"] if one["key"] == "assessments"]
    assert len(annex["tables"][0]["rows"]) == 2

"""The page of assessments: both words as they were said, each assessor named, no reasons."""

from importlib.resources import files

import pytest
from django.template import Context, Engine

from servanda.core.canonical import JsonObject
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.assessments_page import read_assessments_page
from tests.django_stores import set_up_django
from tests.usecases.conduct.test_assessments import (
    AGREES,
    EVIDENCE,
    JUDGED,
    RELEASED,
    a_cast,
    say,
)
from tests.usecases.nodes import ALICE, BOB, Cast

TEMPLATES = files("servanda.interfaces.web.pages") / "templates"
SEALED = "<b>A reason that stands in the sealed body</b>"
WORDS: JsonObject = {"text": SEALED}
NOTHING: JsonObject = {
    **{name: item for name, item in JUDGED.items() if name not in {"confidence", "evidence"}},
    "value": "not_assessable",
    "ground": "no_access",
}


def two_words() -> Cast:
    cast = a_cast()
    first = say(cast, cast.alice, JUDGED, body={**WORDS, "evidence": [*EVIDENCE]})
    second = say(cast, cast.bob, NOTHING, body=WORDS)
    for other, leaf, by in ((cast.bob, first, cast.alice), (cast.alice, second, cast.bob)):
        say(cast, other, AGREES, ref=leaf, body=WORDS)
        say(cast, by, RELEASED, ref=leaf)
    return cast


def rendered(cast: Cast, *, language: str) -> str:
    page = read_assessments_page(cast.alice.services, language=language)
    set_up_django()
    engine = Engine(dirs=[str(TEMPLATES)], builtins=["servanda.interfaces.web.pages.tags"])
    context = {"language": language, "languages": LANGUAGES, "page": page}
    return engine.get_template("pages/assessments.html").render(Context(context))


def test_both_words_stand_side_by_side_with_their_assessors() -> None:
    page = read_assessments_page(two_words().alice.services, language="en")

    (section,) = page.sections
    (group,) = section.beside
    assert [(row.assessor, row.value) for row in group.rows] == [
        (ALICE, "minimal"),
        (BOB, "not assessable (no access to what would show it)"),
    ]
    assert group.differs
    assert group.period == "2025-07-01 – 2026-01-01"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "alice.example, bob.example do not say the same; nothing is averaged."),
        ("zh-Hans", "alice.example、bob.example 的评价不一致；不作平均。"),
    ],
)
def test_disagreement_is_said_in_words_without_script_style_or_a_sealed_reason(
    language: str, said: str
) -> None:
    html = rendered(two_words(), language=language)

    assert said in html
    assert "sealed body" not in html
    assert "<script" not in html
    assert "style=" not in html
    assert "<form" not in html


def test_where_nothing_was_assessed_the_page_says_so() -> None:
    html = rendered(a_cast(), language="en")

    assert "Nothing was released." in html
    assert "not initiated · minimal · intermediate · full" in html

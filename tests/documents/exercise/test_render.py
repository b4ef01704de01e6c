"""An after-action report as a page: all of it is there, in each language, and marked in both."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import orjson
import pytest

from servanda.documents.exercise.render import render_after_action
from servanda.documents.exercise.wording import WORDS
from servanda.interfaces.scenarios import read_named_scenario, shipped_scenarios


def stated(slug: str) -> dict[str, Any]:
    content = read_named_scenario(slug).stated
    assert content is not None
    report: dict[str, Any] = orjson.loads(content)
    return report


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("slug", shipped_scenarios())
def test_everything_comes_back_out_of_the_page(slug: str, language: str) -> None:
    report = stated(slug)

    shown = plain(render_after_action(report, language=language))

    assert report["title"][language] in shown
    for inject in report["injects"]:
        assert inject["id"] in shown
        for one in inject["expected"]:
            assert one["id"] in shown
            assert (one["due_at"] or "") in shown
            assert WORDS[language][one["result"]] in shown
    for item in report["items"]:
        assert " ".join(item["text"][language].split()) in shown
        assert " ".join(item["acceptance_test"][language].split()) in shown


@pytest.mark.parametrize("language", [*sorted(WORDS), "xx"])
def test_it_is_marked_as_an_exercise_in_both_languages(language: str) -> None:
    shown = plain(render_after_action(stated(shipped_scenarios()[0]), language=language))

    assert "EXERCISE: nothing here is a real affair" in shown
    assert "演练：此处内容均非真实事务" in shown


def test_words_of_a_scenario_stand_as_text_and_make_no_page() -> None:
    report = stated(shipped_scenarios()[0])
    report["title"] = dict.fromkeys(("en", "zh-Hans"), "<script>alert(1)</script>\u202e")

    page = render_after_action(report, language="en")

    assert "<script>" not in page
    assert "[U+202E]" in page


def test_both_languages_have_the_same_words() -> None:
    names: Mapping[str, Mapping[str, str]] = WORDS

    assert names["en"].keys() == names["zh-Hans"].keys()

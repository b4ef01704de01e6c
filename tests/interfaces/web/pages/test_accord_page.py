"""The page of the accord: every text, every clock, every version, and what is assessed of it."""

import pytest

from servanda.interfaces.web.pages.accord_page import AccordSection, read_accord_page
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.conduct.test_assessments import AGREES, JUDGED, RELEASED, WORDS, a_cast, say
from tests.usecases.nodes import Cast, agreed_cast, make_cast
from tests.usecases.review.test_review import amend

EMPTY: dict[str, str] = {}


def html(cast: Cast, *, language: str = "en") -> str:
    page = read_accord_page(cast.alice.services, query=EMPTY, language=language)
    return rendered("accord", page, language=language)


def section(cast: Cast) -> AccordSection:
    found = read_accord_page(cast.alice.services, query=EMPTY, language="en").section
    assert found is not None
    return found


def test_every_commitment_stands_there_in_each_language_of_its_own() -> None:
    cast = agreed_cast()

    rows = section(cast).commitments

    assert rows
    page = html(cast)
    for row in rows:
        for tongue, words in row.texts:
            assert f'<p lang="{tongue}">{words}</p>' in page


def test_an_amended_clock_stands_beside_the_one_before() -> None:
    cast = agreed_cast()
    amend(cast, days=3)

    found = section(cast)

    assert [version for version, _ in found.versions] == ["version 1", "version 2"]
    changed = [row for row in found.clocks if row.changes == "another amount"]
    assert [row.clock for row in changed] == [""]  # named once, at its first version
    assert "3 " in changed[0].time


def test_what_was_released_stands_at_its_commitment_as_the_assessors_word() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, JUDGED, body=WORDS)
    say(cast, cast.bob, AGREES, ref=leaf, body={"text": "Yes."})
    assert all(not row.assessed for row in section(cast).commitments)  # a draft is no assessment
    say(cast, cast.alice, RELEASED, ref=leaf)

    (assessed,) = [row.assessed for row in section(cast).commitments if row.assessed]

    ((who, value),) = assessed
    assert who.startswith("alice.example")
    assert value != ""
    assert "Two of three were late." not in html(cast)  # it stands in a sealed body


def test_without_an_accord_in_force_the_page_says_where_it_stands() -> None:
    page = html(make_cast())

    assert "No accord yet" in page


@pytest.mark.parametrize(("language", "heading"), [("en", "Commitments"), ("zh-Hans", "承诺")])
def test_the_page_speaks_the_readers_language(language: str, heading: str) -> None:
    page = html(agreed_cast(), language=language)

    assert f"<h2>{heading}" in page
    assert "style=" not in page

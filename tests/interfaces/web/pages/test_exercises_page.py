"""The page of exercises: what was told and what came, on homes of exercises alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.documents.exercise.wording import WORDS
from servanda.interfaces.scenarios import read_named_scenario, shipped_scenarios
from servanda.interfaces.web.pages.exercises_page import read_exercises_page
from servanda.simulation.two_nodes import TwoNodes, make_two_nodes
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.exercises.play_injects import play_due_injects
from servanda.usecases.exercises.propose_exercise import propose_exercise
from tests.core.exercises.scripts import content
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.conduct.test_assessments import a_cast
from tests.usecases.exercises.test_play_injects import agreed, exchange

SLUG = "business-email-compromise"
LANGUAGES = sorted(WORDS)


@pytest.fixture(scope="module")
def played() -> TwoNodes:
    """Two nodes, one hour after the start of an exercise in which nobody answered."""
    read = read_named_scenario(SLUG)
    world = make_two_nodes(seed="page")
    start = world.clock.now() + timedelta(hours=1)
    propose_exercise(
        read.script,
        counterpart=world.bob.party,
        terms=read.terms,
        start=start,
        services=world.alice.services,
    )
    exchange(world)
    accept_accord(services=world.bob.services)
    exchange(world)
    world.clock.set(start + timedelta(minutes=30))
    play_due_injects(read.script, world.alice.pair, services=world.alice.services)
    exchange(world)
    world.clock.set(start + timedelta(hours=2))
    return world


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_our_desk_was_told_what_was_missed_and_what_to_mend(
    played: TwoNodes, language: str
) -> None:
    page = read_exercises_page(played.alice.services, language=language)
    (section,) = page.sections

    assert [name for name, _ in section.told] == ["fraud-reported"]
    results = {row.expected: row.result for row in section.rows}
    assert results["duty-check-answered"] == WORDS[language]["missed"]
    assert results["records-answered"] == WORDS[language]["not_begun"]
    assert {"first-hour", "duty-roster"} <= {one.id for one in section.items}
    shown = rendered("exercises", page, language=language)
    assert section.title in shown
    for one in section.items:
        assert one.test.split()[0] in shown
    assert "<script" not in shown
    assert "style=" not in shown


def test_each_side_is_told_its_own_alone(played: TwoNodes) -> None:
    theirs = read_exercises_page(played.bob.services, language="en")

    assert theirs.sections[0].told == []
    assert (
        theirs.sections[0].rows
        == read_exercises_page(played.alice.services, language="en").sections[0].rows
    )


def test_a_scenario_of_ones_own_is_named_as_that() -> None:
    world, _, _ = agreed(content())
    (section,) = read_exercises_page(world.alice.services, language="en").sections

    assert section.title == ""
    page = read_exercises_page(world.alice.services, language="en")
    assert "does not come with Servanda" in rendered("exercises", page, language="en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_exercise_the_scenarios_are_shown_all_the_same(language: str) -> None:
    page = read_exercises_page(a_cast().alice.services, language=language)

    assert page.sections == []
    assert [one.name for one in page.scenarios] == list(shipped_scenarios())
    for of_mode in (page, replace(page, mode="real", is_for_exercises=False)):
        shown = rendered("exercises", of_mode, language=language)
        for one in page.scenarios:
            assert one.title in shown


def test_a_real_home_says_where_exercises_are_played() -> None:
    page = read_exercises_page(a_cast().alice.services, language="en")

    real = replace(page, mode="real", is_for_exercises=False)
    assert "on a home of their own" in rendered("exercises", real, language="en")
    assert "No exercise is agreed on yet." in rendered("exercises", page, language="en")

"""Every scenario that comes along replays to the after-action report that it states."""

import orjson
import pytest

from servanda.core.accords.accord import parse_accord
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.read_scenario import lint_scenario
from servanda.core.identifiers import digest_of
from servanda.interfaces.scenarios import (
    read_named_scenario,
    read_scenario_files,
    shipped_scenarios,
)
from servanda.simulation.rehearsal import Rehearsed, rehearse
from servanda.usecases.accords.accord_state import accord_document, read_accord_state
from servanda.usecases.exercises.report_exercise import report_exercise

SLUGS = shipped_scenarios()


@pytest.fixture(scope="module", params=SLUGS)
def rehearsed(request: pytest.FixtureRequest) -> Rehearsed:
    read = read_named_scenario(request.param)
    return rehearse(read.script, read.moves, terms=read.terms)


def test_two_scenarios_come_along() -> None:
    assert SLUGS == ["business-email-compromise", "malware-at-a-network-operator"]


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_wrong_with_it(slug: str) -> None:
    assert list(lint_scenario(read_scenario_files(slug)[1])) == []


def test_it_replays_to_its_stated_report(rehearsed: Rehearsed) -> None:
    stated = read_named_scenario(str(rehearsed.report["scenario"])).stated

    assert stated is not None
    assert rehearsed.report == orjson.loads(stated)


def test_both_sides_compute_the_same_report(rehearsed: Rehearsed) -> None:
    assert rehearsed.agreeing


def test_something_is_late_or_missed_and_something_is_in_time(rehearsed: Rehearsed) -> None:
    results = {one.result for one in rehearsed.folded.tested}

    assert "in_time" in results
    assert results & {"late", "missed"}
    assert rehearsed.folded.items
    assert rehearsed.folded.missed_checks


@pytest.mark.parametrize("slug", SLUGS)
def test_another_seed_gives_the_same_report(slug: str) -> None:
    read = read_named_scenario(slug)

    first, second = (
        rehearse(read.script, read.moves, terms=read.terms, seed=seed).report for seed in (1, 2)
    )

    assert first == second


@pytest.mark.parametrize("slug", SLUGS)
def test_without_the_answers_everything_is_missed_and_every_item_proposed(slug: str) -> None:
    read = read_named_scenario(slug)

    report = rehearse(read.script, (), terms=read.terms).folded

    assert {one.result for one in report.tested} <= {"missed", "open", "not_begun"}
    late = [one.expectation for one in report.tested if one.result == "missed"]
    assert [item.id for item in report.items] == list(
        dict.fromkeys(one.item for one in late if one.item)
    )


def test_its_accord_says_that_it_is_an_exercise_of_a_template(rehearsed: Rehearsed) -> None:
    node = rehearsed.world.alice
    state = read_accord_state(node.pair, services=node.services)
    assert state.in_force_id is not None
    document = accord_document(state.in_force_id, node.pair, services=node.services)
    assert document is not None
    accord = parse_accord(document)

    assert accord.mode == "exercise"
    assert accord.name.startswith("exercise-")
    assert accord.template_name.startswith("exercise-of:")


def test_a_script_with_another_digest_is_refused(rehearsed: Rehearsed) -> None:
    read = read_named_scenario(str(rehearsed.report["scenario"]))
    node = rehearsed.world.alice
    other = read.script._replace(digest=digest_of(b"another scenario"))

    with pytest.raises(InvalidInputError, match="the scenario that this accord was made from"):
        report_exercise(other, node.pair, services=node.services)

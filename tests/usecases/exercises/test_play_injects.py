"""What is due is played once, what is refused stops nothing, and nobody gains by the report."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from servanda.core.exercises import report as reports
from servanda.core.exercises.read_scenario import read_scenario
from servanda.core.exercises.report import AfterAction
from servanda.core.exercises.scenario import Inject
from servanda.core.identifiers import digest_of
from servanda.interfaces.scenarios import ReadScenario, read_named_scenario
from servanda.interfaces.templates import read_template
from servanda.simulation.post import Wire
from servanda.simulation.rehearsal import rehearse
from servanda.simulation.two_nodes import TwoNodes, make_two_nodes
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.exercises.play_injects import PlayResult, play_due_injects
from servanda.usecases.exercises.propose_exercise import propose_exercise
from servanda.usecases.exercises.report_exercise import Script, report_exercise
from tests.core.exercises.scripts import changed, content

HOUR = timedelta(hours=1)
INFORMATION = """type = "information"
facts = { form = "news", subject = "%s", pieces = 1, use = "intelligence_only", tlp = "amber" }
body = { title = "News", desk = "A desk", file_number = "1", text = "@text" }
"""


@pytest.fixture(scope="module")
def read() -> ReadScenario:
    return read_named_scenario("business-email-compromise")


def agreed(files: dict[str, bytes]) -> tuple[TwoNodes, Script, datetime]:
    scenario = read_scenario(files)
    script = Script(slug="own", scenario=scenario, digest=digest_of(files["scenario.toml"]))
    world = make_two_nodes(seed="injects")
    start = world.clock.now() + HOUR
    propose_exercise(
        script,
        counterpart=world.bob.party,
        terms=read_template(scenario.template).terms,
        start=start,
        services=world.alice.services,
    )
    exchange(world)
    accept_accord(services=world.bob.services)
    exchange(world)
    return world, script, start


def exchange(world: TwoNodes) -> None:
    for _ in range(6):
        for node in world.nodes:
            node.step()
            node.deliver(kind=Wire.kind, force=True)


def play(world: TwoNodes, script: Script, number: int = 0) -> PlayResult:
    node = world.nodes[number]
    return play_due_injects(script, node.pair, services=node.services)


def report(world: TwoNodes, script: Script, number: int = 0) -> AfterAction:
    node = world.nodes[number]
    return report_exercise(script, node.pair, services=node.services)


def test_nothing_is_played_before_its_time() -> None:
    world, script, start = agreed(content())

    assert play(world, script).injects == []
    assert play(world, script).next_at == start
    world.clock.set(start + HOUR - timedelta(seconds=1))
    assert [one.id for one in play(world, script).injects] == ["told"]


def test_what_is_due_is_queued_once_by_its_own_side_alone() -> None:
    world, script, start = agreed(content())
    world.clock.set(start + HOUR)

    first, again = play(world, script), play(world, script)

    assert [(one.id, one.queued) for one in first.injects] == [("told", False), ("check", True)]
    assert [one.queued for one in again.injects] == [False, False]
    assert play(world, script, 1).injects == []
    exchange(world)
    checks = [leaf for leaf in world.alice.own_leaves if leaf.type == "check"]
    assert len(checks) == 1
    assert [one.id for one in play(world, script).injects] == ["told"]


def test_what_waits_for_an_inject_waits_until_that_was_played() -> None:
    world, script, start = agreed(content())
    world.clock.set(start + 5 * HOUR)
    assert play(world, script, 1).injects == []
    play(world, script)
    exchange(world)

    assert play(world, script, 1).next_at == start + 7 * HOUR
    world.clock.set(start + 7 * HOUR)
    assert [one.id for one in play(world, script, 1).injects] == ["later"]


def test_an_inject_that_is_refused_is_named_and_stops_no_other() -> None:
    first = 'id = "told"\nrole = "asking"\nat = "0:00"\n'
    world, script, start = agreed(changed(first, first + INFORMATION % "weather"))
    world.clock.set(start + HOUR)

    refused, queued = play(world, script).injects

    assert refused.trouble is not None
    assert "subjects" in str(refused.trouble)
    assert (queued.id, queued.queued) == ("check", True)


def test_a_statement_that_no_receipt_covers_is_not_played_on_either_side() -> None:
    world, script, start = agreed(content())
    world.clock.set(start + HOUR)
    play(world, script)
    world.alice.step()

    found = {one.inject.id: one.played_at for one in report(world, script).injects}

    assert found["check"] is None
    assert found == {one.inject.id: one.played_at for one in report(world, script, 1).injects}


def test_a_check_of_somebody_else_is_no_inject() -> None:
    world, script, start = agreed(content())
    world.clock.set(start + HOUR)
    world.bob.say("check", {"step": "ask", "tlp": "green"})
    exchange(world)

    (check,) = [one for one in report(world, script).injects if one.inject.id == "check"]

    assert check.played_at is None
    assert [one.result for one in check.tested] == ["not_begun"]


def outcome(read: ReadScenario, moves: list[Inject], name: str) -> reports.Tested:
    folded = rehearse(read.script, moves, terms=read.terms).folded
    (found,) = [one for one in folded.tested if one.expectation.id == name]
    return found


def test_news_given_before_the_inject_answers_nothing(read: ReadScenario) -> None:
    early = [
        replace(one, after="", wait=timedelta(0), at=9 * HOUR) if one.id == "tell-second" else one
        for one in read.moves
    ]

    assert outcome(read, early, "second-victim-told").result == "missed"


def test_an_interim_response_stops_no_answer_clock(read: ReadScenario) -> None:
    moves = [
        replace(one, facts={"step": "interim", "tlp": "amber"}) if one.id == "give-freeze" else one
        for one in read.moves
    ]

    found = outcome(read, moves, "freeze-answered")

    assert (found.result, found.came_at, found.place) == ("missed", None, None)


def test_an_answer_at_the_very_second_is_in_time(read: ReadScenario) -> None:
    moves = [
        replace(one, wait=timedelta(minutes=15)) if one.id == "answer-check" else one
        for one in read.moves
    ]

    found = outcome(read, moves, "duty-check-answered")

    assert (found.result, found.margin_seconds) == ("in_time", 0)


def test_the_clock_of_an_accord_decides_and_not_the_scenario(read: ReadScenario) -> None:
    found = outcome(read, list(read.moves), "records-answered")

    assert found.due_at is not None
    assert found.expectation.within is None
    assert found.margin_seconds == 1_800

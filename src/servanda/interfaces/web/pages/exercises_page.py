"""The page of exercises: what was told, what was expected and came, and what is to be mended.

On a home of mode `exercise` it shows the exercise that runs or ran; on every home, the scenarios
that come with Servanda. It plays nothing: that is done by the verb.

Source: docs/spec/exercises.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.accord import EXERCISE, EXERCISE_OF
from servanda.core.exercises.report import AfterAction
from servanda.core.exercises.scenario import ITEM_HEADING, TEST_HEADING, TITLE, Scenario
from servanda.core.identifiers import Origin, PartyId
from servanda.documents.exercise.wording import WORDS
from servanda.interfaces.scenarios import read_named_scenario, shipped_scenarios
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.exercises.report_exercise import Script, report_exercise
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationRow:
    """One expectation and what came of it, for a person.

    Attributes:
        inject: What it follows from.
        expected: Its name in the scenario.
        party: Who had to act.
        due_at: When it was due; None while nothing began it.
        came_at: When it was received; None if it was not.
        result: In words.
        is_amiss: Whether it was late or missed.
    """

    inject: str
    expected: str
    party: PartyId
    due_at: datetime | None
    came_at: datetime | None
    result: str
    is_amiss: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """Something to mend.

    Attributes:
        id: Its name, by which `servanda exercise carry` takes it.
        text: What to mend.
        test: By what it is seen to be mended.
        because: The expectations that showed it.
    """

    id: str
    text: str
    test: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSection:
    """One exercise.

    Attributes:
        own: Origin of our log.
        title: Of the scenario; empty where it is none that comes with Servanda.
        started_at: From when its times count.
        at: The moment for which this holds, by the node's clock.
        next_at: When the next inject of our side is due; None for none.
        told: What our desk was told so far: the inject and its words.
        rows: Every expectation.
        items: What the scenario proposes to mend.
    """

    own: Origin
    title: str
    started_at: datetime
    at: datetime
    next_at: datetime | None = None
    told: Sequence[tuple[str, str]] = ()
    rows: Sequence[ExpectationRow] = ()
    items: Sequence[ItemRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow:
    """One scenario that comes with Servanda.

    Attributes:
        name: By which the verbs take it.
        title: Of it.
        template: The accord template that it is played under.
        hours: From its start to its end.
        injects: How many.
    """

    name: str
    title: str
    template: str
    hours: int
    injects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisesPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        is_for_exercises: Whether exercises are played on this home.
        sections: One for each exercise.
        scenarios: Those that come with Servanda.
        words: Of the after-action report.
    """

    party: PartyId
    mode: str
    is_for_exercises: bool
    sections: Sequence[ExerciseSection]
    scenarios: Sequence[ScenarioRow]
    words: Mapping[str, str]


@page("exercises")
def exercises_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_exercises_page(visit.services, language=visit.language)


def read_exercises_page(services: Services, *, language: str) -> ExercisesPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    scripts = [read_named_scenario(slug).script for slug in shipped_scenarios()]
    is_for_exercises = node.mode == EXERCISE
    pairs = services.store.pairs() if is_for_exercises else ()
    found = (_section(pair, scripts, services=services, language=language) for pair in pairs)
    return ExercisesPage(
        party=node.party,
        mode=node.mode,
        is_for_exercises=is_for_exercises,
        sections=[one for one in found if one is not None],
        scenarios=[_scenario(one, language=language) for one in scripts],
        words=WORDS[language],
    )


def _scenario(script: Script, *, language: str) -> ScenarioRow:
    scenario = script.scenario
    return ScenarioRow(
        name=script.slug,
        title=scenario.words(TITLE)[language],
        template=scenario.template,
        hours=scenario.lasts // timedelta(hours=1),
        injects=len(scenario.injects),
    )


def _section(
    pair: PairRecord, scripts: Sequence[Script], *, services: Services, language: str
) -> ExerciseSection | None:
    newest = read_pair_state(pair, services=services).newest_accord
    if newest is None or not newest.accord.template_name.startswith(EXERCISE_OF):
        return None
    accord = newest.accord
    script = next((one for one in scripts if one.digest == accord.template_digest), None)
    if script is None:
        now = services.clock.now()
        return ExerciseSection(own=pair.own, title="", started_at=accord.periods[0], at=now)
    report, scenario = report_exercise(script, pair, services=services), script.scenario
    ours = [one for one in report.injects if one.party == pair.own.from_party]
    later = [one.due_at for one in ours if one.due_at is not None and one.due_at > report.at]
    return ExerciseSection(
        own=pair.own,
        title=scenario.words(TITLE)[language],
        started_at=report.started_at,
        at=report.at,
        next_at=min(later, default=None),
        told=[
            (one.inject.id, scenario.words(one.inject.id)[language])
            for one in ours
            if not one.inject.type and one.due_at is not None and one.due_at <= report.at
        ],
        rows=[*_rows(report, WORDS[language])],
        items=[*_items(report, scenario, language=language)],
    )


def _rows(report: AfterAction, words: Mapping[str, str]) -> Iterator[ExpectationRow]:
    for inject in report.injects:
        for one in inject.tested:
            yield ExpectationRow(
                inject=inject.inject.id,
                expected=one.expectation.id,
                party=one.party,
                due_at=one.due_at,
                came_at=one.came_at,
                result=words[one.result],
                is_amiss=one.result in {"late", "missed"},
            )


def _items(report: AfterAction, scenario: Scenario, *, language: str) -> Iterator[ItemRow]:
    for one in report.items:
        yield ItemRow(
            id=one.id,
            text=scenario.words(f"{ITEM_HEADING}{one.id}")[language],
            test=scenario.words(f"{TEST_HEADING}{one.id}")[language],
            because=", ".join(one.because),
        )

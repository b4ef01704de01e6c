"""Read a scenario of an exercise: one that comes with Servanda, by its name, or a folder.

Source: docs/spec/exercises.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from servanda.core.accords.template_texts import is_text_file
from servanda.core.canonical import JsonObject
from servanda.core.exercises.accord_of import exercise_digest
from servanda.core.exercises.read_scenario import ScenarioError, read_rehearsal, read_scenario
from servanda.core.exercises.scenario import (
    REHEARSAL_FILE,
    REPORT_FILE,
    SCENARIO_FILE,
    Inject,
)
from servanda.core.faults import Expected, Fault, expect
from servanda.interfaces.templates import read_template
from servanda.usecases.exercises.report_exercise import Script

MAX_FILE_BYTES = 1024 * 1024
_OTHERS = frozenset((SCENARIO_FILE, REHEARSAL_FILE, REPORT_FILE))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScenario:
    """A scenario, ready to be played.

    Attributes:
        script: What is played.
        terms: Of the template that it names, resolved.
        moves: What both desks do in its rehearsal; empty without one.
        stated: The report that its rehearsal has to come to, as bytes; None without one.
    """

    script: Script
    terms: JsonObject
    moves: Sequence[Inject]
    stated: bytes | None


def read_named_scenario(name: str) -> ReadScenario:
    """Return the scenario `name`, or the one in the folder or file `name`.

    Raises:
        ScenarioError: It is not there, or something is wrong with it.
        TemplateError: Its template is not there.
    """
    slug, content = read_scenario_files(name)
    scenario = read_scenario(content)
    template = read_template(scenario.template)
    digest = exercise_digest(content, template=template.digest)
    return ReadScenario(
        script=Script(slug=slug, scenario=scenario, digest=digest),
        terms=template.terms,
        moves=read_rehearsal(content, scenario),
        stated=content.get(REPORT_FILE),
    )


def shipped_scenarios() -> Sequence[str]:
    """Return the names of the scenarios that come with Servanda."""
    return sorted(one.name for one in _shipped().iterdir() if (one / SCENARIO_FILE).is_file())


def read_scenario_files(name: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the name of a scenario's folder and its files that count, as bytes.

    Raises:
        ScenarioError: It is not there, or a file is too large.
    """
    place = Path(name)
    if place.name == SCENARIO_FILE and place.is_file():
        place = place.absolute().parent
    own: Traversable = place if "/" in str(place) else _shipped() / name
    if not (own / SCENARIO_FILE).is_file():
        known = tuple(shipped_scenarios())
        raise ScenarioError(Fault("", expect(Expected.SHIPPED_SCENARIO, words=known), name))
    return own.name, dict(_files(own))


def _shipped() -> Traversable:
    return files("servanda.data") / "scenarios"


def _files(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for file in folder.iterdir():
        if file.name in _OTHERS or is_text_file(file.name):
            content = file.read_bytes()
            if len(content) > MAX_FILE_BYTES:
                most = expect(Expected.SIZE, most=MAX_FILE_BYTES)
                raise ScenarioError(Fault(file.name, most, len(content)))
            yield file.name, content

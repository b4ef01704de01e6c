"""`servanda exercise`: rehearse, propose, play and report a tabletop exercise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from servanda.core.exercises.read_scenario import lint_scenario
from servanda.core.exercises.report import AfterAction, Tested
from servanda.core.exercises.scenario import TITLE, Scenario
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, fault_members, show, shown_instant, table
from servanda.interfaces.cli.scenarios import (
    read_named_scenario,
    read_scenario_files,
    shipped_scenarios,
)
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word
from servanda.simulation.rehearsal import rehearse

Which = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help=text("A scenario's name, folder or scenario.toml.")),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verbs to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("list", help=text("List the scenarios that come with Servanda."))(_list)
    group.command("check", help=text("Say what is wrong with a scenario, line by line."))(_check)
    group.command("rehearse", help=text("Play both sides on this machine, by a script."))(_rehearse)
    application.add_typer(group, name=name)


def _list(as_json: AsJson = False) -> None:
    read = [read_named_scenario(slug).script for slug in shipped_scenarios()]
    rows = [
        {
            "name": one.slug,
            "title": dict(one.scenario.words(TITLE)),
            "template": one.scenario.template,
            "hours": int(one.scenario.lasts.total_seconds()) // 3_600,
            "injects": len(one.scenario.injects),
        }
        for one in read
    ]
    heading = (text("Name"), text("Title"), text("Template"), text("Hours"), text("Injects"))
    shown = (
        (
            one.slug,
            title_of(one.scenario),
            one.scenario.template,
            int(one.scenario.lasts.total_seconds()) // 3_600,
            len(one.scenario.injects),
        )
        for one in read
    )
    show({"scenarios": rows}, as_json=as_json, lines=table(heading, shown))


def _check(which: Which, as_json: AsJson = False) -> None:
    _, content = read_scenario_files(which)
    faults = lint_scenario(content)
    result = {
        "ok": not faults,
        "faults": [
            {"file": file, "line": line, **fault_members(fault)} for file, line, fault in faults
        ],
    }
    lines = [f"{file}:{line}: {fault_text(fault)}" for file, line, fault in faults]
    show(result, as_json=as_json, lines=lines or [text("Nothing is wrong with it.")])
    if faults:
        raise Refused


def _rehearse(
    which: Which,
    seed: Annotated[int, typer.Option(help=text("Decides all chance."))] = 1,
    output: Annotated[
        Path | None, typer.Option("--output", help=text("Also write the report to this new file."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    read = read_named_scenario(which)
    done = rehearse(read.script, read.moves, terms=read.terms, seed=seed)
    stated = None if read.stated is None else orjson.loads(read.stated) == done.report
    if output is not None:
        write_new(output, orjson.dumps(done.report, option=orjson.OPT_INDENT_2))
    result = {**done.report, "agreeing": done.agreeing, "as_stated": stated}
    show(result, as_json=as_json, lines=_rehearsed_lines(done.folded, read.script.scenario, stated))
    if not done.agreeing or stated is False:
        raise Refused


def _rehearsed_lines(report: AfterAction, scenario: Scenario, stated: bool | None) -> Iterator[str]:
    yield from report_lines(report, scenario)
    yield ""
    if stated is None:
        yield text("The scenario states no report to compare with.")
    elif stated:
        yield text("It is the report that the scenario states.")
    else:
        yield text("It is NOT the report that the scenario states.")


def report_lines(report: AfterAction, scenario: Scenario) -> Iterator[str]:
    """Yield an after-action report for people."""
    language = current_language()
    yield text("Exercise: nothing here is a real affair")
    yield title_of(scenario)
    heading = (
        text("Inject"),
        text("Expected"),
        text("From whom"),
        text("Due"),
        text("Received"),
        text("Result"),
    )
    rows = [
        (
            inject.inject.id,
            f"{one.expectation.id} ({word(one.expectation.type)})",
            one.party,
            shown_instant(one.due_at),
            shown_instant(one.came_at),
            result_text(one),
        )
        for inject in report.injects
        for one in inject.tested
    ]
    yield from table(heading, rows)
    yield ""
    yield text("Proposed to be mended:")
    for item in report.items:
        words = scenario.words(f"item.{item.id}")[language]
        yield f"- {item.id}: {' '.join(words.split())} ({', '.join(item.because)})"
    if not report.items:
        yield f"- {text('nothing')}"


def result_text(one: Tested) -> str:
    """Return the result of an expectation in words."""
    words = {
        "in_time": text("in time"),
        "late": text("late"),
        "missed": text("missed"),
        "open": text("open"),
        "not_begun": text("not begun"),
    }
    return words[one.result]


def title_of(scenario: Scenario) -> str:
    """Return the title of a scenario in the current language."""
    return scenario.words(TITLE)[current_language()]

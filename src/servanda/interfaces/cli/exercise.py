"""`servanda exercise`: rehearse, propose, play and report a tabletop exercise."""

from collections.abc import Iterator
from typing import Annotated

import orjson
import typer

from servanda.core.exercises.read_scenario import lint_scenario
from servanda.core.exercises.report import AfterAction
from servanda.core.exercises.scenario import TITLE, Scenario
from servanda.interfaces.cli.exercise_lines import report_lines, title_of
from servanda.interfaces.cli.exercise_node import (
    Output,
    Page,
    Which,
    carry,
    propose,
    report,
    run,
    write_reports,
)
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, fault_members, show, table
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.language import text
from servanda.interfaces.scenarios import (
    read_named_scenario,
    read_scenario_files,
    shipped_scenarios,
)
from servanda.simulation.rehearsal import rehearse


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verbs to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("list", help=text("List the scenarios that come with Servanda."))(_list)
    group.command("check", help=text("Say what is wrong with a scenario, line by line."))(_check)
    group.command("rehearse", help=text("Play both sides on this machine, by a script."))(_rehearse)
    group.command("propose", help=text("Propose the accord of an exercise."))(propose)
    group.command("run", help=text("Play what is due of our side."))(run)
    group.command("report", help=text("Show the after-action report."))(report)
    group.command("carry", help=text("Propose an item as a real deliverable."))(carry)
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
    output: Output = None,
    html: Page = None,
    as_json: AsJson = False,
) -> None:
    read = read_named_scenario(which)
    done = rehearse(read.script, read.moves, terms=read.terms, seed=seed)
    stated = None if read.stated is None else orjson.loads(read.stated) == done.report
    write_reports(done.report, output=output, html=html)
    result = {**done.report, "agreeing": done.agreeing, "as_stated": stated}
    show(result, as_json=as_json, lines=_rehearsed_lines(done.folded, read.script.scenario, stated))
    if not done.agreeing or stated is False:
        raise Refused


def _rehearsed_lines(folded: AfterAction, scenario: Scenario, stated: bool | None) -> Iterator[str]:
    yield from report_lines(folded, scenario)
    yield ""
    if stated is None:
        yield text("The scenario states no report to compare with.")
    elif stated:
        yield text("It is the report that the scenario states.")
    else:
        yield text("It is NOT the report that the scenario states.")

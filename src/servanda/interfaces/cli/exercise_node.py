"""`servanda exercise propose`, `run`, `report` and `carry`: an exercise between two nodes.

Source: docs/spec/exercises.md.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, cast

import orjson
import typer

from servanda.core.accords.accord import EXERCISE
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.report_form import (
    MAX_REPORT_BYTES,
    AfterActionError,
    encode_report,
    find_item,
)
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import format_instant, parse_instant, parse_party
from servanda.documents.exercise.render import render_after_action
from servanda.interfaces.cli.exercise_lines import report_lines
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import current_language, text
from servanda.interfaces.scenarios import read_named_scenario
from servanda.usecases.exercises.play_injects import PlayResult, play_due_injects
from servanda.usecases.exercises.propose_exercise import propose_exercise
from servanda.usecases.exercises.report_exercise import report_exercise
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_node, require_pair

Which = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help=text("A scenario's name, folder or scenario.toml.")),
]
Output = Annotated[
    Path | None, typer.Option("--output", help=text("Also write the report to this new file."))
]
Page = Annotated[
    Path | None, typer.Option("--html", help=text("Also write the report as a page to this file."))
]


def propose(
    which: Which,
    with_: Annotated[str, typer.Option("--with", help=text("The counterpart."))],
    start: Annotated[
        str, typer.Option(help=text("From when on its times count; default now."))
    ] = "",
    name: Annotated[
        str, typer.Option(help=text("Name of the accord; begins with exercise-."))
    ] = "",
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    """Propose the accord of an exercise."""
    read = read_named_scenario(which)
    node = opened()
    queued = propose_exercise(
        read.script,
        counterpart=parse_party(with_),
        terms=read.terms,
        start=parse_instant(start) if start else node.services.clock.now(),
        name=name,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    more = {"accord_name": queued.own.accord_name, "mode": EXERCISE}
    show_queued(node, queued, as_json=as_json, waiting=waiting, more=more)


def run(
    which: Which, to: To = None, accord_name: AccordName = None, as_json: AsJson = False
) -> None:
    """Play what is due of our side."""
    read = read_named_scenario(which)
    services = opened().services
    pair = _pair(services, to=to, accord_name=accord_name)
    played = play_due_injects(read.script, pair, services=services)
    result = {
        "mode": EXERCISE,
        "injects": [
            {
                "id": one.id,
                "ticket": one.ticket or None,
                "queued": one.queued,
                "told": dict(one.told) or None,
                "trouble": None if one.trouble is None else str(one.trouble),
            }
            for one in played.injects
        ],
        "next_at": None if played.next_at is None else format_instant(played.next_at),
    }
    show(result, as_json=as_json, lines=_played_lines(played))


def report(
    which: Which,
    output: Output = None,
    html: Page = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    """Show the after-action report of the exercise between two nodes."""
    read = read_named_scenario(which)
    services = opened().services
    pair = _pair(services, to=to, accord_name=accord_name)
    folded = report_exercise(read.script, pair, services=services)
    encoded = encode_report(
        folded,
        read.script.scenario,
        slug=read.script.slug,
        accord_name=pair.own.accord_name,
    )
    write_reports(encoded, output=output, html=html)
    show(encoded, as_json=as_json, lines=report_lines(folded, read.script.scenario))


def carry(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: Annotated[Path, typer.Argument(metavar="REPORT", help=text("The after-action report."))],
    item: Annotated[str, typer.Argument(metavar="ITEM", help=text("An item of it."))],
    round_: Annotated[
        str, typer.Option("--round", metavar="LEAF", help=text("The round that takes it up."))
    ],
    owner: Annotated[str, typer.Option(help=text("Who owes it: author, other_party or both."))],
    due: Annotated[str | None, typer.Option(help=text("The day on which it is due."))] = None,
    tlp: Annotated[str, typer.Option(help=text("Who may see the body."))] = "green",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    """Propose an item of an exercise as a deliverable under the real accord."""
    found = find_item(_read_report(file), item)
    mode = require_node(opened().services).mode
    if mode == EXERCISE:
        raise InvalidInputError(Fault("mode", expect(Expected.REAL_HOME), mode))
    facts: JsonObject = {
        "step": "proposed",
        "owner": owner,
        "tlp": tlp,
        **({} if due is None else {"due": due}),
    }
    body: JsonObject = {"text": found.text, "acceptance_test": found.acceptance_test}
    say_about(
        round_,
        type_name="deliverable",
        facts=facts,
        body=body,
        ticket=ticket,
        waiting=Waiting(no_wait=no_wait, until_receipted=until_receipted),
        as_json=as_json,
    )


def write_reports(report: JsonObject, *, output: Path | None, html: Path | None) -> None:
    """Write a report to the files that were named, if any."""
    if output is not None:
        write_new(output, orjson.dumps(report, option=orjson.OPT_INDENT_2))
    if html is not None:
        write_new(html, render_after_action(report, language=current_language()).encode())


def _pair(services: Services, *, to: str | None, accord_name: str | None) -> PairRecord:
    counterpart = None if to is None else parse_party(to)
    return require_pair(services, counterpart=counterpart, accord_name=accord_name)


def _played_lines(played: PlayResult) -> Iterator[str]:
    yield text("Exercise: nothing here is a real affair")
    for one in played.injects:
        if one.trouble is not None:
            yield f"{one.id}: {error_text(one.trouble)}"
        elif one.told:
            yield f"{one.id}: {' '.join(one.told[current_language()].split())}"
        else:
            line = text("{id}: queued as {ticket}")
            yield line.format(id=one.id, ticket=one.ticket)
    if not played.injects:
        yield text("Nothing is due.")
    if played.next_at is not None:
        yield text("Next: {instant}").format(instant=format_instant(played.next_at))


def _read_report(file: Path) -> JsonObject:
    try:
        if file.stat().st_size > MAX_REPORT_BYTES:
            most = expect(Expected.SIZE, most=MAX_REPORT_BYTES)
            raise AfterActionError(Fault(str(file), most, file.stat().st_size))
        return cast("JsonObject", orjson.loads(file.read_bytes()))
    except OSError as error:
        raise AfterActionError(unreadable(file, error)) from error
    except orjson.JSONDecodeError as error:
        raise AfterActionError(Fault(str(file), expect(Expected.JSON), str(error))) from error

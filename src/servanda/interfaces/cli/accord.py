"""`servanda accord`: draft, amend, lint, show, propose and accept."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.accords.accord import accord_id
from servanda.core.accords.drafted_accord import write_drafted_accord
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.accord_draft import Wishes, build_document, read_document
from servanda.interfaces.cli.accord_lint import lint
from servanda.interfaces.cli.accord_list import (
    is_meant,
    list_accords,
    open_proposal,
    open_proposals_of_ours,
)
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, To, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.rounds import append_now
from servanda.interfaces.cli.session import is_serving, opened
from servanda.interfaces.cli.statements import Waiting, show_queued, wait_for_leaf
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.amend_accord import amend_accord
from servanda.usecases.accords.draft_accord import (
    DEFAULT_CUT_WAIT_SECONDS,
    DEFAULT_TOLERANCE_SECONDS,
    read_own_accord,
)
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.queue_statement import QueueResult
from servanda.wiring import Node

Template = Annotated[str, typer.Option(help=text("A template's name, or its folder."))]
With = Annotated[str, typer.Option("--with", help=text("The counterpart."))]
Name = Annotated[str, typer.Option(help=text("Name of the accord, part of the logs' names."))]
Start = Annotated[str, typer.Option(help=text("Start of the first review period."))]
Until = Annotated[
    list[str] | None, typer.Option(help=text("End of a review period; may be repeated."))
]
CutWait = Annotated[int, typer.Option(help=text("Seconds from the end of a period to its cut."))]
Tolerance = Annotated[int, typer.Option(help=text("Seconds by which the two clocks may differ."))]
Out = Annotated[Path | None, typer.Option(help=text("Write to this file."))]
EnvelopeOut = Annotated[
    Path | None, typer.Option("--out", help=text("Also write the sealed envelope to this file."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("draft", help=text("Write an accord, for reading; nothing is sent."))(_draft)
    group.command("amend", help=text("Draft an amendment of the accord in force, for editing."))(
        _amend
    )
    group.command("lint", help=text("Say what is wrong with a template or a drafted accord."))(lint)
    group.command("show", help=text("Show the accords and where they stand."))(_show)
    group.command("propose", help=text("Propose an accord to the counterpart."))(_propose)
    group.command("accept", help=text("Accept a proposal of the counterpart."))(_accept)
    application.add_typer(group, name=name)


def _draft(  # noqa: PLR0913, PLR0917 - one parameter for each option
    template: Template,
    with_: With,
    name: Name = "",
    start: Start = "",
    until: Until = None,
    cut_wait: CutWait = DEFAULT_CUT_WAIT_SECONDS,
    tolerance: Tolerance = DEFAULT_TOLERANCE_SECONDS,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    wishes = Wishes(
        template=template,
        counterpart=with_,
        name=name,
        start=start,
        until=until or [],
        cut_wait_seconds=cut_wait,
        tolerance_seconds=tolerance,
    )
    _show_draft(build_document(wishes, services=opened().services), out=out, as_json=as_json)


def _amend(
    to: To = None, accord_name: AccordName = None, out: Out = None, as_json: AsJson = False
) -> None:
    draft = amend_accord(
        accord_name=accord_name,
        counterpart=None if to is None else parse_party(to),
        services=opened().services,
    )
    _show_draft(draft.document, out=out, as_json=as_json)


def _show_draft(document: bytes, *, out: Path | None, as_json: bool) -> None:
    written = write_drafted_accord(document)
    if out is not None:
        out.write_bytes(written)
    accord = read_own_accord(document)
    result = {
        "accord": accord_id(document),
        "name": accord.name,
        "parties": list(accord.parties),
        "mode": accord.mode,
    }
    if as_json or out is not None:
        show(result, as_json=as_json, lines=[text("Accord {accord}").format(**result)])
        return
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def _show(
    accord: Annotated[str | None, typer.Argument(help=text("A beginning of an id."))] = None,
    as_json: AsJson = False,
) -> None:
    rows = list(list_accords(opened().services))
    if accord is not None:
        rows = [row for row in rows if is_meant(row["accord"], accord)]
        if not rows:
            raise InvalidInputError(Fault(accord, expect(Expected.ONE_ACCORD), Found.NOTHING))
    heading = (text("Accord"), text("Name"), text("Parties"), text("Mode"), text("State"))
    lines = table(
        heading,
        (
            (
                row["accord"],
                row["name"],
                ", ".join(row["parties"]),
                word(row["mode"] or "-"),
                word(row["state"]),
            )
            for row in rows
        ),
        nothing=text("There is no accord yet; propose one, or wait for a proposal."),
    )
    show({"accords": rows}, as_json=as_json, lines=lines)


def _propose(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: Annotated[Path | None, typer.Argument(help=text("A drafted accord."))] = None,
    template: Template = "",
    with_: With = "",
    name: Name = "",
    start: Start = "",
    until: Until = None,
    cut_wait: CutWait = DEFAULT_CUT_WAIT_SECONDS,
    tolerance: Tolerance = DEFAULT_TOLERANCE_SECONDS,
    out: EnvelopeOut = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    if file is None:
        wishes = Wishes(
            template=template,
            counterpart=with_,
            name=name,
            start=start,
            until=until or [],
            cut_wait_seconds=cut_wait,
            tolerance_seconds=tolerance,
        )
        document = build_document(wishes, services=node.services)
    else:
        document = read_document(file)
    accord = read_own_accord(document)
    before = open_proposals_of_ours(node.services, named=accord.name, parties=accord.parties)
    queued = propose_accord(document=document, services=node.services)
    more = {"accord": accord_id(document), "open_before": list(before)}
    if before:
        line = text(
            "You have proposed this accord before, and nobody has accepted it yet: {before}"
        )
        typer.echo(line.format(before=", ".join(before)), err=True)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _finish(node, queued, out=out, waiting=waiting, as_json=as_json, more=more)


def _accept(
    accord: Annotated[str | None, typer.Argument(help=text("A beginning of its id."))] = None,
    out: EnvelopeOut = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    pair, found = open_proposal(node.services, accord)
    queued = accept_accord(
        accord_name=pair.own.accord_name,
        counterpart=pair.counterpart,
        accord=found,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _finish(node, queued, out=out, waiting=waiting, as_json=as_json, more={"accord": found})


def _finish(
    node: Node,
    queued: QueueResult,
    *,
    out: Path | None,
    waiting: Waiting,
    as_json: bool,
    more: Mapping[str, object],
) -> None:
    if out is not None:
        if is_serving(node.home):
            wait_for_leaf(node, queued.ticket)
        else:
            append_now(node)
        own = queued.own
        envelope = envelope_for(
            counterpart=own.to_party, accord_name=own.accord_name, services=node.services
        )
        out.write_bytes(envelope.content)
        more = {**more, "envelope": str(out)}
    show_queued(node, queued, as_json=as_json, waiting=waiting, more=more)

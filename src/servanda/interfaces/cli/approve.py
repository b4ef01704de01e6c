"""`servanda approve`: the second person looks at what waits, and lets it be signed or not."""

from collections.abc import Iterator
from typing import Annotated

import orjson
import typer

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import digest_from_hash, format_instant, parse_digest
from servanda.interfaces.cli.options import AsJson, NoWait, UntilReceipted
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.show import fact_lines
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.people.approve_draft import (
    WaitingDraft,
    approve_draft,
    refuse_draft,
    waiting_draft,
    waiting_drafts,
    withdraw_draft,
)
from servanda.usecases.people.draft_content import shown_body

Ticket = Annotated[str, typer.Argument(metavar="TICKET", help=text("The name of the draft."))]
AsSeen = Annotated[
    str, typer.Option("--digest", metavar="DIGEST", help=text("As `approve show` printed it."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("list", help=text("Show what waits for a second person."))(_list)
    group.command("show", help=text("Show exactly what will be signed."))(_show)
    group.command("give", help=text("Approve what was shown; then it is signed."))(_give)
    group.command("refuse", help=text("Refuse what was shown, with a reason."))(_refuse)
    group.command("withdraw", help=text("Take a draft away that was not approved."))(_withdraw)
    application.add_typer(group, name=name)


def _list(as_json: AsJson = False) -> None:
    found = waiting_drafts(services())
    rows = (
        (
            one.record.ticket,
            word(one.statement.type),
            one.statement.own.to_party,
            ", ".join(sorted(one.record.eyes)),
            format_instant(one.record.written_at),
            printable(one.record.refusal),
        )
        for one in found
    )
    heading = (
        text("Draft"),
        text("Statement"),
        text("Counterpart"),
        text("Written by"),
        text("At"),
        text("Refused because"),
    )
    lines = table(heading, rows, nothing=text("Nothing waits for a second person."))
    show({"drafts": [_outline(one) for one in found]}, as_json=as_json, lines=lines)


def _show(ticket: Ticket, as_json: AsJson = False) -> None:
    draft = waiting_draft(ticket, services=services())
    statement = draft.statement
    result = {
        **_outline(draft),
        "facts": canonical.parse_object(statement.facts),
        "accord": statement.accord,
        "body": shown_body(statement),
        "attachments": statement.attachments,
    }
    show(result, as_json=as_json, lines=_lines(draft))


def _give(
    ticket: Ticket,
    digest: AsSeen,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    queued = approve_draft(ticket, digest=parse_digest(digest), services=node.services)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _refuse(
    ticket: Ticket,
    digest: AsSeen,
    reason: Annotated[str, typer.Option(help=text("What has to be written otherwise."))],
    as_json: AsJson = False,
) -> None:
    refuse_draft(ticket, digest=parse_digest(digest), reason=reason, services=services())
    line = text("Refused: {ticket}; it waits for another version.").format(ticket=ticket)
    show({"ticket": ticket, "refused": reason}, as_json=as_json, lines=[line])


def _withdraw(ticket: Ticket, as_json: AsJson = False) -> None:
    withdraw_draft(ticket, services=services())
    line = text("Taken away: {ticket}").format(ticket=ticket)
    show({"ticket": ticket, "withdrawn": True}, as_json=as_json, lines=[line])


def _outline(draft: WaitingDraft) -> dict[str, object]:
    statement, record = draft.statement, draft.record
    return {
        "ticket": record.ticket,
        "digest": record.digest,
        "type": statement.type,
        "to": statement.own.to_party,
        "accord_name": statement.own.accord_name,
        "ref": None if statement.ref is None else digest_from_hash(statement.ref),
        "written_by": sorted(record.eyes),
        "written_at": record.written_at,
        "refusal": record.refusal,
    }


def _lines(draft: WaitingDraft) -> Iterator[str]:
    statement, record = draft.statement, draft.record
    body: JsonObject | None = shown_body(statement)
    yield text("{type} to {party}, under {accord}").format(
        type=word(statement.type),
        party=statement.own.to_party,
        accord=statement.own.accord_name,
    )
    yield text("Written by {names}, {at}").format(
        names=", ".join(sorted(record.eyes)), at=format_instant(record.written_at)
    )
    if statement.ref is not None:
        yield text("About {leaf}").format(leaf=digest_from_hash(statement.ref))
    yield from map(printable, fact_lines(canonical.parse_object(statement.facts)))
    if body is not None:
        yield orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()
    for digest in statement.attachments:
        yield text("Attachment {digest}").format(digest=digest)
    if record.refusal:
        yield printable(text("Refused: {reason}").format(reason=record.refusal))
    yield text("To approve just this: servanda approve give {ticket} --digest {digest}").format(
        ticket=record.ticket, digest=record.digest
    )

"""`servanda send`: say something to a counterpart."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, cast

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.attachments import attached
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.queue_statement import queue_statement
from servanda.usecases.show_statement import leaf_named
from servanda.wiring import Node

Attach = Annotated[list[Path] | None, typer.Option(help=text("A file to attach; repeatable."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_send)


def _send(  # noqa: PLR0913, PLR0917 - one parameter for each option
    type_: Annotated[str, typer.Argument(metavar="TYPE", help=text("Type of the statement."))],
    to: To = None,
    accord_name: AccordName = None,
    ref: Annotated[str | None, typer.Option(help=text("The statement it answers."))] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help=text("A coded field, NAME=VALUE; repeatable."))
    ] = None,
    facts: Annotated[
        str | None, typer.Option(help=text("File with the coded fields as a JSON object, or -."))
    ] = None,
    member: Annotated[
        list[str] | None,
        typer.Option("--text", help=text("A member of the body, NAME=VALUE; repeatable.")),
    ] = None,
    body: Annotated[
        str | None, typer.Option(help=text("File with the body as a JSON object, or -."))
    ] = None,
    attach: Attach = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    with attached(_new_files(node, attach, ticket), services=node.services) as attachments:
        queued = queue_statement(
            type=type_,
            facts={**_object(facts), **_pairs(fact)},
            body=None if body is None and not member else {**_object(body), **_pairs(member)},
            ref=None if ref is None else leaf_named(ref, services=node.services),
            counterpart=None if to is None else parse_party(to),
            accord_name=accord_name,
            attachments=attachments,
            ticket=ticket,
            services=node.services,
        )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _new_files(node: Node, attach: Sequence[Path] | None, ticket: str | None) -> Sequence[Path]:
    """Return the files to encrypt: none for what is queued under this ticket with its own."""
    known = None if ticket is None else node.services.store.ticket(ticket)
    return [] if known is not None and not known.trouble else attach or []


def _pairs(given: Iterable[str] | None) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for item in given or ():
        name, separator, value = item.partition("=")
        if not separator or not name:
            raise InvalidInputError(f"expected NAME=VALUE, found {item!r:.80}")
        try:
            found[name] = cast("JsonValue", json.loads(value))
        except ValueError:
            found[name] = value
    return found


def _object(source: str | None) -> JsonObject:
    if source is None:
        return {}
    try:
        written = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        value = json.loads(written)
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"expected a JSON object in {source}: {error}") from error
    if not isinstance(value, dict):
        raise InvalidInputError(f"expected a JSON object in {source}")
    return value

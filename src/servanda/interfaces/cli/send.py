"""`servanda send`: say something to a counterpart."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated, cast

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.attaching import attached, read_handlings
from servanda.interfaces.cli.checklists import refuse_incomplete
from servanda.interfaces.cli.filled_files import read_form, read_object
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.casework.incomplete_request import IncompleteRequestError
from servanda.usecases.exchange.queue_statement import Attachment, queue_statement
from servanda.usecases.handling.require_passage import HandlingWords
from servanda.usecases.reading.show_statement import leaf_named
from servanda.wiring import Node

Fact = Annotated[
    list[str] | None, typer.Option(help=text("A coded field, NAME=VALUE; repeatable."))
]
Facts = Annotated[
    str | None, typer.Option(help=text("File with the coded fields as a JSON object, or -."))
]
Member = Annotated[
    list[str] | None,
    typer.Option("--text", help=text("A member of the body, NAME=VALUE; repeatable.")),
]
BodyFile = Annotated[
    str | None, typer.Option(help=text("File with the body as a JSON object, or -."))
]
Form = Annotated[str | None, typer.Option(help=text("File with a filled request form, or -."))]
Attach = Annotated[list[Path] | None, typer.Option(help=text("A file to attach; repeatable."))]

Mark = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE=WORD",
        help=text("Marking, use limit, handling code or PAP of one attached file; repeatable."),
    ),
]
Looser = Annotated[
    bool, typer.Option("--looser", help=text("A file may be marked looser than the statement."))
]
Permission = Annotated[
    str | None, typer.Option(help=text("The author's word that a file of its own may go along."))
]


OneConsent = Annotated[
    str | None,
    typer.Option(
        "--consent", metavar="LEAF", help=text("The statement by which the author consents to it.")
    ),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_send)


def _send(  # noqa: PLR0913, PLR0917 - one parameter for each option
    type_: Annotated[str, typer.Argument(metavar="TYPE", help=text("Type of the statement."))],
    to: To = None,
    accord_name: AccordName = None,
    ref: Annotated[str | None, typer.Option(help=text("The statement it answers."))] = None,
    fact: Fact = None,
    facts: Facts = None,
    member: Member = None,
    body: BodyFile = None,
    form: Form = None,
    attach: Attach = None,
    mark: Mark = None,
    looser: Looser = False,
    permission: Permission = None,
    consent: OneConsent = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    given_facts, given_body = _content(form, facts=facts, fact=fact, body=body, member=member)
    encrypting = _encrypting(node, attach, mark=mark, ticket=ticket)
    with _incomplete_refused(as_json=as_json), encrypting as attachments:
        queued = queue_statement(
            type=type_,
            facts=given_facts,
            body=given_body,
            ref=None if ref is None else leaf_named(ref, services=node.services),
            counterpart=None if to is None else parse_party(to),
            accord_name=accord_name,
            attachments=attachments,
            ticket=ticket,
            words=_words(node, permission, consent, looser=looser),
            services=node.services,
        )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


@contextmanager
def _incomplete_refused(*, as_json: bool) -> Iterator[None]:
    try:
        yield
    except IncompleteRequestError as error:
        refuse_incomplete(error, as_json=as_json)


def _content(
    form: str | None,
    *,
    facts: str | None,
    fact: Iterable[str] | None,
    body: str | None,
    member: Iterable[str] | None,
) -> tuple[JsonObject, JsonObject | None]:
    """Return facts and body of what is said; what is given singly goes before what a file has."""
    form_facts, form_body = ({}, {}) if form is None else read_form(form)
    members = {**form_body, **read_object(body), **_pairs(member)}
    has_body = bool(members) or body is not None
    said = {**form_facts, **read_object(facts), **_pairs(fact)}
    return said, members if has_body else None


def _encrypting(
    node: Node, attach: Sequence[Path] | None, *, mark: Iterable[str] | None, ticket: str | None
) -> AbstractContextManager[list[Attachment]]:
    handlings = read_handlings(attach or (), mark or ())
    files = _new_files(node, attach, ticket)
    return attached(files, handlings=handlings, services=node.services)


def _words(
    node: Node, permission: str | None, consent: str | None, *, looser: bool
) -> HandlingWords:
    leaf = None if consent is None else leaf_named(consent, services=node.services)
    return HandlingWords(permission=permission, consent=leaf, looser=looser)


def _new_files(node: Node, attach: Sequence[Path] | None, ticket: str | None) -> Sequence[Path]:
    """Return the files to encrypt: none for what is queued under this ticket with its own."""
    known = None if ticket is None else node.services.store.ticket(ticket)
    return [] if known is not None and not known.trouble else attach or []


def _pairs(given: Iterable[str] | None) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for item in given or ():
        name, separator, value = item.partition("=")
        if not separator or not name:
            raise InvalidInputError(Fault("", expect(Expected.ASSIGNMENT), item))
        try:
            found[name] = cast("JsonValue", json.loads(value))
        except ValueError:
            found[name] = value
    return found

"""`servanda concern`: issue a concern, reply to one, and say what is left of it."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.concerns.concern import Concern
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.filled_files import read_object
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.press import register_press
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.concern_words import concern_rows
from servanda.interfaces.language import text
from servanda.usecases.conduct.show_concerns import PairConcerns, show_concerns
from servanda.usecases.exchange.queue_statement import queue_statement

Issued = Annotated[str, typer.Argument(metavar="LEAF", help=text("The concern."))]
Words = Annotated[str, typer.Option("--text", help=text("What is said to it."))]
SomeWords = Annotated[str | None, typer.Option("--text", help=text("What is said to it."))]
Evidence = Annotated[
    str | None,
    typer.Option(metavar="sha256:…", help=text("Hash of the evidence set.")),
]
Claims = Annotated[
    str | None, typer.Option(metavar="FILE", help=text("Graded claims in a JSON file."))
]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
_TLP = "amber_strict"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("issue", help=text("Issue a concern."))(_issue)
    group.command("reply", help=text("Reply to a concern."))(_reply)
    group.command("assent", help=text("Assent to what was replied."))(_assent)
    group.command("maintain", help=text("Maintain a concern after the reply."))(_maintain)
    group.command("refer", help=text("Refer a concern to the dialogue."))(_refer)
    group.command("close", help=text("Close a concern of ours."))(_close)
    register_press(group)
    group.command("list", help=text("Show the concerns, open ones first."))(_list)
    application.add_typer(group, name=name)


def _issue(  # noqa: PLR0913, PLR0917 - one parameter for each option
    words: Annotated[str, typer.Option("--text", help=text("What seems broken."))],
    commitment: Annotated[
        str | None, typer.Option(help=text("The commitment that seems broken."))
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help=text("A subject, where no commitment is meant."))
    ] = None,
    element: Annotated[
        list[str] | None,
        typer.Option(help=text("An element of the commitment that it touches; repeatable.")),
    ] = None,
    asks: Annotated[str | None, typer.Option(help=text("What is asked."))] = None,
    evidence: Evidence = None,
    claims: Claims = None,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    elements: JsonValue = sorted(set(element)) if element else None
    about = _given(commitment=commitment, subject=subject, elements=elements, evidence=evidence)
    body = _given(text=words, asks=asks, claims=_claims(claims))
    node = opened()
    queued = queue_statement(
        type="concern",
        facts={"step": "issued", "tlp": tlp, **about},
        body=body,
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _reply(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Issued,
    position: Annotated[str, typer.Option(help=text("explained, remedied or disputed."))],
    words: Annotated[str, typer.Option("--text", help=text("The answer."))],
    evidence: Evidence = None,
    claims: Claims = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = _given(position=position, evidence=evidence, tlp=tlp)
    body = _given(text=words, claims=_claims(claims))
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    say_about(
        leaf, type_name="reply", facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip


def _assent(
    leaf: Issued,
    words: SomeWords = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _step("assented", leaf, words, tlp=tlp, ticket=ticket, waiting=waiting, as_json=as_json)


def _maintain(
    leaf: Issued,
    words: Words,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _step("maintained", leaf, words, tlp=tlp, ticket=ticket, waiting=waiting, as_json=as_json)


def _refer(
    leaf: Issued,
    words: SomeWords = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _step("referred", leaf, words, tlp=tlp, ticket=ticket, waiting=waiting, as_json=as_json)


def _close(
    leaf: Issued,
    words: SomeWords = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _step("closed", leaf, words, tlp=tlp, ticket=ticket, waiting=waiting, as_json=as_json)


def _step(
    step: str,
    leaf: str,
    words: str | None,
    *,
    tlp: str,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    body: JsonObject | None = None if words is None else {"text": words}
    say_about(
        leaf, type_name="concern", facts={"step": step, "tlp": tlp}, body=body, ticket=ticket,
        waiting=waiting, as_json=as_json,
    )  # fmt: skip


def _list(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    found = show_concerns(
        counterpart=None if party is None else parse_party(party),
        accord_name=accord_name,
        services=services(),
    )
    result = {
        "pairs": [
            {
                "origin": str(pair.own),
                "now": pair.now,
                "concerns": [_members(one, pair) for one in pair.concerns.by_leaf.values()],
                "out_of_state": pair.concerns.out_of_state,
            }
            for pair in found
        ]
    }
    show(result, as_json=as_json, lines=(line for one in found for line in _lines(one)))


def _members(one: Concern, pair: PairConcerns) -> Mapping[str, object]:
    verdict = pair.clock(one).verdict
    return {
        "leaf": one.leaf,
        "issuer": one.issuer,
        "commitment": one.commitment or None,
        "subject": one.subject or None,
        "elements": one.elements,
        "evidence": one.evidence,
        "received_at": one.received_at,
        "state": one.state,
        "position": one.position or None,
        "reply": one.reply,
        "replied_at": one.replied_at,
        "outcome": one.outcome,
        "due_at": None if verdict is None else verdict.due.at,
        "in_time": None if verdict is None else verdict.is_in_time,
        "bears_on_findings": one.bears_on_findings,
    }


def _lines(found: PairConcerns) -> Iterator[str]:
    yield str(found.own)
    heading = (
        text("Statement"),
        text("Issued by"),
        text("Commitment or subject"),
        text("Elements"),
        text("Received"),
        text("State"),
        text("Position"),
        text("Clock"),
    )
    rows = (
        (
            row.leaf[:23],
            row.issuer,
            row.about,
            row.elements,
            row.received_at,
            row.state,
            row.position,
            row.clock,
        )
        for row in concern_rows(found)
    )
    yield from table(heading, rows, nothing=text("No concern was issued."))


def _claims(file: str | None) -> JsonValue:
    """Return the member `claims` of a JSON file, or - for standard input; None for no file."""
    return None if file is None else read_object(file).get("claims", [])


def _given(**members: JsonValue) -> JsonObject:
    """Return the members that were given."""
    return {name: value for name, value in members.items() if value is not None}

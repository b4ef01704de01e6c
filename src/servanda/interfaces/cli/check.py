"""`servanda check`: ask a counterpart's desk for a sign of life, or answer."""

from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, UntilReceipted
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import leaf_named

Asked = Annotated[
    str | None, typer.Option(metavar="LEAF", help=text("Ask this contact, not the desk."))
]
Answering = Annotated[str | None, typer.Option(help=text("With --answer: the role that answers."))]
Substituting = Annotated[
    bool, typer.Option("--substitute", help=text("With --answer: a substitute answers."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_check)


def _check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    party: Annotated[str, typer.Argument(help=text("The counterpart."))],
    answer: Annotated[
        str | None, typer.Option(help=text("Answer this check instead of asking."))
    ] = None,
    contact: Asked = None,
    role: Answering = None,
    substitute: Substituting = False,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    facts: JsonObject = {
        "step": "ask" if answer is None else "answer",
        **({} if contact is None else {"contact": leaf_named(contact, services=node.services)}),
        **({} if role is None else {"role": role}),
        **({"substitute": True} if substitute else {}),
    }
    queued = queue_statement(
        type="check",
        facts=facts,
        ref=None if answer is None else leaf_named(answer, services=node.services),
        counterpart=parse_party(party),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )
    show_queued(
        node,
        queued,
        as_json=as_json,
        waiting=Waiting(no_wait=no_wait, until_receipted=until_receipted),
    )

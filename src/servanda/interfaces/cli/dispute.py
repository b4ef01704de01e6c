"""`servanda dispute`: say what is contested, narrow it, and leave the rest side by side."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.disputes.fold import Dispute
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.concern_words import dispute_rows
from servanda.interfaces.language import text
from servanda.usecases.conduct.show_concerns import PairConcerns, show_concerns
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import leaf_named

Stated = Annotated[str, typer.Argument(metavar="LEAF", help=text("The dispute."))]
About = Annotated[
    str, typer.Option(metavar="statement|receipt|figure", help=text("What is contested."))
]
Leaves = Annotated[
    list[str] | None,
    typer.Option(
        "--leaf",
        metavar="LEAF",
        help=text("A statement or receipt that is contested; repeatable."),
    ),
]
Figures = Annotated[
    list[str] | None,
    typer.Option("--figure", help=text("A figure that is contested, such as T4; repeatable.")),
]
Words = Annotated[str, typer.Option("--text", help=text("Our version."))]
SomeWords = Annotated[str | None, typer.Option("--text", help=text("Our version."))]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
_TLP = "amber"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("state", help=text("State a dispute."))(_state)
    group.command("answer", help=text("State the other version."))(_answer)
    group.command("narrow", help=text("Narrow our version."))(_narrow)
    group.command("withdraw", help=text("Withdraw a dispute of ours."))(_withdraw)
    group.command("list", help=text("Show the disputes, standing ones first."))(_list)
    application.add_typer(group, name=name)


def _state(  # noqa: PLR0913, PLR0917 - one parameter for each option
    about: About,
    words: Words,
    leaf: Leaves = None,
    figure: Figures = None,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    queued = queue_statement(
        type="dispute",
        facts=_facts("stated", about, leaf, figure, tlp=tlp),
        body={"text": words},
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _answer(  # noqa: PLR0913, PLR0917 - one parameter for each option
    dispute: Stated,
    words: Words,
    leaf: Leaves = None,
    figure: Figures = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = _facts("answered", _about(dispute), leaf, figure, tlp=tlp)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(dispute, facts, words, ticket=ticket, waiting=waiting, as_json=as_json)


def _narrow(  # noqa: PLR0913, PLR0917 - one parameter for each option
    dispute: Stated,
    leaf: Leaves = None,
    figure: Figures = None,
    words: SomeWords = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = _facts("narrowed", _about(dispute), leaf, figure, tlp=tlp)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(dispute, facts, words, ticket=ticket, waiting=waiting, as_json=as_json)


def _withdraw(
    dispute: Stated,
    words: SomeWords = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = _facts("withdrawn", _about(dispute), None, None, tlp=tlp)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(dispute, facts, words, ticket=ticket, waiting=waiting, as_json=as_json)


def _say(
    dispute: str,
    facts: JsonObject,
    words: str | None,
    *,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    body: JsonObject | None = None if words is None else {"text": words}
    say_about(
        dispute, type_name="dispute", facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip


def _about(dispute: str) -> str:
    """Return what kind of thing a dispute is about; the code itself where it is not known."""
    named = leaf_named(dispute, services=services())
    for pair in show_concerns(services=services()):
        if named in pair.disputes.by_leaf:
            return pair.disputes.by_leaf[named].about
    return "statement"  # sent on, it is refused with what may be said instead


def _facts(
    step: str, about: str, leaves: list[str] | None, figures: list[str] | None, *, tlp: str
) -> JsonObject:
    contested: list[JsonValue] = [leaf_named(one, services=services()) for one in leaves or ()]
    named: JsonObject = {"figures": sorted(set(figures))} if figures else {}
    return {"step": step, "about": about, "leaves": contested, "tlp": tlp, **named}


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
                "disputes": [dispute_members(one) for one in pair.disputes.by_leaf.values()],
                "out_of_state": pair.disputes.out_of_state,
            }
            for pair in found
        ]
    }
    show(result, as_json=as_json, lines=(line for one in found for line in _lines(one)))


def dispute_members(one: Dispute) -> Mapping[str, object]:
    """Return a dispute as programs get it."""
    return {
        "leaf": one.leaf,
        "by": one.by,
        "about": one.about,
        "received_at": one.received_at,
        "state": one.state,
        "ended_at": one.ended_at,
        "versions": {
            party: {
                "leaf": version.leaf,
                "leaves": sorted(version.leaves),
                "figures": sorted(version.figures),
                "narrowed": version.narrowed,
            }
            for party, version in one.versions.items()
        },
    }


def _lines(found: PairConcerns) -> Iterator[str]:
    yield str(found.own)
    heading = (
        text("Statement"),
        text("Stated by"),
        text("About"),
        text("What is contested"),
        text("Answered"),
        text("Narrowed"),
        text("Received"),
        text("State"),
    )
    rows = (
        (
            row.leaf[:23],
            row.by,
            row.about,
            ", ".join(one[:19] for one in row.contested),
            text("yes") if row.is_answered else text("no"),
            row.narrowed,
            row.received_at,
            row.state,
        )
        for row in dispute_rows(found)
    )
    yield from table(heading, rows, nothing=text("No dispute was stated."))

"""`servanda escalate`: raise an issue to a level, answer one, and show the ladders."""

from collections.abc import Iterator
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.escalation.ladder import FIRST, level_above
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.hotline_members import ladder_members
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting
from servanda.interfaces.hotline_words import ladder_rows
from servanda.interfaces.language import text
from servanda.usecases.conduct.show_hotline import Hotline, show_hotline
from servanda.usecases.reading.show_statement import find_statement, leaf_named
from servanda.wiring import Node

Raised = Annotated[
    str, typer.Argument(metavar="LEAF", help=text("The escalation that raised the level."))
]
Words = Annotated[str | None, typer.Option("--text", help=text("What is said to it."))]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("raise", help=text("Raise an issue, or a level to the next."))(_raise)
    group.command("acknowledge", help=text("Acknowledge a level."))(_acknowledge)
    group.command("decide", help=text("Decide on a level."))(_decide)
    group.command("close", help=text("Close a ladder of ours."))(_close)
    group.command("list", help=text("Show the ladders, open ones first."))(_list)
    application.add_typer(group, name=name)


def _raise(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Annotated[
        str,
        typer.Argument(
            metavar="LEAF", help=text("What it is about, or the escalation of the level below.")
        ),
    ],
    trigger: Annotated[str, typer.Option(help=text("Why, such as overdue or emergency."))],
    words: Annotated[str, typer.Option("--text", help=text("What the issue is."))],
    level: Annotated[
        str | None, typer.Option(help=text("L1 to L4; default L1, or the level above."))
    ] = None,
    asks: Annotated[str | None, typer.Option(help=text("What the level is asked to do."))] = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    facts: JsonObject = {
        "step": "raised",
        "level": level or _next_level(leaf, node=node),
        "trigger": trigger,
        "tlp": tlp,
    }
    body: JsonObject = {"text": words, **({} if asks is None else {"asks": asks})}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, facts, body, ticket=ticket, waiting=waiting, as_json=as_json)


def _acknowledge(
    leaf: Raised,
    words: Words = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts: JsonObject = {"step": "acknowledged", "tlp": tlp}
    _say(leaf, facts, _body(words), ticket=ticket, waiting=waiting, as_json=as_json)


def _decide(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Raised,
    decision: Annotated[
        str, typer.Option(help=text("instructed, settled, referred_up or declined."))
    ],
    follow_up: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=text("By when more is to follow."))
    ] = None,
    words: Words = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts: dict[str, JsonValue] = {"step": "decided", "decision": decision, "tlp": tlp}
    if follow_up is not None:
        facts["follow_up"] = follow_up
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, facts, _body(words), ticket=ticket, waiting=waiting, as_json=as_json)


def _close(
    leaf: Raised,
    words: Words = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts: JsonObject = {"step": "closed", "tlp": tlp}
    _say(leaf, facts, _body(words), ticket=ticket, waiting=waiting, as_json=as_json)


def _list(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    hotlines = show_hotline(
        counterpart=None if party is None else parse_party(party),
        accord_name=accord_name,
        services=services(),
    )
    result = {
        "pairs": [
            {
                "origin": str(one.own),
                "now": one.now,
                "ladders": [ladder_members(ladder, one) for ladder in one.found.ladders],
                "out_of_state": one.found.out_of_state,
            }
            for one in hotlines
        ]
    }
    show(result, as_json=as_json, lines=(line for one in hotlines for line in _lines(one)))


def _say(
    leaf: str,
    facts: JsonObject,
    body: JsonObject | None,
    *,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    """Queue an escalation about `leaf`."""
    say_about(
        leaf, type_name="escalation", facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip


def _next_level(leaf: str, *, node: Node) -> str:
    """Return the level above that of the escalation `leaf`; the first for anything else."""
    pair, _ = find_statement(leaf, services=node.services)
    hotlines = show_hotline(
        counterpart=pair.counterpart, accord_name=pair.own.accord_name, services=node.services
    )
    named = leaf_named(leaf, services=node.services)
    rungs = [rung for one in hotlines if (rung := one.found.rung(named)) is not None]
    return FIRST if not rungs else level_above(rungs[0].level) or rungs[0].level


def _body(words: str | None) -> JsonObject | None:
    return None if words is None else {"text": words}


def _lines(hotline: Hotline) -> Iterator[str]:
    yield str(hotline.own)
    heading = (
        text("About"),
        text("Raised by"),
        text("Escalation"),
        text("Level"),
        text("Trigger"),
        text("Received"),
        text("State"),
        text("Clock"),
        text("Follow-up"),
    )
    yield from table(
        heading,
        (
            (
                f"{ladder.about_type} {ladder.about[:23]}",
                ladder.raiser,
                rung.leaf[:23],
                rung.level,
                rung.trigger,
                rung.received_at,
                rung.state,
                rung.clock,
                rung.follow_up,
            )
            for ladder in ladder_rows(hotline)
            for rung in ladder.rungs
        ),
        nothing=text("Nothing is escalated."),
    )

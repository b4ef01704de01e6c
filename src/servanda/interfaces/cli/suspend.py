"""`servanda suspend`: suspend an accord, a series or a channel, resume it, or leave it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import parse_party
from servanda.core.suspension.fold import Suspensions
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.interfaces.suspension_words import suspension_members
from servanda.interfaces.words import word
from servanda.usecases.conduct.read_suspensions import (
    OpenedMeanwhile,
    opened_meanwhile,
    read_suspensions,
)
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.services import require_pair

SeriesName = Annotated[
    str | None, typer.Option("--series", help=text("A series of the dialogue, not the accord."))
]
Channel = Annotated[
    str | None,
    typer.Option("--channel", metavar="LEAF", help=text("A channel, not the accord.")),
]
Ground = Annotated[str, typer.Option(help=text("Why, a code such as review or breach."))]
Words = Annotated[str | None, typer.Option("--text", help=text("Why, in words; sealed."))]
_TLP = "amber"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("start", help=text("Suspend it; clocks run on."))(_start)
    group.command("resume", help=text("Resume what we suspended."))(_resume)
    group.command("leave", help=text("Leave it, for good."))(_leave)
    group.command("show", help=text("Show what is suspended, since when and by whom."))(_show)
    application.add_typer(group, name=name)


def _start(  # noqa: PLR0913, PLR0917 - one parameter for each option
    ground: Ground,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help=text("The end that is announced."))
    ] = None,
    words: Words = None,
    series: SeriesName = None,
    channel: Channel = None,
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = {**_thing("suspended", series, channel), "ground": ground}
    if until is not None:
        facts["until"] = until
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(facts, words, to=to, accord_name=accord_name, ticket=ticket, waiting=waiting,
         as_json=as_json)  # fmt: skip


def _leave(  # noqa: PLR0913, PLR0917 - one parameter for each option
    ground: Ground,
    words: Words = None,
    series: SeriesName = None,
    channel: Channel = None,
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = {**_thing("left", series, channel), "ground": ground}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(facts, words, to=to, accord_name=accord_name, ticket=ticket, waiting=waiting,
         as_json=as_json)  # fmt: skip


def _resume(  # noqa: PLR0913, PLR0917 - one parameter for each option
    words: Words = None,
    series: SeriesName = None,
    channel: Channel = None,
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = _thing("resumed", series, channel)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(facts, words, to=to, accord_name=accord_name, ticket=ticket, waiting=waiting,
         as_json=as_json)  # fmt: skip


def _thing(step: str, series: str | None, channel: str | None) -> dict[str, JsonValue]:
    facts: dict[str, JsonValue] = {"step": step, "scope": "accord"}
    if series is not None:
        facts |= {"scope": "series", "series": series}
    if channel is not None:
        facts |= {"scope": "channel", "channel": leaf_named(channel, services=services())}
    return facts


def _say(
    facts: dict[str, JsonValue],
    words: str | None,
    *,
    to: str | None,
    accord_name: str | None,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(node.services, counterpart=counterpart, accord_name=accord_name)
    ref = None
    if facts["step"] == "resumed":
        found = read_suspensions(pair, services=node.services) or Suspensions()
        name = str(facts.get("series", facts.get("channel", "")))
        own = [one for one in found.of(str(facts["scope"]), name) if one.by == pair.own.from_party]
        # With nothing to resume the statement would be no valid one; so it is named before.
        ref = own[-1].leaf if own else None
    body = None if words is None else {"text": words}
    queued = queue_statement(
        type="suspension",
        facts={**facts, **({} if body is None else {"tlp": _TLP})},
        body=body,
        ref=ref,
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=ticket,
        services=node.services,
    )
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _show(to: To = None, accord_name: AccordName = None, as_json: AsJson = False) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(node.services, counterpart=counterpart, accord_name=accord_name)
    found = read_suspensions(pair, services=node.services) or Suspensions()
    meanwhile = opened_meanwhile(pair, found, services=node.services)
    result = {
        "origin": str(pair.own),
        "is_suspended": bool(found.of_accord),
        "suspensions": [suspension_members(one) for one in found.found],
        "opened_meanwhile": [_opened_members(one) for one in meanwhile],
        "out_of_state": found.out_of_state,
    }
    show(result, as_json=as_json, lines=(*_lines(found), *_opened_lines(meanwhile)))


def _opened_members(one: OpenedMeanwhile) -> Mapping[str, object]:
    return {
        "leaf": one.leaf,
        "type": one.type,
        "by": one.by,
        "received_at": one.received_at,
        "suspension": one.suspension.leaf,
    }


def _opened_lines(opened: Sequence[OpenedMeanwhile]) -> Iterator[str]:
    if not opened:
        return
    yield text("Opened all the same, and counted as always:")
    heading = (text("Statement"), text("By"), text("What"), text("Received"), text("Suspension"))
    rows = (
        (one.leaf[:23], one.by, word(one.type), one.received_at, one.suspension.leaf[:23])
        for one in opened
    )
    yield from table(heading, rows)


def _lines(found: Suspensions) -> Iterator[str]:
    heading = (
        text("Statement"),
        text("By"),
        text("What"),
        text("Ground"),
        text("Since"),
        text("Announced end"),
        text("State"),
        text("Ended"),
    )
    rows = (
        (
            one.leaf[:23],
            one.by,
            f"{word(one.scope)} {one.name[:23]}".strip(),
            word(one.ground),
            one.since,
            one.until,
            word(one.state),
            one.ended_at,
        )
        for one in found.found
    )
    yield from table(heading, rows, nothing=text("Nothing was ever suspended."))

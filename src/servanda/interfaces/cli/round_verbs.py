"""Verbs for a round: plan, confirm, agree on its agenda, name who sits, postpone, hold it.

Each is one `round` statement. What is missing is asked for at a terminal; what would have no
effect is not sent, and the steps that would are named.

Source: docs/spec/dialogue.md, "Between two nodes"; docs/spec/statements/round.md.
"""

from collections.abc import Mapping
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import Digest, parse_party
from servanda.interfaces.cli.asking import ask_for, parse_assignment, parse_zone
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.dialogue.other_days import other_day
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import find_statement, leaf_named

RoundLeaf = Annotated[
    str, typer.Argument(metavar="ROUND", help=text("The statement that proposed the round."))
]
SeriesNamed = Annotated[str, typer.Argument(metavar="SERIES", help=text("A series of the accord."))]
OnDay = Annotated[
    str | None, typer.Option("--day", metavar="YYYY-MM-DD", help=text("The day, in our zone."))
]
UntilDay = Annotated[
    str | None,
    typer.Option("--until", metavar="YYYY-MM-DD", help=text("The last day, if it took several.")),
]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="+08:00", help=text("In which our days are named.")),
]
Place = Annotated[str | None, typer.Option("--place", help=text("Where; sealed."))]
Title = Annotated[str | None, typer.Option("--title", help=text("What it is called; sealed."))]
Prepares = Annotated[
    str | None,
    typer.Option(
        "--prepares", metavar="ROUND", help=text("Of a preparatory meeting: the round it prepares.")
    ),
]
Ground = Annotated[
    str | None,
    typer.Option(
        "--ground",
        metavar="CODE",
        help=text("Why: scheduling, change_of_office, preparation, suspension, event or other."),
    ),
]
Reason = Annotated[str | None, typer.Option("--reason", help=text("Why, in words; sealed."))]
Seats = Annotated[
    list[str] | None,
    typer.Option(
        "--seat",
        metavar="office=…;capacity=…",
        help=text(
            "Somebody who sits there; besides: person, presence, substitute_for, since. Repeatable."
        ),
    ),
]
Points = Annotated[
    list[str] | None, typer.Option("--point", help=text("A point of the agenda; repeatable."))
]
Tlp = Annotated[str, typer.Option("--tlp", help=text("Who may see the body."))]


def register_round_verbs(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("plan", help=text("Propose a round of a series, or a meeting before it."))(_plan)
    group.command("confirm", help=text("Confirm a round by our own day."))(_confirm)
    group.command("propose-agenda", help=text("Propose the agenda of a round."))(_agenda)
    group.command("agree-agenda", help=text("Agree to the agenda that they proposed."))(_agree)
    group.command("attend", help=text("Name who sits at a round for us."))(_attend)
    group.command("postpone", help=text("Put a round off; both confirm anew."))(_postpone)
    group.command("cancel", help=text("Call a round off."))(_cancel)
    group.command("hold", help=text("Say that a round was held."))(_hold)
    group.command("follow-up", help=text("Say that a round was followed up."))(_follow_up)


def _plan(  # noqa: PLR0913, PLR0917 - one parameter for each option
    series: SeriesNamed,
    day: OnDay = None,
    zone: Zone = None,
    place: Place = None,
    title: Title = None,
    prepares: Prepares = None,
    tlp: Tlp = "amber",
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    facts: JsonObject = {
        "step": "proposed",
        "series": series,
        "kind": "round" if prepares is None else "preparatory",
        **_dated(day, zone, as_json=as_json),
        "tlp": tlp,
    }
    queued = queue_statement(
        type="round",
        facts=facts,
        body=_body({"title": title, "place": place}),
        ref=None if prepares is None else leaf_named(prepares, services=node.services),
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _confirm(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: RoundLeaf,
    day: OnDay = None,
    zone: Zone = None,
    place: Place = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = {"step": "confirmed", **_dated(day, zone, as_json=as_json), "tlp": tlp}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, facts, {"place": place}, ticket=ticket, waiting=waiting, as_json=as_json)


def _agenda(
    leaf: RoundLeaf,
    points: Points = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    first = ask_for(
        None if not points else points[0], "--point", text("First point"), as_json=as_json
    )
    body = {"agenda": [first, *(points or ())[1:]]}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts = {"step": "agenda", "tlp": tlp}
    _say(leaf, facts, body, ticket=ticket, waiting=waiting, as_json=as_json)


def _agree(
    leaf: Annotated[
        str, typer.Argument(metavar="AGENDA", help=text("The statement that proposed the agenda."))
    ],
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, {"step": "agenda_agreed"}, {}, ticket=ticket, waiting=waiting, as_json=as_json)


def _attend(
    leaf: RoundLeaf,
    seats: Seats = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    delegation = [_seat(one) for one in seats or ()] or [_asked_seat(as_json=as_json)]
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts = {"step": "delegation", "tlp": tlp}
    _say(leaf, facts, {"delegation": delegation}, ticket=ticket, waiting=waiting, as_json=as_json)


def _postpone(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: RoundLeaf,
    ground: Ground = None,
    day: OnDay = None,
    reason: Reason = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = {
        "step": "postponed",
        "ground": ask_for(ground, "--ground", text("Why (code)"), as_json=as_json),
        **({} if day is None else {"day": day}),
        "tlp": tlp,
    }
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, facts, {"reason": reason}, ticket=ticket, waiting=waiting, as_json=as_json)


def _cancel(
    leaf: RoundLeaf,
    ground: Ground = None,
    reason: Reason = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    code = ask_for(ground, "--ground", text("Why (code)"), as_json=as_json)
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts = {"step": "cancelled", "ground": code, "tlp": tlp}
    _say(leaf, facts, {"reason": reason}, ticket=ticket, waiting=waiting, as_json=as_json)


def _hold(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: RoundLeaf,
    day: OnDay = None,
    until: UntilDay = None,
    zone: Zone = None,
    place: Place = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts = {
        "step": "held",
        **_dated(day, zone, as_json=as_json),
        **({} if until is None else {"until": until}),
        "tlp": tlp,
    }
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, facts, {"place": place}, ticket=ticket, waiting=waiting, as_json=as_json)


def _follow_up(
    leaf: RoundLeaf,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    _say(leaf, {"step": "followed_up"}, {}, ticket=ticket, waiting=waiting, as_json=as_json)


def _say(
    leaf: str,
    facts: JsonObject,
    members: Mapping[str, JsonValue],
    *,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    """Queue a statement about a round; where the other side names another day, say that."""
    node = opened()
    pair, _ = find_statement(leaf, services=node.services)
    ref = leaf_named(leaf, services=node.services)
    queued = queue_statement(
        type="round",
        facts=facts,
        body=_body(members),
        ref=ref,
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=ticket,
        services=node.services,
    )
    theirs = other_day(Digest(ref), str(facts.get("day", "")), pair=pair, services=node.services)
    more = {} if theirs is None else {"other_day": theirs.isoformat()}
    show_queued(node, queued, as_json=as_json, waiting=waiting, more=more)
    if theirs is not None and not as_json:
        line = text("The other side names {day}. Both days stand until one side says otherwise.")
        typer.echo(line.format(day=theirs.isoformat()), err=True)


def _dated(day: str | None, zone: str | None, *, as_json: bool) -> dict[str, JsonValue]:
    """Return the day and its zone, both asked for where they are missing."""
    return {
        "day": ask_for(day, "--day", text("The day (YYYY-MM-DD), in our zone"), as_json=as_json),
        "utc_offset_minutes": parse_zone(
            ask_for(zone, "--zone", text("Our zone (such as +08:00)"), as_json=as_json)
        ),
    }


def _seat(written: str) -> JsonObject:
    return dict(parse_assignment("--seat", part) for part in written.split(";") if part.strip())


def _asked_seat(*, as_json: bool) -> JsonObject:
    office = ask_for(None, "--seat", text("Office"), as_json=as_json)
    capacity = ask_for(
        None,
        "--seat",
        text("Capacity (chair, co_chair, representative or member)"),
        as_json=as_json,
    )
    return {"office": office, "capacity": capacity}


def _body(members: Mapping[str, JsonValue]) -> JsonObject | None:
    said: dict[str, JsonValue] = {
        name: value for name, value in members.items() if value is not None
    }
    return said or None

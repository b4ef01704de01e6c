"""`servanda node`: what `./run node` runs; sets up a home if there is none, then serves."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.init import set_up
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.language import text
from servanda.node.own_calendar import ask_offset, ask_weekend, build_calendar
from servanda.node.practice import RATE, play_counterpart, practise
from servanda.node.serve import Parent, serve
from servanda.store.home.calendar_file import write_calendar_file
from servanda.store.home.layout import home_of_environment
from servanda.usecases.accords.offer_calendar import WeeklyCalendar
from servanda.usecases.services import require_node
from servanda.wiring import Node, open_node

Party = Annotated[str, typer.Option(help=text("Name of the party, as in a domain name."))]
Weekend = Annotated[str, typer.Option(help=text("Days closed each week, as sat,sun, or none."))]
UtcOffset = Annotated[str, typer.Option(help=text("Local time less UTC, as +08:00."))]
Address = Annotated[
    str, typer.Option(help=text("Address of the HTTPS carrier that the card names."))
]
Pages = Annotated[str, typer.Option(help=text("HOST:PORT of the pages."))]
NoHttps = Annotated[bool, typer.Option("--no-https", help=text("Name no HTTPS carrier."))]
Practice = Annotated[
    bool, typer.Option("--practice", help=text("Practise with a simulated counterpart."))
]
Rate = Annotated[
    int, typer.Option(help=text("How many times faster a practice runs than the clock."))
]
Seconds = Annotated[float | None, typer.Option(help=text("End by itself after so many seconds."))]
PlaysCounterpart = Annotated[bool, typer.Option("--plays-counterpart", hidden=True)]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_node)


def _node(  # noqa: PLR0913 - one parameter for each option
    *,
    party: Party = "",
    weekend: Weekend = "",
    utc_offset: UtcOffset = "",
    address: Address = "",
    pages: Pages = "",
    no_https: NoHttps = False,
    practice: Practice = False,
    rate: Rate = RATE,
    seconds: Seconds = None,
    plays_counterpart: PlaysCounterpart = False,
    parent: Parent = None,
    as_json: AsJson = False,
) -> None:
    if plays_counterpart:
        play_counterpart(parent=parent)
        return
    if practice:
        practise(rate=rate, seconds=seconds, as_json=as_json)
        return
    node = open_node()
    calendar = _given_calendar(weekend=weekend, utc_offset=utc_offset)
    if node.services.store.node() is None:
        name = parse_party(party or _asked_party())
        if calendar is None and sys.stdin.isatty():
            calendar = _asked_calendar()
        node = _set_up(name, address=address, pages=pages, no_https=no_https, as_json=as_json)
    elif party or address or pages or no_https:
        _set_up_again(node, party=party, address=address, pages=pages, no_https=no_https)
    if calendar is not None:
        write_calendar_file(node.home.calendar, calendar)
    serve(node, as_json=as_json, seconds=seconds, parent=parent)


def _set_up(party: str, *, address: str, pages: str, no_https: bool, as_json: bool) -> Node:
    result, _ = set_up(party, mode="real", address=address, pages=pages, no_https=no_https)
    if not as_json:
        words = " ".join(result.words)
        home = str(home_of_environment().folder)
        line = text("Home of {party} ({mode}): {home}")
        typer.echo(line.format(party=result.party, mode=result.mode, home=home))
        typer.echo(text("Twelve words of the card: {words}").format(words=words))
    return open_node()


def _set_up_again(node: Node, *, party: str, address: str, pages: str, no_https: bool) -> None:
    """Take what may change in a home that is there; the rest is refused with the reason."""
    known = require_node(node.services)
    before = node.settings.pages
    _, settings = set_up(
        party or known.party, mode=known.mode, address=address, pages=pages, no_https=no_https
    )
    if settings.pages != before:
        line = text("The pages move from {before} to {pages}, from now on.")
        typer.echo(line.format(before=before, pages=settings.pages), err=True)


def _given_calendar(*, weekend: str, utc_offset: str) -> WeeklyCalendar | None:
    if not weekend and not utc_offset:
        return None
    if not weekend or not utc_offset:
        raise InvalidInputError("expected --weekend and --utc-offset together, found one")
    return build_calendar(weekend=weekend, utc_offset=utc_offset, now=datetime.now(UTC))


def _asked_calendar() -> WeeklyCalendar:
    now = datetime.now(UTC)
    return build_calendar(weekend=ask_weekend(), utc_offset=ask_offset(now), now=now)


def _asked_party() -> str:
    if not sys.stdin.isatty():
        raise InvalidInputError("expected --party, for nobody can be asked")
    return str(typer.prompt(text("Name of the party, as in a domain name.")))

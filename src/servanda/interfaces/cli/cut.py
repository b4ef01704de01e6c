"""`servanda cut`: fix what a review looks at."""

from datetime import datetime
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, format_instant, parse_instant, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, To, UntilReceipted
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.accords.show_accord import show_accord
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.services import Services


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_cut)


def _cut(
    until: Annotated[
        str | None,
        typer.Option(help=text("End of what is reviewed; else of the last period that passed.")),
    ] = None,
    to: To = None,
    accord_name: AccordName = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    if until is None:
        end = _last_period(node.services, counterpart=counterpart, accord_name=accord_name)
    else:
        end = parse_instant(until)
    queued = make_cut(
        until=end, counterpart=counterpart, accord_name=accord_name, services=node.services
    )
    more = {"until": format_instant(end)}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(
        node,
        queued,
        as_json=as_json,
        waiting=waiting,
        more=more,
    )


def _last_period(
    services: Services, *, counterpart: PartyId | None, accord_name: str | None
) -> datetime:
    accord = show_accord(counterpart=counterpart, accord_name=accord_name, services=services).accord
    now = services.clock.now()
    passed = [] if accord is None else [end for end in accord.periods[1:] if end <= now]
    if not passed:
        raise InvalidInputError(Fault("", expect(Expected.PASSED_PERIOD), Found.NOTHING))
    return passed[-1]

"""`servanda inbox`: what counterparts said."""

from typing import Annotated

import typer

from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.options import AccordName, AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.views import statement_members, statement_table
from servanda.interfaces.language import text
from servanda.usecases.reading.list_inbox import list_inbox
from servanda.usecases.reading.list_waiting import list_waiting


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_inbox)


def _inbox(
    from_: Annotated[
        str | None, typer.Option("--from", help=text("Only what this counterpart said."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=text("Also what waits for nobody any more."))
    ] = False,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    listing = list_inbox if everything else list_waiting
    shown = listing(
        counterpart=None if from_ is None else parse_party(from_),
        accord_name=accord_name,
        services=opened().services,
    )
    result = {"statements": [statement_members(view) for view in shown]}
    show(result, as_json=as_json, lines=statement_table(shown, nothing=_nothing(everything)))


def _nothing(everything: bool) -> str:
    if everything:
        return text("The counterparts have said nothing yet.")
    return text("Nothing waits for us; --all shows everything that was said.")

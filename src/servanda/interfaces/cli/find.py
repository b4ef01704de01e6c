"""`servanda find`: requests and information by a file number or title of either side."""

from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.views import statement_members, statement_table
from servanda.interfaces.language import text
from servanda.usecases.find_statements import find_statements


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_find)


def _find(
    wanted: Annotated[
        str, typer.Argument(metavar="TEXT", help=text("Part of a file number or title."))
    ],
    as_json: AsJson = False,
) -> None:
    found = find_statements(wanted, services=opened().services)
    result = {"statements": [statement_members(view) for view in found]}
    show(result, as_json=as_json, lines=statement_table(found, nothing=_nothing(wanted)))


def _nothing(wanted: str) -> str:
    told = text("No request or information has {text} in a file number or title.")
    return printable(told.format(text=repr(wanted)))

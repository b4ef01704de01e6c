"""`servanda find`: requests, information and imported cases by a file number or title."""

from typing import Annotated

import typer

from servanda.interfaces.cli.imported import imported_lines, imported_members
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.views import statement_members, statement_table
from servanda.interfaces.language import text
from servanda.usecases.reading.find_statements import find_imported, find_statements


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_find)


def _find(
    wanted: Annotated[
        str, typer.Argument(metavar="TEXT", help=text("Part of a file number or title."))
    ],
    as_json: AsJson = False,
) -> None:
    services = opened().services
    found = find_statements(wanted, services=services)
    imported = find_imported(wanted, services=services)
    result = {
        "statements": [statement_members(view) for view in found],
        "imported": [imported_members(case) for case in imported],
    }
    table = statement_table(found, nothing=_nothing(wanted))
    show(result, as_json=as_json, lines=(*table, *imported_lines(imported)))


def _nothing(wanted: str) -> str:
    told = text("No request or information has {text} in a file number or title.")
    return printable(told.format(text=repr(wanted)))

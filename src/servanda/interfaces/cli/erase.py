"""`servanda erase`: forget what a statement said."""

from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import hash_from_digest
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.erase_body import erase_body
from servanda.usecases.show_statement import leaf_named


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_erase)


def _erase(
    name: Annotated[str, typer.Argument(help=text("A leaf hash, its first digits, or a ticket."))],
    yes: Annotated[
        bool, typer.Option("--yes", help=text("Erase; it cannot be taken back."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    leaf = leaf_named(name, services=services)
    if not yes:
        raise InvalidInputError(f"erasing {leaf} cannot be taken back; say --yes")
    erased = erase_body(hash_from_digest(leaf), services=services)
    show(
        {"leaf": leaf, "attachments": erased.attachments},
        as_json=as_json,
        lines=[text("Erased: body and attachments of {leaf}").format(leaf=leaf)],
    )

"""`servanda node`: what `./run node` runs; sets up a home if there is none, then serves."""

import sys
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.init import set_up
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.language import text
from servanda.node.serve import serve
from servanda.wiring import open_node


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_node)


def _node(
    party: Annotated[str, typer.Option(help=text("Name of the party, as in a domain name."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    node = open_node()
    if node.services.store.node() is None:
        set_up(party or _asked_party(), mode="real")
        node = open_node()
    serve(node, as_json=as_json)


def _asked_party() -> str:
    if not sys.stdin.isatty():
        raise InvalidInputError("expected --party, for nobody can be asked")
    return str(typer.prompt(text("Name of the party, as in a domain name.")))

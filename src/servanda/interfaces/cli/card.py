"""`servanda card`: our card, for a counterpart."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.identifiers import digest_of
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import services
from servanda.interfaces.language import text
from servanda.usecases.keys.show_card import show_card


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_card)


def _card(
    out: Annotated[Path | None, typer.Option(help=text("Write to this file."))] = None,
    as_json: AsJson = False,
) -> None:
    shown = show_card(services=services())
    if out is not None:
        out.write_bytes(shown.card)
    result = {
        "party": shown.party,
        "serial": shown.newest.newest.serial,
        "words": " ".join(shown.words),
        "sha256": digest_of(shown.card),
    }
    if as_json:
        show(result, as_json=True, lines=())
        return
    if out is None:
        # The exact bytes and nothing else: `servanda card > ours.card`.
        sys.stdout.buffer.write(shown.card)
        sys.stdout.buffer.flush()
    print(  # noqa: T201 - to standard error, beside the file
        text("Twelve words of the card: {words}").format(**result), file=sys.stderr
    )

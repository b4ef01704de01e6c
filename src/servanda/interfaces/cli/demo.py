"""`servanda demo`: play the demonstration."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.evidence.add import files_in
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import to_json
from servanda.interfaces.language import current_language, text
from servanda.simulation.demo.accounts import PASSPHRASE, account_names, give_accounts
from servanda.simulation.demo.play import play
from servanda.simulation.demo.stage import Stage

_WATCH_SECONDS = 1.0

Documents = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help=text("Read the texts of this folder instead of the fictional articles."),
    ),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_demo)


def _demo(
    once: Annotated[
        bool, typer.Option("--once", help=text("End both nodes when all acts are played."))
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help=text("Start over."))] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help=text("Show what the verbs print."))
    ] = False,
    folder: Annotated[Path, typer.Option(help=text("Folder of the demonstration."))] = Path(
        "servanda-demo"
    ),
    documents: Documents = None,
    as_json: AsJson = False,
) -> None:
    if documents is not None and not any(files_in([documents])):
        raise InvalidInputError(f"expected a folder with documents, found none in {documents}")

    def say(line: str) -> None:
        if not as_json:
            sys.stdout.write(f"{line}\n")  # whole: both parties may speak at once
            sys.stdout.flush()

    stage = Stage(
        folder=folder.absolute(),
        say=say,
        verbose=verbose,
        documents=None if documents is None else documents.absolute(),
    )
    try:
        summary = play(stage, language=current_language(), fresh=fresh)
        if not once:
            _stay(stage)
        print(to_json(summary.line), flush=True)  # noqa: T201 - the result of the verb
    finally:
        stage.stop_nodes()


def _stay(stage: Stage) -> None:
    """Keep both nodes up, with persons to sign in as, until somebody ends the demonstration."""
    give_accounts(stage)
    for party, node in stage.nodes.items():
        if node.poll() is None:
            ready = json.loads((stage.home(party) / "ready.json").read_bytes())
            stage.say(f"{party}: {ready['pages']}")
    stage.say(text("Sign in as {names}.").format(names=", ".join(account_names())))
    stage.say(
        text('Each has the passphrase "{passphrase}": demonstration data, no secret.').format(
            passphrase=PASSPHRASE
        )
    )
    stage.say(text("Both nodes are up; Ctrl-C ends them."))
    try:
        while True:
            time.sleep(_WATCH_SECONDS)
    except KeyboardInterrupt:
        return

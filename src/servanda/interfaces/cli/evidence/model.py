"""`servanda evidence model add`: the user's copy of the one model that may be used."""

from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show
from servanda.interfaces.language import text
from servanda.parsers.model_files import MODEL_NAME, OFFICIAL_SHA256, add_model
from servanda.parsers.spacy_parser import require_spacy
from servanda.store.home.layout import home_of_environment

Wheel = Annotated[
    Path, typer.Argument(metavar="FILE", help=text("The wheel of the model, as published."))
]


def add(wheel: Wheel, as_json: AsJson = False) -> None:
    """Check the file by its hash and unpack the model; anything else is refused."""
    try:
        folder = add_model(wheel, home_of_environment().models, sha256_hex=OFFICIAL_SHA256)
    except OSError as error:
        raise InvalidInputError(f"{wheel} cannot be added: {error.strerror}") from error
    require_spacy()
    show(
        {"model": MODEL_NAME, "folder": str(folder)},
        as_json=as_json,
        lines=[text("{model} added.").format(model=printable(MODEL_NAME))],
    )

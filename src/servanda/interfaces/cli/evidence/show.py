"""`servanda evidence show`: one document, or one place with everything that is known of it."""

from typing import Annotated

import typer

from servanda.interfaces.cli.evidence.report import AccordTemplate, Files, KnownFolders
from servanda.interfaces.cli.evidence.tables import DEFAULT_TEMPLATE
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.language import text

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help=text("Beginning of a document's hash, or the key of what was found.")
    ),
]


def show(
    id_: Id,
    files: Files = None,
    known: KnownFolders = None,
    template: AccordTemplate = DEFAULT_TEMPLATE,
    as_json: AsJson = False,
) -> None:
    """Show the words with what stands around them, who says them, and what people decided."""
    # The libraries that read documents take half a second to load, and no other verb needs them.
    from servanda.interfaces.cli.evidence.show_shown import show_known  # noqa: PLC0415 - above

    show_known(id_, files or [], known=known or [], template=template, as_json=as_json)

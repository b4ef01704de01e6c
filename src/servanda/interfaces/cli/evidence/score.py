"""`servanda evidence score`: how good the rules are, on sets of the user's."""

from pathlib import Path
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.language import text

Data = Annotated[
    Path, typer.Option("--data", metavar="DIR", help=text("The folder with the public sets."))
]
Only = Annotated[
    list[str] | None,
    typer.Option("--task", metavar="TASK", help=text("This task alone; repeatable.")),
]
AllParts = Annotated[
    bool, typer.Option("--all", help=text("Also the large parts that rules were made on."))
]


def score(
    data: Data, task: Only = None, all_parts: AllParts = False, as_json: AsJson = False
) -> None:
    """Score every set that is there; needs no home."""
    # The libraries that read documents take half a second to load, and no other verb needs them.
    from servanda.interfaces.cli.evidence.score_shown import show_scores  # noqa: PLC0415 - above

    show_scores(data, only=task or [], all_parts=all_parts, as_json=as_json)

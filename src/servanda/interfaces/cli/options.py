"""Options that many verbs share, so that they are named and explained once."""

from typing import Annotated

import typer

from servanda.interfaces.language import text

AsJson = Annotated[bool, typer.Option("--json", help=text("Print the result as one JSON object."))]
Consent = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LEAF", help=text("The author's statement that it may go on; repeatable.")
    ),
]
Ticket = Annotated[
    str | None,
    typer.Option("--ticket", help=text("Name of the wish; the same name is queued once.")),
]
NoWait = Annotated[
    bool, typer.Option("--no-wait", help=text("Do not wait for the running node to append."))
]
UntilReceipted = Annotated[
    bool,
    typer.Option("--until-receipted", help=text("Wait until the counterpart has receipted it.")),
]
To = Annotated[str | None, typer.Option("--to", help=text("The counterpart."))]
AccordName = Annotated[
    str | None,
    typer.Option("--accord-name", help=text("The accord, where there is more than one.")),
]

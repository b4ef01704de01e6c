"""`servanda evidence report`: over the archive, or over files alone, with no node set up."""

from pathlib import Path
from typing import Annotated

import typer

from servanda.interfaces.cli.evidence.tables import DEFAULT_TEMPLATE
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.collector import collecting_young
from servanda.interfaces.language import text

Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILES…]", help=text("Documents or folders; else the archive.")),
]
KnownFolders = Annotated[
    list[Path] | None,
    typer.Option("--known", metavar="FOLDER", help=text("A folder with tables of your own.")),
]
AccordTemplate = Annotated[
    str, typer.Option("--template", help=text("The accord's template: a name or a folder."))
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=text("Also write the JSON here."))
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help=text("Also write it as one page to this file.")),
]
Since = Annotated[
    int | None,
    typer.Option("--since", help=text("Also tell what decisions from this number on changed.")),
]
Graph = Annotated[
    Path | None,
    typer.Option("--graph", metavar="FILE", help=text("Also write who relays whom, as DOT.")),
]
Cluster = Annotated[
    str,
    typer.Option(
        "--cluster", metavar="ADDRESS", help=text("Let a cluster do the work: tls://…, or local:N.")
    ),
]


def report(  # noqa: PLR0913, PLR0917 - one parameter for each option
    files: Files = None,
    known: KnownFolders = None,
    template: AccordTemplate = DEFAULT_TEMPLATE,
    out: Out = None,
    html: Html = None,
    graph: Graph = None,
    since: Since = None,
    cluster: Cluster = "",
    as_json: AsJson = False,
) -> None:
    """Print what the documents say, where it comes from, and what follows for each commitment."""
    # The libraries that read documents take half a second to load, and no other verb needs them.
    from servanda.interfaces.cli.evidence.report_shown import (  # noqa: PLC0415 - above
        Written,
        show_report,
    )

    with collecting_young():
        show_report(
            files or [],
            known=known or [],
            template=template,
            written=Written(report=out, page=html, graph=graph),
            since=since,
            cluster=cluster,
            as_json=as_json,
        )

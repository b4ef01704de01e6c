"""`servanda evidence`: what third parties say, and what may be concluded from it.

A verb's module is loaded when the group is called; the libraries that read HTML and PDF only
when a document is read.
"""

import typer

from servanda.interfaces.cli.evidence.add import add
from servanda.interfaces.cli.evidence.trend import trend
from servanda.interfaces.language import text


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verbs to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("add", help=text("Add documents to the archive."))(add)
    group.command("trend", help=text("Look at recorded incidents before and after a day."))(trend)
    application.add_typer(group, name=name)

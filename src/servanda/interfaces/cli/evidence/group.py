"""`servanda evidence`: what third parties say, and what may be concluded from it.

A verb's module is loaded when the group is called; the libraries that read HTML and PDF only
when a document is read.
"""

import typer

from servanda.interfaces.cli.evidence.add import add
from servanda.interfaces.cli.evidence.ask import ask, proposals
from servanda.interfaces.cli.evidence.decide import decide, decisions
from servanda.interfaces.cli.evidence.incident import code, shown
from servanda.interfaces.cli.evidence.model import add as add_model
from servanda.interfaces.cli.evidence.report import report
from servanda.interfaces.cli.evidence.score import score
from servanda.interfaces.cli.evidence.show import show
from servanda.interfaces.cli.evidence.trend import trend
from servanda.interfaces.cli.evidence.watch import watch
from servanda.interfaces.language import text


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verbs to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("add", help=text("Add documents to the archive."))(add)
    group.command("watch", help=text("Add what comes into a folder, until it is ended."))(watch)
    group.command("report", help=text("Say what the documents say, and what follows."))(report)
    group.command("show", help=text("Show all that is known of a document or a place."))(show)
    group.command("decide", help=text("Decide about what was found."))(decide)
    group.command("decisions", help=text("List all decisions."))(decisions)
    incident = typer.Typer(help=text("Code incidents, two people blind."), no_args_is_help=True)
    incident.command("code", help=text("Give one person's answers about an incident."))(code)
    incident.command("show", help=text("Show incidents, as far as this person may see them."))(
        shown
    )
    group.add_typer(incident, name="incident")
    model = typer.Typer(
        help=text("The parser's model, and a language model that may propose."),
        no_args_is_help=True,
    )
    model.command("add", help=text("Add your copy of the parser's model."))(add_model)
    model.command("ask", help=text("Ask a language model about documents that you name."))(ask)
    model.command("proposals", help=text("List what language models proposed."))(proposals)
    group.add_typer(model, name="model")
    group.command("trend", help=text("Look at recorded incidents before and after a day."))(trend)
    group.command("score", help=text("Say how good the rules are, on public sets."))(score)
    application.add_typer(group, name=name)

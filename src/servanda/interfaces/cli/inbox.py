"""`servanda inbox`: what counterparts said."""

from collections.abc import Sequence
from typing import Annotated

import typer

from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.options import AccordName, AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.views import statement_members, statement_table
from servanda.interfaces.language import text
from servanda.usecases.list_inbox import list_inbox
from servanda.usecases.views import StatementView


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_inbox)


def _inbox(
    from_: Annotated[
        str | None, typer.Option("--from", help=text("Only what this counterpart said."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=text("Also what waits for nobody any more."))
    ] = False,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    views = list_inbox(
        counterpart=None if from_ is None else parse_party(from_),
        accord_name=accord_name,
        services=opened().services,
    )
    shown = [view for view in views if everything or _waits_for_us(view)]
    result = {"statements": [statement_members(view) for view in shown]}
    show(result, as_json=as_json, lines=statement_table(shown, nothing=_nothing(views)))


def _nothing(views: Sequence[StatementView]) -> str:
    if not views:
        return text("The counterparts have said nothing yet.")
    return text("Nothing waits for us; --all shows everything that was said.")


def _waits_for_us(view: StatementView) -> bool:
    """Return whether one of our people still has to act on it."""
    is_settled = view.answered_at is not None or view.withdrawn_at is not None or view.refused
    return view.type == "request" and view.verdict == "valid" and not is_settled

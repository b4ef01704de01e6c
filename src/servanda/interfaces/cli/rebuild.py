"""`servanda rebuild`: compute all projections from the logs again."""

from contextlib import nullcontext
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.collector import no_collecting
from servanda.interfaces.language import text
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_rebuild)


def _rebuild(
    check: Annotated[
        bool, typer.Option("--check", help=text("Only compare; store nothing."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    leaves = sum(services.store.log_sizes().values())
    with (
        nullcontext() if check else services.lease.hold(),
        no_collecting(),
        counting_bar(text("Leaves"), total=leaves) as progress,
    ):
        found = rebuild_projections(check=check, progress=progress, services=services)
    result = {
        "logs": found.logs,
        "leaves": found.leaves,
        "differences": list(found.differences),
        "replaced": found.replaced,
    }
    lines = [text("{logs} logs, {leaves} leaves read.").format(**result), *found.differences]
    show(result, as_json=as_json, lines=lines)
    if check and found.differences:
        raise Refused

"""`servanda rebuild`: compute all projections from the logs again."""

import os
from contextlib import nullcontext
from functools import partial
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.collector import no_collecting
from servanda.interfaces.language import text
from servanda.interfaces.pair_processes import MIN_LEAVES, checked_by
from servanda.usecases.upkeep.rebuild_projections import CheckPairs, rebuild_projections
from servanda.wiring import Node, open_node


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_rebuild)


def _rebuild(
    check: Annotated[
        bool, typer.Option("--check", help=text("Only compare; store nothing."))
    ] = False,
    processes: Annotated[
        int,
        typer.Option(
            "--processes",
            min=0,
            help=text("How many pairs to compare at once; 0: as many as there are cores."),
        ),
    ] = 0,
    as_json: AsJson = False,
) -> None:
    node = opened()
    services = node.services
    leaves = sum(services.store.log_sizes().values())
    spread = _spread(node, leaves=leaves, processes=processes)
    with (
        nullcontext() if check else services.lease.hold(),
        no_collecting(),
        counting_bar(text("Leaves"), total=leaves) as progress,
    ):
        found = rebuild_projections(
            check=check, progress=progress, services=services, check_pairs=spread
        )
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


def _spread(node: Node, *, leaves: int, processes: int) -> CheckPairs | None:
    """Return what compares pairs at once; None where one process does it all."""
    if not processes:
        is_small = leaves < MIN_LEAVES or len(node.services.store.pairs()) == 1
        processes = 1 if is_small else os.cpu_count() or 1
    if processes == 1 or node.home.is_guest:  # whose store no second process can open
        return None
    return checked_by(processes, open_node=partial(open_node, home=node.home))

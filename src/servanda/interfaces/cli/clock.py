"""`servanda clock`: the scripted clock of a demonstration or an exercise."""

from typing import Annotated

import typer

from servanda.core.identifiers import format_instant, parse_instant
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.home.clock_file import ScriptedClock, require_scripted_clock
from servanda.usecases.services import require_node
from servanda.wiring import Node


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("show", help=text("Show the node's clock."))(_show)
    group.command("set", help=text("Let the clock stand at an instant, or run from there."))(_set)
    group.command("real", help=text("Follow the machine's clock again."))(_real)
    application.add_typer(group, name=name)


def _show(as_json: AsJson = False) -> None:
    _show_clock(opened(), as_json=as_json)


def _set(
    instant: Annotated[str, typer.Argument(help=text("An instant, as 2026-01-05T09:00:00Z."))],
    rate: Annotated[
        int | None,
        typer.Option(help=text("Run from there, so many times as fast as the machine's clock.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    node = opened()
    wanted = parse_instant(instant)
    if rate is None:
        _scripted(node).stand_at(wanted)
    else:
        _scripted(node).run_from(wanted, rate=rate)
    _show_clock(node, as_json=as_json)


def _real(as_json: AsJson = False) -> None:
    node = opened()
    _scripted(node).follow_machine()
    _show_clock(node, as_json=as_json)


def _scripted(node: Node) -> ScriptedClock:
    require_scripted_clock(require_node(node.services).mode)
    return ScriptedClock(node.home.clock)


def _show_clock(node: Node, *, as_json: bool) -> None:
    clock = node.services.clock
    is_scripted = isinstance(clock, ScriptedClock) and clock.scripted() is not None
    shown = {"now": format_instant(clock.now()), "scripted": is_scripted}
    kind = text("scripted") if is_scripted else text("the machine's")
    show(shown, as_json=as_json, lines=[f"{shown['now']} ({kind})"])

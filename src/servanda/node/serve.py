"""`servanda serve`: run the node until somebody ends it."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer
from types import FrameType
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.node.pages import pages_application
from servanda.node.running import Addresses, run_node
from servanda.wiring import Node

PARENT_SECONDS = 0.5  # how long a node outlives who started it, at most

Parent = Annotated[
    int | None,
    typer.Option("--parent", help=text("End when this process, which started us, is gone.")),
]

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_serve)


def _serve(*, parent: Parent = None, as_json: AsJson = False) -> None:
    serve(opened(), as_json=as_json, parent=parent)


def serve(
    node: Node, *, as_json: bool, seconds: float | None = None, parent: int | None = None
) -> None:
    """Run `node` until SIGTERM or SIGINT; shows where it listens.

    Args:
        node: Set up and opened.
        as_json: Whether a program asked.
        seconds: End by itself after so long; None: only by a signal.
        parent: Process that started this one; end when it is gone, also if it was killed and
            could tell nobody. None: outlive it.

    Raises:
        MisconfiguredError: It must not or cannot run.
    """
    logging.basicConfig(level=logging.WARNING, format=_FORMAT, stream=sys.stderr)

    def announce(addresses: Addresses) -> None:
        shown = {"carrier": addresses.carrier, "pages": addresses.pages}
        lines = (text("Carrier: {carrier}"), text("Pages: {pages}"))
        show(shown, as_json=as_json, lines=(line.format(**shown) for line in lines))
        sys.stdout.flush()

    with until_signal() as stop, _ended_after(seconds, stop), _ended_with(parent, stop):
        run_node(node, pages=pages_application(), stop=stop, announce=announce)


@contextmanager
def _ended_after(seconds: float | None, stop: Event) -> Iterator[None]:
    """Set `stop` after so many seconds, if the block lasts that long."""
    if seconds is None:
        yield
        return
    timer = Timer(seconds, stop.set)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _ended_with(parent: int | None, stop: Event) -> Iterator[None]:
    """Set `stop` when we have another parent than `parent`: the system gives orphans a new one."""
    if parent is None:
        yield
        return
    is_over = Event()

    def watch() -> None:
        while os.getppid() == parent:
            if is_over.wait(PARENT_SECONDS):
                return
        stop.set()

    watcher = Thread(target=watch, name="parent")
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


@contextmanager
def until_signal() -> Iterator[Event]:
    """Return an event that SIGTERM and SIGINT set."""
    stop = Event()

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, set_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""`servanda evidence watch`: add what comes into a folder, each document once, until ended."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.evidence.add import SHOWN_DIGITS, read_document_file
from servanda.interfaces.cli.evidence.settling import Settling, look_at
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, to_json
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.evidence.add_document import add_document
from servanda.usecases.services import Services

LEAST_SECONDS, MOST_SECONDS = 0.05, 3_600.0

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=text("The folder to look into."))]
Once = Annotated[
    bool, typer.Option("--once", help=text("End when everything that is there has been added."))
]
Every = Annotated[
    float, typer.Option("--every", metavar="SECONDS", help=text("How often to look."))
]


def watch(folder: Folder, once: Once = False, every: Every = 5.0, as_json: AsJson = False) -> None:
    """Add each file once it is whole; SIGTERM and Ctrl-C end it between two documents."""
    if not folder.is_dir():
        raise InvalidInputError(f"expected a folder to look into, found none at {folder}")
    if not LEAST_SECONDS <= every <= MOST_SECONDS:
        raise InvalidInputError(
            f"--every: expected {LEAST_SECONDS} to {MOST_SECONDS:.0f} seconds, found {every}"
        )
    watcher = _Watcher(opened().services, as_json=as_json)
    settling = Settling()
    with _stopping() as stop:
        while not stop.is_set():
            for path in settling.whole(look_at(folder)):
                watcher.take(path)
                if stop.is_set():
                    break
            if once and not settling.is_waiting:
                break
            stop.wait(every)
    watcher.close()


class _Watcher:
    """Adds documents and says so, a line for each; owned by one run."""

    def __init__(self, services: Services, *, as_json: bool) -> None:
        self._services = services
        self._as_json = as_json
        self._added = self._known = self._unreadable = 0

    def take(self, path: Path) -> None:
        """Add one file, or say why it cannot be read; it is looked at again when it changes."""
        try:
            content = read_document_file(path)
        except OSError as error:
            self._unreadable += 1
            problem = error.strerror or str(error)
            self._say(
                {"file": str(path), "problem": problem},
                text("cannot be read: {file}: {problem}").format(
                    file=printable(str(path)), problem=problem
                ),
            )
            return
        added = add_document(content, name=path.name, fetched=None, services=self._services)
        self._added += added.is_new
        self._known += not added.is_new
        said = text("added") if added.is_new else text("known already")
        document = added.document
        self._say(
            {"sha256": document.sha256, "name": document.name, "is_new": added.is_new},
            f"{document.sha256[:SHOWN_DIGITS]}  {said}  {printable(document.name)}",
        )

    def close(self) -> None:
        """Say what was done."""
        self._say(
            {"added": self._added, "known": self._known, "unreadable": self._unreadable},
            text("{added} documents added, {known} were there already.").format(
                added=self._added, known=self._known
            ),
        )

    def _say(self, members: dict[str, object], line: str) -> None:
        sys.stdout.write((to_json(members) if self._as_json else line) + "\n")
        sys.stdout.flush()  # whoever reads along waits for it


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Return an event that SIGTERM and SIGINT set; afterwards both do what they did before."""
    stop = threading.Event()

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, set_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

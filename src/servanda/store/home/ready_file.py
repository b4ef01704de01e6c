"""The note by which other processes learn that a node runs, and where it listens.

Written by the running node when it answers, and taken away when it ends. One that was killed
leaves its note behind; so the process it names has to be looked for.

Source: docs/spec/names-and-layouts.md, Home.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.store.home.whole_file import write_whole

MAX_PID = 2**22  # the largest that Linux gives; other systems stay below


class BrokenReadyFileError(MisconfiguredError):
    """The note of the running node is there and cannot be read."""

    code: ClassVar[str] = "broken-ready-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyNote:
    """A node that runs, or did when it was killed.

    Attributes:
        carrier: Address of its HTTPS carrier; empty for none.
        pages: Address of its pages.
        pid: Its process.
    """

    carrier: str
    pages: str
    pid: int

    @property
    def is_running(self) -> bool:
        """Whether a process of this number is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def read_ready_file(file: Path) -> ReadyNote | None:
    """Return the note in `file`; None without a file.

    Raises:
        BrokenReadyFileError: The file is damaged.
    """
    try:
        members = json.loads(file.read_bytes())
        note = ReadyNote(
            carrier=_text(members["carrier"]), pages=_text(members["pages"]), pid=members["pid"]
        )
        if type(note.pid) is not int or not 0 < note.pid <= MAX_PID:
            raise BrokenReadyFileError(f"expected a process from 1 to {MAX_PID}")
    except FileNotFoundError:
        return None
    except (
        *(OSError, ValueError, LookupError, TypeError, RecursionError),
        MisconfiguredError,
    ) as error:
        raise BrokenReadyFileError(
            f"{file} is damaged ({error}); if no node of this home runs, remove it"
        ) from error
    return note


@contextmanager
def ready_file(file: Path, note: ReadyNote) -> Iterator[None]:
    """Keep `note` in `file` while the block lasts."""
    write_whole(file, json.dumps(asdict(note)).encode() + b"\n")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BrokenReadyFileError("expected addresses as text")
    return value

"""Take a passphrase from where nobody else can read it: a file of its owner's, or the terminal.

Source: docs/how-to/passphrase.md.
"""

import os
import sys
from getpass import getpass
from pathlib import Path
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.wish import FILE_OPTION
from servanda.interfaces.language import text
from servanda.store.home.key_files import first_line

PASSPHRASE_VARIABLE = "SERVANDA_PERSON_PASSPHRASE_FILE"  # noqa: S105 - names a file


class PassphraseMissingError(InvalidInputError):
    """A passphrase is needed, and there is neither a terminal nor a file to take it from."""

    code: ClassVar[str] = "passphrase-missing"


def read_passphrase(file: str) -> bytes:
    """Return a passphrase: from `file`, else from the file of the environment, else as typed.

    Raises:
        KeysUnavailableError: The file cannot be read, is empty, or can be read by others.
        PassphraseMissingError: There is no file, and nobody to type.
    """
    named = file or os.environ.get(PASSPHRASE_VARIABLE, "")
    return _from_file(Path(named)) if named else _typed(text("Passphrase: "))


def new_passphrase(file: Path | None) -> bytes:
    """Return a passphrase to be kept: from `file`, or typed twice alike; as `read_passphrase`."""
    if file is not None:
        return _from_file(file)
    first = _typed(text("New passphrase: "))
    if first != _typed(text("The same again: ")):
        raise PassphraseMissingError("the two passphrases are not alike; nothing was changed")
    return first


def _typed(prompt: str) -> bytes:
    """Return what somebody types on the terminal without its being shown."""
    if not sys.stdin.isatty():
        raise PassphraseMissingError(
            f"expected a passphrase: name its file with {FILE_OPTION} or {PASSPHRASE_VARIABLE}, "
            "or type it on a terminal"
        )
    return getpass(prompt).encode(errors="surrogateescape")


def _from_file(file: Path) -> bytes:
    """Return the first line of a file that its owner alone can read."""
    return first_line(file.expanduser())

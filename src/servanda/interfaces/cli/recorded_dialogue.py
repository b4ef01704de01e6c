"""Read a dialogue that was recorded as a file: the example that ships, or a file of one's own.

Source: docs/spec/dialogue.md, "The file".
"""

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import MAX_BYTES, parse_record
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.interfaces.cli.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.store.home.clock_file import SystemClock

EXAMPLE = "us-china-2015"
EXAMPLE_FILE = "dialogue.json"

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help=text("A dialogue recorded as a file."))
]
Example = Annotated[
    bool,
    typer.Option("--example", help=text("The example that ships: the rounds of 2015 to 2017.")),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help=text("The day whose state is told; today without.")
    ),
]


def read_recorded(file: Path | None, *, example: bool) -> DialogueRecord:
    """Return the dialogue that is recorded in `file`, or in the example.

    Raises:
        InvalidInputError: Neither or both were named, or the file cannot be read.
        InvalidDialogueRecordError: It does not fit.
    """
    if (file is None) is not example:
        expected = expect(Expected.EITHER, one="FILE", other="--example")
        raise InvalidInputError(Fault("", expected, str(file) if file else "--example"))
    if file is None:
        shipped = files("servanda.data") / "examples" / EXAMPLE / EXAMPLE_FILE
        return parse_record(shipped.read_bytes())
    try:
        with file.open("rb") as source:
            return parse_record(source.read(MAX_BYTES + 1))
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def parse_as_of(written: str | None) -> date:
    """Return the day whose state is told.

    Raises:
        InvalidInputError: It is no day.
    """
    if written is None:
        return SystemClock().now().date()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise InvalidInputError(Fault("--as-of", expect(Expected.DAY), written)) from error

"""`servanda accord lint`: say what is wrong with a template or a drafted accord, line by line.

Source: docs/reference/cli.md.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.accords.accord import MAX_ACCORD_BYTES
from servanda.core.accords.drafted_accord import lint_accord
from servanda.core.accords.lint import lint_template
from servanda.core.accords.template import TEMPLATE_FILE
from servanda.core.accords.toml_text import LintFault
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, fault_members, show
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.interfaces.templates import read_template_files

# An indented text is longer than what is proposed, by white space alone.
MAX_TEXT_BYTES = 2 * MAX_ACCORD_BYTES

Which = Annotated[
    str,
    typer.Argument(
        metavar="FILE_OR_SLUG", help=text("A template's name or folder, or a drafted accord.")
    ),
]


def lint(which: Which, as_json: AsJson = False) -> None:
    """Print each fault with its file and line; the exit code is 1 if there is one."""
    faults = _find_faults(which)
    result = {
        "ok": not faults,
        "faults": [
            {"file": file, "line": line, **fault_members(fault)} for file, line, fault in faults
        ],
    }
    lines = [_line(fault) for fault in faults] or [text("Nothing is wrong with it.")]
    show(result, as_json=as_json, lines=lines)
    if faults:
        raise Refused


def read_edited(file: Path) -> bytes:
    """Return the text of a drafted accord.

    Raises:
        InvalidInputError: It cannot be read, or is too large.
    """
    try:
        if file.stat().st_size > MAX_TEXT_BYTES:
            raise InvalidInputError(
                Fault(str(file), expect(Expected.SIZE, most=MAX_TEXT_BYTES), file.stat().st_size)
            )
        return file.read_bytes()
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def _find_faults(which: str) -> Sequence[LintFault]:
    place = Path(which)
    if place.is_file() and place.name != TEMPLATE_FILE:
        return lint_accord(read_edited(place), file=place.name)
    if place.is_file():
        place = place.parent
    name = f"{place.absolute()}" if place.is_dir() else which
    _, content = read_template_files(name)
    return lint_template(content)


def _line(found: LintFault) -> str:
    return f"{found.file}:{found.line}: {fault_text(found.fault)}"

"""`servanda import`: open cases of before, from a CSV file."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.imported import imported_lines, imported_members
from servanda.interfaces.cli.options import AsJson, To
from servanda.interfaces.cli.output import WRONG_USE, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.usecases.casework.import_cases import Imported, close_imported, import_cases
from servanda.usecases.casework.imported_case import ImportRowsError, RowProblem

MAX_FILE_BYTES = 64 << 20  # a hundred thousand rows, and room

File = Annotated[str | None, typer.Argument(metavar="FILE", help=text("The CSV file, or -."))]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=text("Check everything and store nothing."))
]
Close = Annotated[
    str | None,
    typer.Option("--close", help=text("Close an imported case by its file number.")),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_import)


def _import(
    file: File = None,
    dry_run: DryRun = False,
    close: Close = None,
    to: To = None,
    as_json: AsJson = False,
) -> None:
    if (file is None) == (close is None):
        either = expect(Expected.EITHER, one="FILE", other="--close FILE_NUMBER")
        raise InvalidInputError(Fault("", either, Found.UNSAID))
    if close is not None:
        counterpart = None if to is None else parse_party(to)
        case = close_imported(close, counterpart=counterpart, services=opened().services)
        closed = text("Closed: {file_number}, with {counterpart}").format(
            file_number=case.file_number, counterpart=case.counterpart
        )
        show(imported_members(case), as_json=as_json, lines=[closed])
        return
    lines = io.StringIO(_read(str(file)), newline="")
    try:
        imported = import_cases(lines, dry_run=dry_run, services=opened().services)
    except ImportRowsError as error:
        _refuse(error, as_json=as_json)
    result = {
        "added": len(imported.added),
        "known": imported.known,
        "dry_run": dry_run,
        "cases": [imported_members(case) for case in imported.added],
    }
    show(result, as_json=as_json, lines=_lines(imported, dry_run=dry_run))


def _read(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        else:
            with Path(file).open("rb") as source:
                data = source.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            most = expect(Expected.SIZE, most=MAX_FILE_BYTES)
            raise InvalidInputError(Fault(file, most, Found.UNSAID))
        return data.decode("utf-8-sig")  # spreadsheets put a mark at the beginning
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(unreadable(file, error, expect(Expected.CSV))) from error


def _refuse(error: ImportRowsError, *, as_json: bool) -> NoReturn:
    problems = [
        {"line": one.line, "column": one.column, "message": fault_text(one.fault)}
        for one in error.problems
    ]
    result = {"error": error.code, "message": str(error), "problems": problems}
    lines = [*map(_problem_line, error.problems)]
    lines.append(text("Nothing is imported: correct these and try again."))
    show(result, as_json=as_json, lines=lines)
    raise typer.Exit(WRONG_USE)


def _problem_line(problem: RowProblem) -> str:
    told = fault_text(problem.fault)
    if not problem.column:
        return text("line {line}: {problem}").format(line=problem.line, problem=told)
    return text("line {line}, column {column}: {problem}").format(
        line=problem.line, column=problem.column, problem=told
    )


def _lines(imported: Imported, *, dry_run: bool) -> Iterator[str]:
    added, known = len(imported.added), imported.known
    if dry_run:
        yield text("{added} cases would be imported, {known} are there already.").format(
            added=added, known=known
        )
    else:
        yield text("{added} cases imported, {known} were there already.").format(
            added=added, known=known
        )
    yield from imported_lines(imported.added)

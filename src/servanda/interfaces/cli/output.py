"""Show the result of a verb: as one JSON object for programs, as lines for people."""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime

from servanda.core.errors import ServandaError
from servanda.core.faults import Fault
from servanda.core.identifiers import format_instant
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.language import text

DONE = 0
REFUSED = 1
WRONG_USE = 2
PIPE_COLUMNS = 160  # of a table that no terminal bounds


class Refused(Exception):  # noqa: N818 - no fault of anybody: a verb that ends with exit code 1
    """A verb has shown its result, and the result is a refusal."""


def show(result: Mapping[str, object], *, as_json: bool, lines: Iterable[str]) -> None:
    """Print `result` as JSON, or else `lines`.

    Args:
        result: What programs get; instants are written as in statements.
        as_json: Whether a program asked.
        lines: What people get; taken only if they are shown.
    """
    if as_json:
        print(to_json(result))  # noqa: T201 - printing is what this module is for
        return
    for line in lines:
        print(line)  # noqa: T201 - as above


def show_error(error: ServandaError, *, as_json: bool) -> None:
    """Print why a verb was refused; where a value does not fit, also as a `fault` for programs."""
    if as_json:
        told: dict[str, object] = {"error": error.code, "message": str(error)}
        if error.fault is not None:
            told["fault"] = fault_members(error.fault)
        print(to_json(told))  # noqa: T201 - as above
    print(f"servanda: {error_text(error)}", file=sys.stderr)  # noqa: T201 - as above


def fault_members(fault: Fault) -> Mapping[str, object]:
    """Return a fault as programs get it."""
    return {
        "path": fault.place,
        "expected": fault.expected.kind.name.lower(),
        "parameters": fault.expected.parameters,
        "found": fault.shown,
    }


def to_json(result: Mapping[str, object]) -> str:
    """Return `result` as one line of JSON."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"), default=_written)


def table(
    heading: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, nothing: str = ""
) -> Iterable[str]:
    """Yield rows under a heading, for people, drawn by Rich to fit the terminal.

    Args:
        heading: The titles of the columns.
        rows: A value for each column.
        nothing: What to say where there are no rows; empty to say that there is nothing.
    """
    shown = [*rows]
    if not shown:
        yield nothing or text("There is nothing to show.")
        return
    # Rich takes a tenth of a second to load, and a program that asks for JSON has no use for it.
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.table import Table  # noqa: PLC0415 - see above

    drawn = Table(box=None, pad_edge=False, show_edge=False)
    for title in heading:
        drawn.add_column(title, overflow="fold")
    for row in shown:
        drawn.add_row(*(_cell(value) for value in row))
    console = Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS)
    with console.capture() as captured:
        console.print(drawn, markup=False)
    yield from (line.rstrip() for line in captured.get().splitlines())


def shown_instant(instant: datetime | None) -> str:
    """Return an instant for people, `-` for none."""
    return "-" if instant is None else format_instant(instant)


def printable(written: str) -> str:
    """Return what somebody wrote so that it does not move the cursor of our terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in written)


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case datetime():
            return format_instant(value)
        case _:
            return printable(str(value))


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    raise TypeError(f"expected a value of JSON, found {type(value).__name__}")

"""An open case of before, as a row of a table: what its columns are, and which rows fit.

Pure. A row is somebody's own record and no statement: nothing about it was said under an accord.

Source: docs/how-to/import-open-cases.md.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, parse_party
from servanda.core.statements.codes import KINDS, URGENCY_CRITERIA
from servanda.core.statements.fields import Code, Day, Field, Text
from servanda.core.statements.schema import Schema

MAX_ROWS = 100_000
MAX_PROBLEMS = 100  # told at once; more help nobody

_NUMBER, _TITLE = Text(200), Text(300)
_DIRECTIONS = frozenset(("asked_by_us", "asked_by_them"))
_OURS = "asked_by_us"
_PARTY: Final = "counterpart"
_REQUIRED: dict[str, Field] = {
    "direction": Code(_DIRECTIONS),
    "file_number": _NUMBER,
    "kind": Code(KINDS),
    "urgency": Code(frozenset(URGENCY_CRITERIA)),
    "received_on": Day(),
}
_OPTIONAL: dict[str, Field] = {"their_file_number": _NUMBER, "title": _TITLE, "due_on": Day()}
REQUIRED_COLUMNS = (_PARTY, *_REQUIRED)
COLUMNS = (*REQUIRED_COLUMNS, *_OPTIONAL)
_FIELDS = {name: Schema(required={name: field}) for name, field in (_REQUIRED | _OPTIONAL).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCase:
    """A case that was open before there was an accord, or beside one.

    Attributes:
        counterpart: Whom it is with; they need not be known here.
        is_ours: We asked.
        file_number: Ours; it names the case together with the counterpart.
        kind: Of request.
        urgency: Likewise.
        received_on: When the request was received, by whoever received it.
        their_file_number: Empty if not known.
        title: Likewise.
        due_on: When the answer is due; None without a date.
    """

    counterpart: PartyId
    is_ours: bool
    file_number: str
    kind: str
    urgency: str
    received_on: date
    their_file_number: str = ""
    title: str = ""
    due_on: date | None = None

    @property
    def key(self) -> tuple[PartyId, str]:
        """What names the case."""
        return self.counterpart, self.file_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong with one cell.

    Attributes:
        line: Of the file, from 1.
        column: Its name; empty for the row as a whole.
        fault: What was expected there and what was found.
    """

    line: int
    column: str
    fault: Fault


class ImportRowsError(InvalidInputError):
    """Rows do not fit; none of the file is imported.

    Attributes:
        problems: The first ones, in the order of the file.
    """

    code: ClassVar[str] = "import-rows"

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        """Take the problems; there is at least one."""
        first = problems[0]
        place = f"line {first.line}" + (f", column {first.column}" if first.column else "")
        super().__init__(f"{place}: {first.fault} ({len(problems)} problems; nothing is imported)")
        self.problems = tuple(problems)


def read_rows(lines: Iterable[str]) -> Sequence[tuple[int, ImportedCase]]:
    """Return the cases of a CSV file with a header line, each with its line.

    Raises:
        ImportRowsError: A row does not fit.
    """
    reader = csv.reader(lines, strict=True)
    problems: list[RowProblem] = []
    fitting: list[tuple[int, Mapping[str, str]]] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += _header_problems(header)
        judged = _judged_columns(header)
        for row in reader if judged else ():
            if not any(cell.strip() for cell in row):
                continue
            line = reader.line_num
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=False)}
            wrong = [*_width_problems(header, row, line)]
            wrong = wrong or [*_cell_problems(cells, line, columns=judged)]
            problems += wrong
            if not wrong:
                fitting.append((line, cells))
            if len(problems) >= MAX_PROBLEMS or len(fitting) > MAX_ROWS:
                break
    except csv.Error as error:
        fault = Fault("", expect(Expected.CSV), str(error))
        problems.append(RowProblem(line=reader.line_num, column="", fault=fault))
    problems += _repeated(fitting)
    if len(fitting) > MAX_ROWS:
        fault = Fault("", expect(Expected.LIST, least=1, most=MAX_ROWS), len(fitting))
        problems.append(RowProblem(line=reader.line_num, column="", fault=fault))
    if problems:
        raise ImportRowsError(problems[:MAX_PROBLEMS])
    return [(line, _case(cells)) for line, cells in fitting]


def _header_problems(header: Sequence[str]) -> Iterator[RowProblem]:
    for name in header:
        if name not in COLUMNS or header.count(name) > 1:
            fault = Fault("", expect(Expected.CODE, words=COLUMNS), name)
            yield RowProblem(line=1, column=name[:40], fault=fault)
    for name in REQUIRED_COLUMNS:
        if name not in header:
            fault = Fault("", expect(Expected.MEMBER), Found.NOTHING)
            yield RowProblem(line=1, column=name, fault=fault)


def _judged_columns(header: Sequence[str]) -> Sequence[str]:
    """Return the columns whose cells can be judged though others of the heading are wrong."""
    return [name for name in COLUMNS if header.count(name) == 1]


def _width_problems(header: Sequence[str], row: Sequence[str], line: int) -> Iterator[RowProblem]:
    if len(row) != len(header):
        width = len(header)
        fault = Fault("", expect(Expected.LIST, least=width, most=width), len(row))
        yield RowProblem(line=line, column="", fault=fault)


def _cell_problems(
    cells: Mapping[str, str], line: int, *, columns: Sequence[str]
) -> Iterator[RowProblem]:
    for name in columns:
        fault = _cell_fault(name, cells.get(name, ""))
        if fault is not None:
            yield RowProblem(line=line, column=name, fault=fault._replace(path=""))


def _case(cells: Mapping[str, str]) -> ImportedCase:
    due_on = cells.get("due_on")
    return ImportedCase(
        counterpart=parse_party(cells[_PARTY]),
        is_ours=cells["direction"] == _OURS,
        file_number=cells["file_number"],
        kind=cells["kind"],
        urgency=cells["urgency"],
        received_on=date.fromisoformat(cells["received_on"]),
        their_file_number=cells.get("their_file_number", ""),
        title=cells.get("title", ""),
        due_on=date.fromisoformat(due_on) if due_on else None,
    )


def _cell_fault(name: str, value: str) -> Fault | None:
    if not value:
        missing = Fault("", expect(Expected.MEMBER), Found.NOTHING)
        return missing if name in REQUIRED_COLUMNS else None
    if name == _PARTY:
        try:
            parse_party(value)
        except ServandaError:
            return Fault("", expect(Expected.PARTY), value)
        return None
    return _FIELDS[name].find_fault({name: value})


def _repeated(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[RowProblem]:
    seen = set()
    for line, cells in rows:
        counterpart, file_number = cells.get(_PARTY), cells.get("file_number")
        if counterpart is None or file_number is None:  # the heading lacks what names a case
            return
        if (counterpart, file_number) in seen:
            fault = Fault("", expect(Expected.ONCE), file_number)
            yield RowProblem(line=line, column="file_number", fault=fault)
        seen.add((counterpart, file_number))

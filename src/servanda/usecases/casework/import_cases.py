"""Take over open cases of before: into a table of their own, outside every log and figure.

Source: docs/how-to/import-open-cases.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import PartyId
from servanda.usecases.casework.imported_case import (
    MAX_PROBLEMS,
    ImportedCase,
    ImportRowsError,
    RowProblem,
    read_rows,
)
from servanda.usecases.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or on a dry run would do.

    Attributes:
        added: New cases.
        known: How many were imported before, just so.
    """

    added: tuple[ImportedCase, ...]
    known: int


def import_cases(lines: Iterable[str], *, dry_run: bool, services: Services) -> Imported:
    """Import the cases of a CSV file: all of them, or none.

    Args:
        lines: Of the file, with their line ends.
        dry_run: Check all and store nothing.
        services: The node's ports.

    Raises:
        ImportRowsError: A row does not fit, or differs from what was imported before.
    """
    rows = read_rows(lines)
    before = {case.key: case for case in services.store.imported_cases(with_closed=True)}
    differing = [
        RowProblem(
            line=line,
            column="file_number",
            fault=Fault("", expect(Expected.AS_IMPORTED), case.file_number),
        )
        for line, case in rows
        if before.get(case.key, case) != case
    ]
    if differing:
        raise ImportRowsError(differing[:MAX_PROBLEMS])
    added = tuple(case for _, case in rows if case.key not in before)
    if not dry_run:
        services.store.add_imported(added, at=services.clock.now())
    return Imported(added=added, known=len(rows) - len(added))


def close_imported(
    file_number: str, *, counterpart: PartyId | None, services: Services
) -> ImportedCase:
    """Close an imported case: it was answered, or goes on as a request under an accord.

    Raises:
        InvalidInputError: No open imported case, or more than one, has this file number.
    """
    fitting = [
        case
        for case in services.store.imported_cases()
        if case.file_number == file_number and counterpart in (None, case.counterpart)
    ]
    if len(fitting) != 1:
        count = len(fitting) or "none"
        raise InvalidInputError(
            f"expected one open imported case {file_number!r:.80}, found {count}; "
            f"`servanda queue` shows them, --to tells one counterpart's from another's"
        )
    (case,) = fitting
    services.store.close_imported(case.counterpart, file_number, at=services.clock.now())
    return case

"""Imported cases in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servanda.core.identifiers import PartyId
from servanda.store.sql import Database, seconds, storable
from servanda.usecases.casework.imported_case import ImportedCase

_COLUMNS = """counterpart, is_ours, file_number, kind, urgency, received_on, their_file_number,
    title, due_on"""
_ADD = f"""
INSERT INTO store_importedcase ({_COLUMNS}, imported_seconds)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 - the columns are the constant above
_ALL = f"SELECT {_COLUMNS} FROM store_importedcase"  # noqa: S608 - the constant above
_OPEN = f"{_ALL} WHERE closed_seconds IS NULL"
_IN_ORDER = "ORDER BY CASE WHEN due_on = '' THEN 1 ELSE 0 END, due_on, received_on, id"
_CLOSE = """
UPDATE store_importedcase SET closed_seconds = %s
WHERE counterpart = %s AND file_number = %s AND closed_seconds IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImports(Database):
    """Fills the port `ImportStore`."""

    def add_imported(self, cases: Sequence[ImportedCase], *, at: datetime) -> None:
        """Add cases whose keys are not there yet, all or none."""
        with self.transaction():
            self.run_many(
                _ADD,
                [
                    (
                        case.counterpart,
                        case.is_ours,
                        storable(case.file_number),
                        case.kind,
                        case.urgency,
                        case.received_on.isoformat(),
                        storable(case.their_file_number),
                        storable(case.title),
                        "" if case.due_on is None else case.due_on.isoformat(),
                        seconds(at),
                    )
                    for case in cases
                ],
            )

    def imported_cases(self, *, with_closed: bool = False) -> Sequence[ImportedCase]:
        """Return the open ones, or all: what is due first on top, then those without a date."""
        return [
            ImportedCase(
                counterpart=PartyId(row[0]),
                is_ours=bool(row[1]),
                file_number=row[2],
                kind=row[3],
                urgency=row[4],
                received_on=date.fromisoformat(row[5]),
                their_file_number=row[6],
                title=row[7],
                due_on=date.fromisoformat(row[8]) if row[8] else None,
            )
            for row in self.rows(f"{_ALL if with_closed else _OPEN} {_IN_ORDER}")
        ]

    def close_imported(self, counterpart: PartyId, file_number: str, *, at: datetime) -> bool:
        """Close an open case; False if there is none of that name."""
        with self.transaction():
            return self.run(_CLOSE, (seconds(at), counterpart, file_number)) > 0

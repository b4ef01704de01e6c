"""Worksheets in memory.

Source: servanda/usecases/ports/worksheets.py, whose promises it keeps.
"""

from collections.abc import Sequence
from threading import Lock

from typing_extensions import override

from servanda.usecases.ports.worksheets import WorksheetRecord, WorksheetStore


class MemoryWorksheets(WorksheetStore):
    """Fills the port `WorksheetStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._worksheets: dict[str, WorksheetRecord] = {}
        self._saving = Lock()

    @override
    def save_worksheet(self, worksheet: WorksheetRecord) -> bool:
        with self._saving:
            before = self._worksheets.get(worksheet.ticket)
            if before is None and worksheet.revision != 1:
                return False
            if before is not None and (
                before.revision != worksheet.revision - 1 or before.person != worksheet.person
            ):
                return False
            self._worksheets[worksheet.ticket] = worksheet
            return True

    @override
    def worksheet(self, ticket: str) -> WorksheetRecord | None:
        return self._worksheets.get(ticket)

    @override
    def worksheets_of(self, person: str) -> Sequence[WorksheetRecord]:
        found = [one for one in self._worksheets.values() if one.person == person]
        return sorted(found, key=lambda one: (-one.saved_at.timestamp(), one.ticket))

    @override
    def worksheets(self) -> Sequence[WorksheetRecord]:
        return sorted(self._worksheets.values(), key=lambda one: one.ticket)

    @override
    def remove_worksheet(self, ticket: str) -> None:
        self._worksheets.pop(ticket, None)

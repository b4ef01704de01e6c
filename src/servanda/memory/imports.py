"""Imported cases in memory.

Source: servanda/usecases/ports/imports.py, whose promises it keeps.
"""

from collections.abc import Sequence
from datetime import date, datetime

from typing_extensions import override

from servanda.core.identifiers import PartyId
from servanda.usecases.casework.imported_case import ImportedCase
from servanda.usecases.ports.imports import ImportStore


class MemoryImports(ImportStore):
    """Fills the port `ImportStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._imported: dict[tuple[PartyId, str], ImportedCase] = {}
        self._closed: dict[tuple[PartyId, str], datetime] = {}

    @override
    def add_imported(self, cases: Sequence[ImportedCase], *, at: datetime) -> None:
        self._imported.update((case.key, case) for case in cases)

    @override
    def imported_cases(self, *, with_closed: bool = False) -> Sequence[ImportedCase]:
        shown = [
            case for key, case in self._imported.items() if with_closed or key not in self._closed
        ]
        return sorted(shown, key=lambda case: (case.due_on or date.max, case.received_on))

    @override
    def close_imported(self, counterpart: PartyId, file_number: str, *, at: datetime) -> bool:
        key = counterpart, file_number
        if key not in self._imported or key in self._closed:
            return False
        self._closed[key] = at
        return True

"""Imported cases as the use cases see them: a table beside the logs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import PartyId
from servanda.usecases.casework.imported_case import ImportedCase


class ImportStore(Protocol):
    """Keeps imported cases; one that is closed stays, and is shown no more."""

    def add_imported(self, cases: Sequence[ImportedCase], *, at: datetime) -> None:
        """Add cases whose keys are not there yet, all or none."""
        ...

    def imported_cases(self, *, with_closed: bool = False) -> Sequence[ImportedCase]:
        """Return the open ones, or all: what is due first on top, then those without a date."""
        ...

    def close_imported(self, counterpart: PartyId, file_number: str, *, at: datetime) -> bool:
        """Close an open case; False if there is none of that name."""
        ...

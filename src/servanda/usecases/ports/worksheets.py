"""Worksheets as the use cases see them: what persons have typed and not sent yet.

Source: docs/spec/desk.md, "Worksheets".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetRecord:
    """What one person has typed into one form; it is theirs alone, and nothing is sent of it.

    Attributes:
        ticket: Its name; also the ticket under which it will be queued, so that it is sent once.
        person: Whose it is.
        own: Our log in which it would stand.
        about: Leaf hash of what it is about; None where it opens a case.
        move: Name of the form.
        content: What was typed and attached, canonical JSON.
        revision: 1 at first, and one more with each saving.
        saved_at: When it was saved last.
    """

    ticket: str
    person: str
    own: Origin
    about: bytes | None
    move: str
    content: bytes
    revision: int
    saved_at: datetime


class WorksheetStore(Protocol):
    """Keeps worksheets until they are sent or thrown away. They are no record of anything.

    tests/usecases/ports/test_worksheet_store_contract.py holds every implementation to this.
    """

    def save_worksheet(self, worksheet: WorksheetRecord) -> bool:
        """Add revision 1, or put a later one in place of the one before it.

        False, and nothing changes, where another revision is there: somebody saved in between.
        """
        ...

    def worksheet(self, ticket: str) -> WorksheetRecord | None:
        """Return one worksheet, or None."""
        ...

    def worksheets_of(self, person: str) -> Sequence[WorksheetRecord]:
        """Return the worksheets of a person, the last saved first."""
        ...

    def worksheets(self) -> Sequence[WorksheetRecord]:
        """Return all worksheets, by ticket."""
        ...

    def remove_worksheet(self, ticket: str) -> None:
        """Remove a worksheet; nothing happens where there is none."""
        ...

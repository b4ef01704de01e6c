"""Worksheets in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import parse_origin
from servanda.store.sql import Database, Row, instant, seconds
from servanda.usecases.ports.worksheets import WorksheetRecord

_COLUMNS = "ticket, person, own, about, move, content, revision, saved_seconds"
_ALL = f"SELECT {_COLUMNS} FROM store_worksheet"  # noqa: S608 - the columns are the constant above
_ONE = f"{_ALL} WHERE ticket = %s"
_IN_ORDER = f"{_ALL} ORDER BY ticket"
_OF = f"{_ALL} WHERE person = %s ORDER BY saved_seconds DESC, ticket"
_ADD = f"""
INSERT INTO store_worksheet ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (ticket) DO NOTHING
"""  # noqa: S608 - likewise
_CHANGE = """
UPDATE store_worksheet SET content = %s, revision = %s, saved_seconds = %s
WHERE ticket = %s AND person = %s AND revision = %s
"""
_REMOVE = "DELETE FROM store_worksheet WHERE ticket = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorksheets(Database):
    """Fills the port `WorksheetStore`."""

    def save_worksheet(self, worksheet: WorksheetRecord) -> bool:
        """Add revision 1, or put a later one in place of the one before it."""
        saved = seconds(worksheet.saved_at)
        with self.transaction():
            if worksheet.revision > 1:
                change = (
                    worksheet.content,
                    worksheet.revision,
                    saved,
                    worksheet.ticket,
                    worksheet.person,
                    worksheet.revision - 1,
                )
                return self.run(_CHANGE, change) > 0
            row = (
                worksheet.ticket,
                worksheet.person,
                str(worksheet.own),
                worksheet.about,
                worksheet.move,
                worksheet.content,
                worksheet.revision,
                saved,
            )
            return self.run(_ADD, row) > 0

    def worksheet(self, ticket: str) -> WorksheetRecord | None:
        """Return one worksheet, or None."""
        row = self.row(_ONE, (ticket,))
        return None if row is None else _record(row)

    def worksheets_of(self, person: str) -> Sequence[WorksheetRecord]:
        """Return the worksheets of a person, the last saved first."""
        return [_record(row) for row in self.rows(_OF, (person,))]

    def worksheets(self) -> Sequence[WorksheetRecord]:
        """Return all worksheets, by ticket."""
        return [_record(row) for row in self.rows(_IN_ORDER)]

    def remove_worksheet(self, ticket: str) -> None:
        """Remove a worksheet."""
        with self.transaction():
            self.run(_REMOVE, (ticket,))


def _record(row: Row) -> WorksheetRecord:
    ticket, person, own, about, move, content, revision, saved = row
    return WorksheetRecord(
        ticket=ticket,
        person=person,
        own=parse_origin(own),
        about=None if about is None else bytes(about),
        move=move,
        content=bytes(content),
        revision=revision,
        saved_at=instant(saved),
    )

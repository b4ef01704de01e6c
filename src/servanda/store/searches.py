"""What was searched for at the desk, in SQL."""

from dataclasses import dataclass

from servanda.store.sql import Database, storable
from servanda.usecases.ports.searches import SearchRecord

_ADD = "INSERT INTO store_search (name, person, words) VALUES (%s, %s, %s)"
_DROP = """
DELETE FROM store_search WHERE person = %s AND id NOT IN
    (SELECT id FROM store_search WHERE person = %s ORDER BY id DESC LIMIT %s)
"""
_ONE = "SELECT name, person, words FROM store_search WHERE name = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSearches(Database):
    """Fills the port `SearchStore`."""

    def keep_search(self, search: SearchRecord, *, most: int) -> None:
        """Add a search; of that person's the newest `most` stay."""
        with self.transaction():
            self.run(_ADD, (search.name, search.person, storable(search.words)))
            self.run(_DROP, (search.person, search.person, most))

    def kept_search(self, name: str) -> SearchRecord | None:
        """Return one search, or None."""
        row = self.row(_ONE, (name,))
        return None if row is None else SearchRecord(name=row[0], person=row[1], words=row[2])

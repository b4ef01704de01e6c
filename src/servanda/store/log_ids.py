"""The numbers that stand for logs in the tables."""

from collections.abc import Iterable, Mapping

from servanda.core.identifiers import Origin
from servanda.store.sql import Database
from servanda.usecases.ports.store import IndexTakenError

_ADD_LOG = "INSERT INTO store_log (origin) VALUES (%s) ON CONFLICT (origin) DO NOTHING"
_LOG_ID = "SELECT id FROM store_log WHERE origin = %s"
# The largest index by itself: grouped, the database would walk through all leaves.
_ENDS = """
SELECT g.origin, g.id, (SELECT max(l.seq) FROM store_leaf l WHERE l.log_id = g.id)
FROM store_log g WHERE g.origin IN ({marks})
"""
_MAX_VALUES = 500  # values in one IN list; SQLite allows at least 999


class LogIds:
    """The numbers that stand for logs in the tables; makes one for a new log.

    Lives for one transaction, in its thread.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Origin, int] = {}

    def sizes(self, origins: Iterable[Origin]) -> Mapping[Origin, int]:
        """Return the number of leaves of each of `origins`, all asked for at once.

        Their numbers are known afterwards; a log that is not there has no leaves.
        """
        by_name = {str(origin): origin for origin in origins}
        sizes = dict.fromkeys(by_name.values(), 0)
        names = list(by_name)
        for start in range(0, len(names), _MAX_VALUES):
            part = names[start : start + _MAX_VALUES]
            question = _ENDS.format(marks=", ".join(["%s"] * len(part)))
            for name, number, last in self._database.rows(question, part):
                self._known[by_name[name]] = int(number)
                sizes[by_name[name]] = 0 if last is None else int(last) + 1
        return sizes

    def of(self, origin: Origin) -> int:
        """Return the number of `origin`."""
        known = self._known.get(origin)
        if known is None:
            name = str(origin)
            row = self._database.row(_LOG_ID, (name,))
            if row is None:
                self._database.run(_ADD_LOG, (name,))
                row = self._database.row(_LOG_ID, (name,))
            if row is None:
                raise IndexTakenError(f"the log {name} was made and removed at the same time")
            known = self._known[origin] = int(row[0])
        return known

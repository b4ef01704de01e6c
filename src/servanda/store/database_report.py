"""What `servanda doctor` says about the database itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.store.sql import Database
from servanda.usecases.ports.records import DatabaseReport

_SETTINGS_OF_SERVER = ("fsync", "full_page_writes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDatabase(Database):
    """Name, version and faults; reads only."""

    def database_report(self) -> DatabaseReport:
        """Return what is stored in, and what is wrong with that."""
        if self.connection.vendor == "sqlite":
            return DatabaseReport(
                name=f"SQLite {self._said('SELECT sqlite_version()')}",
                troubles=tuple(self._damage()),
            )
        return DatabaseReport(
            name=f"PostgreSQL {self._said('SHOW server_version')}",
            troubles=tuple(self._unsafe_settings()),
        )

    def _damage(self) -> Iterator[str]:
        for (found,) in self.rows("PRAGMA integrity_check(3)"):
            if found != "ok":
                yield f"the file is damaged ({found}); restore a copy, then `servanda refill`"

    def _unsafe_settings(self) -> Iterator[str]:
        """Name what the server's administrator has switched off; no connection can ask for it."""
        for name in _SETTINGS_OF_SERVER:
            if self._said(f"SHOW {name}") != "on":
                yield (
                    f"its server runs with {name} off: a power cut can take back what was "
                    f"receipted; switch it on"
                )

    def _said(self, question: str) -> str:
        row = self.row(question)
        return "" if row is None else str(row[0])

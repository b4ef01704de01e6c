"""The sequencer's lease: a locked file, which the system lets go of when its holder dies.

On PostgreSQL, where several machines share one store, an advisory lock is held as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS
from typing_extensions import override

from servanda.store.home.lease_file import HomeLease
from servanda.store.sql import Database, Row, StoreFailedError
from servanda.usecases.ports.outside import Lease, LeaseHeldError

_ADVISORY_LOCK = 0x5E17A4DA  # any number that no other program on the database uses
_TAKE = "SELECT pg_try_advisory_lock(%s)"
# Taken twice it would have to be let go of twice.
_KEEP = """
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
    AND classid = 0 AND objid = %s AND granted) OR pg_try_advisory_lock(%s)
"""
_LET_GO = "SELECT pg_advisory_unlock(%s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLease(Lease):
    """Holds `path` locked; with PostgreSQL behind `alias`, an advisory lock too.

    The advisory lock belongs to the connection of the thread that holds the lease; it ends with
    that connection. Locks of PostgreSQL are of one database, so nodes that share a server by
    databases of their own do not meet.
    """

    path: Path
    alias: str = DEFAULT_DB_ALIAS

    @override
    @contextmanager
    def hold(self) -> Iterator[None]:
        with HomeLease(path=self.path).hold(), self._advisory_lock():
            yield

    @override
    def keep(self) -> None:
        database = Database(alias=self.alias)
        if database.connection.vendor == "postgresql":
            _require(database.row(_KEEP, (_ADVISORY_LOCK, _ADVISORY_LOCK)))

    @contextmanager
    def _advisory_lock(self) -> Iterator[None]:
        database = Database(alias=self.alias)
        if database.connection.vendor != "postgresql":
            yield
            return
        _require(database.row(_TAKE, (_ADVISORY_LOCK,)))
        try:
            yield
        finally:
            # With a lost connection the lock is gone already, and its loss was reported.
            with suppress(StoreFailedError):
                database.row(_LET_GO, (_ADVISORY_LOCK,))


def _require(row: Row | None) -> None:
    if row is None or not row[0]:
        raise LeaseHeldError("another machine sequences for this store; it does the same work")

"""The sequencer's lease: a locked file, which the system lets go of when its holder dies.

On PostgreSQL, where several machines share one store, an advisory lock is held as well.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from typing_extensions import override

from servanda.usecases.ports import Lease, LeaseHeldError

_ADVISORY_LOCK = 0x5E17A4DA  # any number that no other program on the database uses


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLease(Lease):
    """Holds `path` locked; with PostgreSQL behind `alias`, an advisory lock too."""

    path: Path
    alias: str = DEFAULT_DB_ALIAS

    @override
    @contextmanager
    def hold(self) -> Iterator[None]:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LeaseHeldError(
                    f"another process of this node holds {self.path}; it does the same work"
                ) from error
            with self._advisory_lock():
                yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _advisory_lock(self) -> Iterator[None]:
        connection = connections[self.alias]
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (_ADVISORY_LOCK,))
            row = cursor.fetchone()
        if row is None or not row[0]:
            raise LeaseHeldError("another machine sequences for this store; it does the same work")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))

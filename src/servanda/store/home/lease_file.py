"""The sequencer's lease as a locked file, which the system lets go of when its holder dies.

All that a home needs whose store nobody else reaches; `store/lease.py` adds what PostgreSQL needs.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from servanda.usecases.ports.outside import Lease, LeaseHeldError


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLease(Lease):
    """Holds `path` locked."""

    path: Path

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
            yield
        finally:
            os.close(descriptor)

    @override
    def keep(self) -> None:
        """Do nothing: the system keeps a lock for whoever holds it."""

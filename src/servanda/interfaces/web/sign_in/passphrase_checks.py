"""Not more passphrases are stretched at once than the machine bears.

Each takes 64 MiB and a part of a second, and anybody who reaches the pages may ask for it.

Source: docs/spec/desk.md, "Signing in".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore
from typing import ClassVar

from servanda.core.errors import InvalidInputError

MAX_CHECKS = 2
PATIENCE_SECONDS = 10.0


class BusyError(InvalidInputError):
    """As many as may are looked at, and it took too long until one was done; try again."""

    code: ClassVar[str] = "desk-busy"


@contextmanager
def passphrase_check() -> Iterator[None]:
    """Return a context in which one passphrase may be looked at.

    Raises:
        BusyError: Too many are, for too long.
    """
    if not checks().acquire(timeout=PATIENCE_SECONDS):
        raise BusyError
    try:
        yield
    finally:
        checks().release()


@lru_cache(maxsize=1)
def checks() -> BoundedSemaphore:
    """Return what counts them, for this process."""
    return BoundedSemaphore(MAX_CHECKS)

"""One database, spoken to in SQL that both SQLite and PostgreSQL understand.

The store's questions are few and hot, so they are written out; Django gives the connection, the
transaction and the migrations. Times are whole seconds since 1970 in every table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeAlias

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from servanda.core.errors import MisconfiguredError

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Sequence[bool | int | str | bytes | None]


class StoreFailedError(MisconfiguredError):
    """The database could not do its work: full disk, out of reach, or held by another too long."""

    code: ClassVar[str] = "store-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """The connection of the calling thread to one of Django's databases.

    Attributes:
        alias: Its name in Django's settings.
    """

    alias: str = DEFAULT_DB_ALIAS

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """Return this thread's connection; Django keeps one for each."""
        return connections[self.alias]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Return a context that stores all or nothing, durably."""
        with _said_clearly(), transaction.atomic(using=self.alias, durable=True):
            yield

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all rows of a question."""
        with _said_clearly(), self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a question, or None."""
        with _said_clearly(), self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: Row | None = cursor.fetchone()
            return found

    def run(self, sql: str, values: Values = ()) -> int:
        """Run one change and return how many rows it touched."""
        with _said_clearly(), self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)

    def run_many(self, sql: str, many: Sequence[Values]) -> None:
        """Run one change with many sets of values."""
        if many:
            with _said_clearly(), self.connection.cursor() as cursor:
                cursor.executemany(sql, many)


@contextmanager
def _said_clearly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreFailedError(
            f"the database failed, and nothing of this was stored: {error}; see that the disk has "
            f"room and the database can be reached, then do the same again"
        ) from error


def seconds(instant: datetime) -> int:
    """Return `instant` as whole seconds since 1970."""
    return int(instant.timestamp())


def optional_seconds(instant: datetime | None) -> int | None:
    """Return `instant` as whole seconds since 1970, or None."""
    return None if instant is None else int(instant.timestamp())


def instant(value: int) -> datetime:
    """Return whole seconds since 1970 as an instant."""
    return datetime.fromtimestamp(value, UTC)


def optional_instant(value: int | None) -> datetime | None:
    """Return whole seconds since 1970 as an instant, or None."""
    return None if value is None else datetime.fromtimestamp(value, UTC)


def optional_bytes(value: bytes | None) -> bytes | None:
    """Return what a database gives for bytes (it may be a view of them) as bytes."""
    return None if value is None else bytes(value)

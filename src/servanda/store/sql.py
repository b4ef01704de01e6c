"""One database, spoken to in SQL that both SQLite and PostgreSQL understand.

The store's questions are few and hot, so they are written out; Django gives the connection, the
transaction and the migrations. Times are whole seconds since 1970 in every table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeAlias

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connections,
    transaction,
)
from django.db import Error as AnyDatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from servanda.core.errors import MisconfiguredError

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Sequence[bool | int | str | bytes | None]


# PostgreSQL's codes (its manual, appendix A) for what its administrator can put right, though the
# driver files them under faults of the program: no permission, a server that only reads.
_INSUFFICIENT_PRIVILEGE = "42501"
_READ_ONLY = "25006"
# Found by the leaf's own index: one more beside the facts would cost each new statement a page.
FACTS_OF_LEAF = "(log_id, seq) IN (SELECT l.log_id, l.seq FROM store_leaf l WHERE l.hash = %s)"

# Two writers in each other's way, one of which was sent off: a deadlock, a lost race.
_LOST_RACES = ("40P01", "40001")


class StoreFailedError(MisconfiguredError):
    """The database could not do its work: full disk, out of reach, or held by another too long."""

    code: ClassVar[str] = "store-failed"

    @property
    def is_lost_race(self) -> bool:
        """Whether another writer was faster, and the same may be tried again at once."""
        return _sqlstate(self.__cause__) in _LOST_RACES


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
        with said_clearly(self.connection), transaction.atomic(using=self.alias, durable=True):
            yield

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all rows of a question."""
        with said_clearly(self.connection):
            return self._asked(sql, values)

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a question, or None."""
        return next(iter(self.rows(sql, values)), None)

    def run(self, sql: str, values: Values = ()) -> int:
        """Run one change and return how many rows it touched."""
        with said_clearly(self.connection), self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)

    def run_many(self, sql: str, many: Sequence[Values]) -> None:
        """Run one change with many sets of values; PostgreSQL gets them all in one go."""
        if many:
            with said_clearly(self.connection), self.connection.cursor() as cursor:
                cursor.executemany(sql, many)

    def _asked(self, sql: str, values: Values) -> list[Row]:
        """Ask; once more where the connection was lost since its last use.

        Each thread has a connection, and a server that was started again has ended them all. A
        question can be put twice; inside a transaction nothing is, for its beginning is gone.
        """
        connection = self.connection
        try:
            return _fetched(connection, sql, values)
        except (InterfaceError, OperationalError):
            if connection.in_atomic_block or not _let_go_if_lost(connection):
                raise
            return _fetched(connection, sql, values)


def _fetched(connection: BaseDatabaseWrapper, sql: str, values: Values) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _let_go_if_lost(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the connection answers no more; then the next use makes a new one."""
    connection.close_if_unusable_or_obsolete()
    return connection.connection is None


@contextmanager
def said_clearly(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Turn what the database's operator can put right into `StoreFailedError`.

    A connection that was lost is let go of, so that the thread's next use makes a new one.
    """
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, ProgrammingError) as error:
        if not connection.in_atomic_block:
            _let_go_if_lost(connection)
        if not _is_the_operators(error):
            raise
        raise StoreFailedError(
            f"the database failed, and what was under way is stored whole or not at all: {error}; "
            f"see that the disk has room and the database can be reached, then do the same again"
        ) from error


def _is_the_operators(error: AnyDatabaseError) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return _sqlstate(error) in {_INSUFFICIENT_PRIVILEGE, _READ_ONLY}


def _sqlstate(error: BaseException | None) -> str | None:
    """Return PostgreSQL's code of a failure: the driver's error is the cause of Django's."""
    found: str | None = getattr(error and error.__cause__, "sqlstate", None)
    return found


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


def storable(text: str) -> str:
    """Return text that may hold what somebody else wrote; PostgreSQL stores no NUL in text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def optional_bytes(value: bytes | None) -> bytes | None:
    """Return what a database gives for bytes (it may be a view of them) as bytes."""
    return None if value is None else bytes(value)

"""Bring the tables of one database to this version of the software.

The command line opens the store many times; so the costly part runs only when a migration is
missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from servanda.store.sql import said_clearly

_ADVISORY_LOCK = 0x5E17A4DB  # any number that nothing else on the database uses; see lease.py


def is_current(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Return whether every migration of the store is applied."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("store"))


def ensure_schema(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Apply the migrations that are missing.

    Raises:
        StoreFailedError: The database cannot be reached, or lets this role make no tables.
    """
    connection = connections[alias]
    with said_clearly(connection):
        if is_current(alias):
            return
        with _alone(connection):
            if not is_current(alias):
                call_command("migrate", "store", database=alias, verbosity=0, interactive=False)


@contextmanager
def _alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Keep two processes that start at once from making the same tables.

    SQLite's lock for writing does that by itself.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (_ADVISORY_LOCK,))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))

"""Stores on disk for tests: a new SQLite file or an emptied PostgreSQL database each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import django
from django.conf import settings
from django.db import connections

from servanda.node import settings as node_settings
from servanda.store.append_only import (
    AUDIT_TABLES,
    EVIDENCE_TABLES,
    TABLES,
    create_triggers,
    drop_triggers,
)
from servanda.store.databases import postgresql_database, sqlite_database
from servanda.store.django_store import DjangoStore
from servanda.store.schema import ensure_schema

_ALIASES = count(1)
_GROWING = (*TABLES, *EVIDENCE_TABLES, *AUDIT_TABLES)


def set_up_django() -> None:
    """Configure Django as a node has it, without its database, unless it was configured before."""
    if not settings.configured:
        of_a_node = {name: getattr(node_settings, name) for name in dir(node_settings)}
        settings.configure(
            **{name: value for name, value in of_a_node.items() if name.isupper()}
            | {"DATABASES": {"default": sqlite_database(Path(":memory:"))}}
        )
    if not django.apps.apps.ready:
        django.setup()


@contextmanager
def sqlite_store(path: Path) -> Iterator[DjangoStore]:
    """Give a store in the file `path`, made if it is missing; close it at the end."""
    with _store(sqlite_database(path)) as store:
        yield store


@contextmanager
def postgresql_store(url: str) -> Iterator[DjangoStore]:
    """Give an empty store in the database at `url`."""
    with _store(postgresql_database(url)) as store:
        _empty(store)
        yield store


@contextmanager
def opened_postgresql(url: str) -> Iterator[DjangoStore]:
    """Give the store in the database at `url` as it is: for a second process, a second start."""
    with _store(postgresql_database(url)) as store:
        yield store


@contextmanager
def _store(database: dict[str, object]) -> Iterator[DjangoStore]:
    set_up_django()
    alias = f"test-{next(_ALIASES)}"
    connections.settings[alias] = connections.configure_settings({"default": {}, alias: database})[
        alias
    ]
    ensure_schema(alias)
    try:
        yield DjangoStore(alias=alias)
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def _empty(store: DjangoStore) -> None:
    drop_triggers(store.connection, tables=_GROWING)
    for table in store.connection.introspection.table_names():
        if table.startswith("store_"):
            store.run(f"TRUNCATE {table} CASCADE")
    create_triggers(store.connection, tables=_GROWING)

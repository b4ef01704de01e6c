"""The settings of the database are those that were measured, and they are in force."""

from pathlib import Path

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.store.databases import postgresql_database, sqlite_database
from servanda.store.schema import ensure_schema, is_current
from tests.django_stores import sqlite_store

FULL = 2  # what SQLite answers for synchronous = FULL


def test_sqlite_writes_ahead_in_full_and_takes_the_lock_at_once(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        assert store.row("PRAGMA journal_mode") == ("wal",)
        assert store.row("PRAGMA synchronous") == (FULL,)
        assert store.row("PRAGMA foreign_keys") == (1,)
    options = sqlite_database(tmp_path)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"


def test_a_url_names_server_and_database() -> None:
    database = postgresql_database("postgresql://me:p%40ss@db.example:5433/desk")

    assert database["NAME"] == "desk"
    assert database["PASSWORD"] == "p@ss"  # noqa: S105 - of nobody
    assert (database["HOST"], database["PORT"]) == ("db.example", "5433")


@pytest.mark.parametrize("url", ["", "mysql://x/y", "postgresql://host", "/var/store"])
def test_what_is_no_url_of_a_database_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(MisconfiguredError, match="postgresql://"):
        postgresql_database(url)


def test_the_schema_is_made_once(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        assert is_current(store.alias)
        ensure_schema(store.alias)


def test_a_second_process_finds_what_the_first_stored(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as first:
        first.run("INSERT INTO store_drop (reason, count) VALUES ('head', 3)")
    with sqlite_store(tmp_path / "store.sqlite3") as second:
        assert second.drops() == {"head": 3}

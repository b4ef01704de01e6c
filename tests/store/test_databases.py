"""The settings of the database are those that were measured, and they are in force."""

import sqlite3
from contextlib import closing
from pathlib import Path
from traceback import format_exception

import psycopg
import pytest

from servanda.store.databases import (
    SQLITE_TIMEOUT_SECONDS,
    DatabaseUrlError,
    postgresql_database,
    sqlite_database,
)
from servanda.store.schema import ensure_schema, is_current
from tests.django_stores import postgresql_store, sqlite_store

URL = "postgresql://me:p%40ss@db.example:5433/desk"
FULL = 2  # what SQLite answers for synchronous = FULL


def test_sqlite_writes_ahead_in_full_and_takes_the_lock_at_once(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        assert store.row("PRAGMA journal_mode") == ("wal",)
        assert store.row("PRAGMA synchronous") == (FULL,)
        assert store.row("PRAGMA foreign_keys") == (1,)
        assert store.row("PRAGMA busy_timeout") == (SQLITE_TIMEOUT_SECONDS * 1_000,)


def test_a_transaction_of_sqlite_has_the_write_lock_before_its_first_question(
    tmp_path: Path,
) -> None:
    file = tmp_path / "store.sqlite3"
    with (
        sqlite_store(file) as store,
        store.transaction(),
        closing(sqlite3.connect(file, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_no_request_is_a_transaction_since_that_would_lock_plain_reads_too(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        assert store.connection.settings_dict["ATOMIC_REQUESTS"] is False
    for database in (sqlite_database(tmp_path), postgresql_database(URL)):
        assert "ATOMIC_REQUESTS" not in database


def test_a_damaged_file_is_reported_with_the_cure(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    with sqlite_store(file):
        pass
    with closing(sqlite3.connect(file)) as damaging, damaging:
        damaging.execute("PRAGMA writable_schema = ON")
        damaging.execute("DELETE FROM sqlite_master WHERE name = 'store_leaf_hash'")

    with sqlite_store(file) as store:
        (trouble,) = store.database_report().troubles

    assert "never used" in trouble
    assert "servanda refill" in trouble


@pytest.mark.needs("postgres")
def test_postgresql_is_durable_whatever_its_server_is_set_to(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as plain:
        assert plain.execute("SHOW synchronous_commit").fetchone() == ("off",)

    with postgresql_store(postgres_url) as store:
        assert store.row("SHOW synchronous_commit") == ("on",)
        assert store.row("SHOW transaction_isolation") == ("read committed",)
        assert store.connection.settings_dict["ATOMIC_REQUESTS"] is False


def test_a_url_names_server_and_database() -> None:
    database = postgresql_database(URL)

    assert database["NAME"] == "desk"
    assert database["PASSWORD"] == "p@ss"  # noqa: S105 - of nobody
    assert (database["HOST"], database["PORT"]) == ("db.example", "5433")


def test_a_url_may_say_how_the_server_proves_who_it_is() -> None:
    options = postgresql_database(URL + "?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")[
        "OPTIONS"
    ]

    assert isinstance(options, dict)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", "the scheme none"),
        ("mysql://x/y", "the scheme mysql"),
        ("sqlite:///store", "the scheme sqlite"),
        ("/var/store", "the scheme none"),
        ("s3cret", "the scheme none"),
        ("host:s3cret", "the scheme none"),
        ("postgresql://host", "no name of one database"),
        ("postgresql://host/one/two", "no name of one database"),
        ("postgresql://me:s3cret/x@host/desk", "something that is no URL"),
        ("postgresql://me:[s3cret@host/desk", "something that is no URL"),
        ("postgresql://me:s3cret\u2100@host/desk", "something that is no URL"),
        ("postgresql://me:a?s3cret@host/desk", "something that is no URL"),
        ("postgresql://me@host/desk?s3cret", "after the ? another name"),
        ("postgresql://me@host/desk?options=s3cret", "after the ? another name"),
        ("postgresql://me@host/desk#s3cret", "a #"),
    ],
)
def test_what_is_no_url_of_postgresql_is_refused_with_the_cure_and_without_the_password(
    url: str, found: str
) -> None:
    with pytest.raises(DatabaseUrlError) as refused:
        postgresql_database(url)

    message = str(refused.value)
    assert f"found {found}" in message
    assert "SERVANDA_DATABASE_URL to be postgresql://" in message
    assert "leave it unset" in message
    assert "s3cret" not in "".join(format_exception(refused.value))


def test_the_schema_is_made_once(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        assert is_current(store.alias)
        ensure_schema(store.alias)


def test_a_second_process_finds_what_the_first_stored(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as first:
        first.run("INSERT INTO store_drop (reason, count) VALUES ('head', 3)")
    with sqlite_store(tmp_path / "store.sqlite3") as second:
        assert second.drops() == {"head": 3}

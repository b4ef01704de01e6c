"""How Django is told of the database: one file of SQLite, or PostgreSQL by one URL.

WAL without IMMEDIATE loses most concurrent writes to lock errors (measured: 84 %); FULL,
because a receipt once given must survive a power cut. PostgreSQL is asked for the same promise
on each connection, whatever its server is set to.

The URL holds a password, so no message here repeats any part of it but its scheme.

Source: docs/decisions/0005-sqlite-first-postgresql-by-url.md.
"""

from pathlib import Path
from typing import ClassVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from servanda.core.errors import MisconfiguredError

SQLITE_TIMEOUT_SECONDS = 20
# A batch costs two thirds of what it does with the usual 4,096, where half a page lies idle beside
# each body of 2 kB. Holds for a new file only, so it is said before anything is written.
SQLITE_PAGE_BYTES = 8_192
_SQLITE_START = (
    f"PRAGMA page_size={SQLITE_PAGE_BYTES};"
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
)

DATABASE_VARIABLE = "SERVANDA_DATABASE_URL"
CONNECT_SECONDS = 10  # a server that does not answer at all must not hold a thread for minutes
# What may follow `?` in the URL: how libpq reaches the server and proves it is the right one.
URL_OPTIONS = frozenset({"connect_timeout", "sslcert", "sslkey", "sslmode", "sslrootcert"})
# READ COMMITTED suffices: a log's places are unique, so of two sequencers one is refused.
_POSTGRESQL_START = (
    "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed "
    "-c client_encoding=UTF8"
)


class DatabaseUrlError(MisconfiguredError):
    """The URL of the database names none that can be used."""

    code: ClassVar[str] = "database-url"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"expected {DATABASE_VARIABLE} to be postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
            f"with @ : / ? # and % in the password percent-encoded, found {found}; for SQLite "
            f"leave it unset"
        )


def sqlite_database(path: Path) -> dict[str, object]:
    """Return Django's settings for a store in the file `path`."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": SQLITE_TIMEOUT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_START,
        },
    }


def postgresql_database(url: str) -> dict[str, object]:
    """Return Django's settings for `postgresql://user:password@host:port/name?sslmode=…`.

    Raises:
        DatabaseUrlError: `url` is none of these.
    """
    parts, port = _split(url)
    name = unquote(parts.path[1:])
    if not name or "/" in name:
        raise DatabaseUrlError("no name of one database")
    if parts.fragment:
        raise DatabaseUrlError("a #")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "servanda",
            **_options(parts.query),
            "options": _POSTGRESQL_START,
            # Values go apart from the SQL, which the server then reads once: a step of 256 leaves
            # takes half the time.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }


def _split(url: str) -> tuple[SplitResult, int | None]:
    """Return the parts of the URL and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Not chained: the library's message repeats what it could not read, maybe the password.
        raise DatabaseUrlError("something that is no URL") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        scheme = parts.scheme if "://" in url and parts.scheme else "none"
        raise DatabaseUrlError(f"the scheme {scheme}")
    return parts, port


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if not options.keys() <= URL_OPTIONS:
        raise DatabaseUrlError(f"after the ? another name than {', '.join(sorted(URL_OPTIONS))}")
    return options

"""How Django is told of the database: one file of SQLite, or PostgreSQL by one URL.

WAL without IMMEDIATE loses most concurrent writes to lock errors (measured: 84 %); FULL,
because a receipt once given must survive a power cut.

Source: docs/decisions/0005-sqlite-first-postgresql-by-url.md.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from servanda.core.errors import MisconfiguredError

SQLITE_TIMEOUT_SECONDS = 20
_SQLITE_START = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"


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
    """Return Django's settings for `postgresql://user:password@host:port/name`.

    Raises:
        MisconfiguredError: `url` is none of these.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise MisconfiguredError("expected postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
    }

"""The least of Django that the store's tables need: for the type checker, never for a node."""

from pathlib import Path

from servanda.store.databases import sqlite_database

SECRET_KEY = "for the type checker alone"  # noqa: S105 - opens nothing
USE_TZ = True
INSTALLED_APPS = ["servanda.store"]
DATABASES = {"default": sqlite_database(Path(":memory:"))}

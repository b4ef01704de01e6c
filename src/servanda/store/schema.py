"""Bring the tables of one database to this version of the software.

The command line opens the store many times; so the costly part runs only when a migration is
missing.
"""

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def is_current(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Return whether every migration of the store is applied."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("store"))


def ensure_schema(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Apply the migrations that are missing."""
    if not is_current(alias):
        call_command("migrate", "store", database=alias, verbosity=0, interactive=False)

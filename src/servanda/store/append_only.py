"""The triggers that keep leaves and checkpoints from being changed or removed.

They stop mistakes and honest administrators. Who drops them first is found by the hashes, at
start, before each head and at review.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("store_leaf", "store_checkpoint")

_SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION servanda_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION servanda_only_grows()
"""


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Forbid changes of the tables that only grow."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in TABLES:
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(_SQLITE_TRIGGER.format(table=table, event=event))
        else:
            cursor.execute(_POSTGRESQL_FUNCTION)
            for table in TABLES:
                cursor.execute(_POSTGRESQL_TRIGGER.format(table=table))


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Allow changes again: only for a refill, inside its transaction, and for tests."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "sqlite":
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_only_grows ON {table}")

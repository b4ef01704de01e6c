"""The triggers that keep leaves, checkpoints and decisions from being changed or removed.

They stop mistakes and honest administrators. Who drops them first is found by the hashes, at
start, before each head and at review.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("store_leaf", "store_checkpoint")  # a refill may lift these, for its transaction
EVIDENCE_TABLES = ("store_evidencedecision",)  # nothing ever lifts this
AUDIT_TABLES = ("store_auditentry",)  # likewise

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


def create_triggers(connection: BaseDatabaseWrapper, *, tables: Sequence[str] = TABLES) -> None:
    """Forbid changes of the tables that only grow."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables:
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(_SQLITE_TRIGGER.format(table=table, event=event))
        else:
            cursor.execute(_POSTGRESQL_FUNCTION)
            for table in tables:
                cursor.execute(_POSTGRESQL_TRIGGER.format(table=table))


def drop_triggers(connection: BaseDatabaseWrapper, *, tables: Sequence[str] = TABLES) -> None:
    """Allow changes again: only for a refill, inside its transaction, and for tests."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "sqlite":
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_only_grows ON {table}")

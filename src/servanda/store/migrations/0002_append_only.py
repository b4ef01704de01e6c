"""Leaves and checkpoints only grow: triggers on both databases."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from servanda.store.append_only import create_triggers, drop_triggers


def forbid(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    create_triggers(editor.connection)


def allow(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    drop_triggers(editor.connection)


class Migration(migrations.Migration):
    """Run after the tables are there."""

    dependencies = (("store", "0001_initial"),)
    operations = (migrations.RunPython(forbid, allow),)

"""Documents that evidence rests on, and decisions, which only grow."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from servanda.store.append_only import EVIDENCE_TABLES, create_triggers, drop_triggers


def forbid(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    create_triggers(editor.connection, tables=EVIDENCE_TABLES)


def allow(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    drop_triggers(editor.connection, tables=EVIDENCE_TABLES)


class Migration(migrations.Migration):
    """Two tables more; nothing was archived or decided before."""

    dependencies = (("store", "0010_search_without_spaces"),)
    operations = (
        migrations.CreateModel(
            name="EvidenceDocument",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("added_seconds", models.BigIntegerField()),
                ("fetched_on", models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceDecision",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.BinaryField()),
            ],
        ),
        migrations.RunPython(forbid, allow),
    )

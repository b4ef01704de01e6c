"""The node keeps a log of what its own people did, and what their passphrases are known by."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from servanda.store.append_only import AUDIT_TABLES, create_triggers, drop_triggers


def forbid(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    create_triggers(editor.connection, tables=AUDIT_TABLES)


def allow(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    drop_triggers(editor.connection, tables=AUDIT_TABLES)


class Migration(migrations.Migration):
    """Three tables more; nothing was noted before."""

    dependencies = (("store", "0016_facts_of_dialogue"),)
    operations = (
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("line", models.BinaryField()),
                ("edge", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", ""), _negated=True),
                        fields=["kind", "seq"],
                        name="store_audit_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verifier",
            fields=[
                (
                    "digest",
                    models.CharField(max_length=71, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40)),
                ("salt", models.BinaryField()),
                ("stretched", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("failures", models.BigIntegerField()),
                ("last_seconds", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(forbid, allow),
    )

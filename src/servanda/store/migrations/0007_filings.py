"""File numbers and titles, searchable; read off the bodies that are held."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from servanda.store.old_filings import file_what_is_held


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Read them off what the store holds from before."""
    del apps  # the rows are read and written in SQL, as everywhere in the store
    file_what_is_held(editor.connection.alias)


class Migration(migrations.Migration):
    """One table more, filled from the bodies."""

    dependencies = (("store", "0006_casework"),)
    operations = (
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("leaf_hash", models.BinaryField()),
                ("about", models.BinaryField(db_index=True)),
                ("file_number", models.TextField()),
                ("title", models.TextField()),
                ("words", models.TextField()),
                ("items", models.BinaryField(null=True)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="store.log",
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("log", "seq"), name="store_filing_log_seq"),
                ),
                "indexes": [
                    models.Index(
                        fields=("items",),
                        condition=models.Q(items__isnull=False),
                        name="store_filing_items",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    )

"""Open cases of before can be imported, into a table of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing was imported before."""

    dependencies = (("store", "0008_passages"),)
    operations = (
        migrations.CreateModel(
            name="ImportedCase",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("counterpart", models.CharField(max_length=200)),
                ("is_ours", models.BooleanField()),
                ("file_number", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("urgency", models.CharField(max_length=20)),
                ("received_on", models.CharField(max_length=10)),
                ("their_file_number", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("due_on", models.CharField(max_length=10)),
                ("imported_seconds", models.BigIntegerField()),
                ("closed_seconds", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("counterpart", "file_number"), name="store_imported_once"
                    ),
                ],
            },
        ),
    )

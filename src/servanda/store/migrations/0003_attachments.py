"""Attachments: which statement names which, which are receipted, and how sending goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more."""

    dependencies = (("store", "0002_append_only"),)
    operations = (
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(db_index=True)),
                ("leaf_hash", models.BinaryField(db_index=True)),
                ("seq", models.BigIntegerField()),
                ("listed_seconds", models.BigIntegerField(null=True)),
                ("due_seconds", models.BigIntegerField(null=True)),
                ("attempts", models.IntegerField()),
                ("handed_over", models.BooleanField()),
                ("trouble", models.TextField()),
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
                    models.UniqueConstraint(
                        fields=("log", "seq", "digest"), name="store_attachment_log_seq_digest"
                    ),
                ),
                "indexes": [
                    models.Index(
                        fields=("id",),
                        condition=models.Q(listed_seconds=None),
                        name="store_attachment_unlisted",
                    ),
                ],
            },
        ),
    )

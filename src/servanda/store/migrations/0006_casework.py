"""Casework: which statements are about which request, how it stands, what is due and was told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Five tables more; they fill themselves from the logs when somebody first looks."""

    dependencies = (("store", "0005_answered_checks"),)
    operations = (
        migrations.CreateModel(
            name="CaseworkMark",
            fields=[
                ("own", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("own_until", models.BigIntegerField()),
                ("copy_until", models.BigIntegerField()),
                ("waiting", models.BinaryField()),
                ("version", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("case", models.BinaryField(db_index=True)),
                ("clock", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                ("is_ours", models.BooleanField()),
                ("started_seconds", models.BigIntegerField()),
                ("due_seconds", models.BigIntegerField(db_index=True)),
                ("is_provisional", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("leaf_hash", models.BinaryField(unique=True)),
                ("is_ours", models.BooleanField()),
                ("kind", models.CharField(max_length=40)),
                ("urgency", models.CharField(max_length=20)),
                ("subject", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("is_open", models.BooleanField()),
                ("generation", models.IntegerField()),
                ("started_seconds", models.BigIntegerField()),
                ("answered_seconds", models.BigIntegerField(null=True)),
                ("outcome", models.CharField(max_length=40)),
                ("is_held", models.BooleanField()),
                ("due_seconds", models.BigIntegerField(null=True)),
                ("expires_seconds", models.BigIntegerField(null=True)),
                ("last_seconds", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["own", "started_seconds"], name="store_case_own"),
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["due_seconds"],
                        name="store_case_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("case", models.BinaryField()),
                ("kind", models.CharField(max_length=20)),
                ("clock", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                ("is_ours", models.BooleanField()),
                ("due_seconds", models.BigIntegerField()),
                ("came_seconds", models.BigIntegerField(db_index=True)),
                ("noted_seconds", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "clock", "number", "due_seconds"),
                        name="store_notice_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStatement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("case", models.BinaryField()),
                ("leaf_hash", models.BinaryField()),
                ("seq", models.BigIntegerField()),
                ("received_seconds", models.BigIntegerField()),
                ("marks", models.CharField(max_length=200)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.log"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "own", "log", "seq"), name="store_casestatement_place"
                    )
                ],
            },
        ),
    )

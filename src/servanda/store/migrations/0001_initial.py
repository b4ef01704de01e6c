"""The tables as they began."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables."""

    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=200)),
                ("message", models.TextField()),
                ("evidence", models.BinaryField()),
                ("raised_seconds", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("leaf_hash", models.BinaryField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Counterpart",
            fields=[
                ("party", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("card", models.BinaryField()),
                ("added_seconds", models.BigIntegerField()),
                ("confirmed_seconds", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Drop",
            fields=[
                ("reason", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="HeldRun",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("origin", models.CharField(db_index=True, max_length=200)),
                ("first", models.BigIntegerField()),
                ("run", models.BinaryField()),
                ("held_seconds", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("origin", models.CharField(max_length=200, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("party", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("mode", models.CharField(max_length=16)),
                ("card", models.BinaryField()),
                ("created_seconds", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("own", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("opened_seconds", models.BigIntegerField()),
                ("own_size", models.BigIntegerField()),
                ("copy_size", models.BigIntegerField()),
                ("their_have", models.BigIntegerField()),
                ("receipted", models.BigIntegerField()),
                ("last_own_statement", models.BigIntegerField()),
                ("forked", models.BooleanField()),
                ("last_contact_seconds", models.BigIntegerField(null=True)),
                ("due_seconds", models.BigIntegerField(db_index=True, null=True)),
                ("answer_owed", models.BooleanField()),
                ("attempts", models.IntegerField()),
                ("handed_over", models.BigIntegerField()),
                ("trouble", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Queued",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ticket", models.CharField(max_length=64, unique=True)),
                ("own", models.CharField(max_length=200)),
                ("type", models.CharField(max_length=40)),
                ("facts", models.BinaryField()),
                ("ref", models.BinaryField(null=True)),
                ("accord", models.CharField(max_length=71, null=True)),
                ("salt", models.BinaryField(null=True)),
                ("body", models.BinaryField(null=True)),
                ("attachments", models.TextField()),
                ("queued_seconds", models.BigIntegerField()),
                ("leaf_hash", models.BinaryField(null=True)),
                ("trouble", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("leaf_hash", None), ("trouble", "")),
                        fields=["id"],
                        name="store_queued_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("note", models.BinaryField()),
                ("type", models.CharField(max_length=40)),
                ("ref", models.BinaryField(null=True)),
                ("seconds", models.BigIntegerField(null=True)),
                ("verdict", models.CharField(max_length=16)),
                ("reason", models.TextField()),
                ("marks", models.CharField(max_length=200)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.log"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["hash"], name="store_leaf_hash"),
                    models.Index(
                        condition=models.Q(
                            ("type__in", ("acceptance", "cut", "key", "proposal", "withdrawal"))
                        ),
                        fields=["log", "seq"],
                        name="store_leaf_landmarks",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("log", "seq"), name="store_leaf_log_seq")
                ],
            },
        ),
        migrations.CreateModel(
            name="Facts",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("leaf_hash", models.BinaryField(db_index=True)),
                ("seq", models.BigIntegerField()),
                ("type", models.CharField(max_length=40)),
                ("sent_seconds", models.BigIntegerField(null=True)),
                ("received_seconds", models.BigIntegerField(null=True)),
                ("acknowledged_seconds", models.BigIntegerField(null=True)),
                ("answered_seconds", models.BigIntegerField(null=True)),
                ("outcome", models.CharField(max_length=40)),
                ("withdrawn_seconds", models.BigIntegerField(null=True)),
                ("refused", models.CharField(max_length=16)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.log"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "seq"), name="store_facts_log_seq")
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("note", models.BinaryField()),
                ("signed_seconds", models.BigIntegerField()),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.log"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "size"), name="store_checkpoint_size")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
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
                        fields=("log", "level", "number"), name="store_tile_place"
                    )
                ],
            },
        ),
    )

"""Keys of programs are kept, and what was answered to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables more; no program had a key before."""

    dependencies = (("store", "0025_second_factors"),)
    operations = (
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("token", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=40)),
                ("description", models.CharField(max_length=80)),
                ("groups", models.CharField(max_length=200)),
                ("writes", models.BooleanField()),
                ("made_seconds", models.BigIntegerField()),
                ("expires_seconds", models.BigIntegerField()),
                ("used_seconds", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="GivenAnswer",
            fields=[
                ("name", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("asked", models.CharField(max_length=71)),
                ("begun_seconds", models.BigIntegerField(db_index=True)),
                ("status", models.IntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
    )

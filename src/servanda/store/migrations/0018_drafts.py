"""Statements can wait for a second person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing waited for anybody before."""

    dependencies = (("store", "0017_audit"),)
    operations = (
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("ticket", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=71)),
                ("eyes", models.TextField()),
                ("written_seconds", models.BigIntegerField()),
                ("refusal", models.TextField()),
            ],
        ),
    )

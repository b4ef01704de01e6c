"""What is kept of reviews: outlines of logs and shares of groups."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables more, both empty: all in them follows from the logs."""

    dependencies = (("store", "0012_settled_alarms"),)
    operations = (
        migrations.CreateModel(
            name="KeptOutline",
            fields=[
                ("origin", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="KeptGroup",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("name", models.BinaryField()),
                ("key", models.BinaryField()),
                ("statements", models.BinaryField()),
                ("at_seconds", models.BigIntegerField()),
                ("is_over", models.BooleanField()),
                ("shares", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("own", "name"), name="store_keptgroup_name")
                ],
            },
        ),
    )

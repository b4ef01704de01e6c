"""What was given to a carrier is remembered, so that what comes back is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing that was sent before is known when it comes back."""

    dependencies = (("store", "0020_conduct_by_type"),)
    operations = (
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("own", models.CharField(max_length=200)),
                ("first", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("carrier", models.CharField(max_length=40)),
                ("sent_seconds", models.BigIntegerField()),
                ("returned_seconds", models.BigIntegerField(null=True)),
                ("status", models.CharField(max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["own", "id"], name="store_sending_own")],
            },
        ),
    )

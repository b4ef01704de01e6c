"""How the carriers of a pair did of late is remembered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; all carriers begin fresh."""

    dependencies = (("store", "0023_sessions"),)
    operations = (
        migrations.CreateModel(
            name="Carrier",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("own", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("failures", models.IntegerField()),
                ("rests_seconds", models.BigIntegerField(null=True)),
                ("handed_seconds", models.BigIntegerField(null=True)),
                ("handed_until", models.BigIntegerField()),
                ("trouble", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("own", "kind"), name="store_carrier_of_pair")
                ],
            },
        ),
    )

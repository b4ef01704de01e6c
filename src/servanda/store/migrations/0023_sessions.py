"""Sessions at the desk are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nobody was signed in before."""

    dependencies = (("store", "0022_facts_of_assessments"),)
    operations = (
        migrations.CreateModel(
            name="Session",
            fields=[
                ("digest", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=40)),
                ("verifier", models.CharField(max_length=71)),
                ("begun_seconds", models.BigIntegerField()),
                ("used_seconds", models.BigIntegerField()),
                ("address", models.CharField(max_length=64)),
                ("agent", models.CharField(max_length=200)),
            ],
        ),
    )

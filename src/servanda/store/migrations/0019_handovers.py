"""What hand-overs say is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing was handed over before."""

    dependencies = (("store", "0018_drafts"),)
    operations = (
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("digest", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
    )

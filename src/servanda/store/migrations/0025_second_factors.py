"""Second factors of persons are kept, and which codes are spent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables more; nobody had a second factor before."""

    dependencies = (("store", "0024_carriers"),)
    operations = (
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("digest", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("secret", models.BinaryField()),
                ("recovery", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SpentCode",
            fields=[
                ("mark", models.CharField(max_length=200, primary_key=True, serialize=False)),
            ],
        ),
    )

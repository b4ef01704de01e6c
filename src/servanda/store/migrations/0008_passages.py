"""What a marking held back and somebody let pass is noted from now on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing was let pass by word before."""

    dependencies = (("store", "0007_filings"),)
    operations = (
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("leaf_hash", models.BinaryField(db_index=True)),
                ("door", models.CharField(max_length=20)),
                ("marking", models.CharField(max_length=20)),
                ("use", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("at_seconds", models.BigIntegerField()),
            ],
        ),
    )

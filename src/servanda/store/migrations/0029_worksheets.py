"""What persons type at the desk is kept until it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing was typed at the desk before."""

    dependencies = (("store", "0028_uploads"),)
    operations = (
        migrations.CreateModel(
            name="Worksheet",
            fields=[
                ("ticket", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("person", models.CharField(db_index=True, max_length=40)),
                ("own", models.CharField(max_length=400)),
                ("about", models.BinaryField(null=True)),
                ("move", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("revision", models.BigIntegerField()),
                ("saved_seconds", models.BigIntegerField()),
            ],
        ),
    )

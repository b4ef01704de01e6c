"""What persons search for at the desk is kept beside the address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nobody searched before."""

    dependencies = (("store", "0030_next_clocks"),)
    operations = (
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=32, unique=True)),
                ("person", models.CharField(db_index=True, max_length=40)),
                ("words", models.TextField()),
            ],
        ),
    )

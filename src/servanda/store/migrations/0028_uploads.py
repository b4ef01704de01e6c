"""What opens attachments of programs is kept until a statement names them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; nothing was uploaded before."""

    dependencies = (("store", "0027_changed_cases"),)
    operations = (
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("digest", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=71)),
                ("file", models.BinaryField()),
                ("sent_seconds", models.BigIntegerField(db_index=True)),
            ],
        ),
    )

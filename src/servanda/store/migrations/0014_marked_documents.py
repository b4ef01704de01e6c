"""Archived documents have a marking; those that are there get the one that stays inside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more."""

    dependencies = (("store", "0013_kept_reviews"),)
    operations = (
        migrations.AddField(
            model_name="evidencedocument",
            name="tlp",
            field=models.CharField(max_length=12, default="amber"),
            preserve_default=False,
        ),
    )

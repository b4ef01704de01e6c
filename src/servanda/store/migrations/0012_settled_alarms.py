"""An alarm that was acted on is kept and no longer shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more; what was raised before still waits for a person."""

    dependencies = (("store", "0011_evidence"),)
    operations = (
        migrations.AddField(
            model_name="alarm",
            name="settled_seconds",
            field=models.BigIntegerField(null=True),
        ),
    )

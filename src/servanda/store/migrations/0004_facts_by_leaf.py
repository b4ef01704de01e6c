"""Facts are found through the leaf they are of; their own index by hash goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index less: each statement that arrives writes one page less."""

    dependencies = (("store", "0003_attachments"),)
    operations = (
        migrations.AlterField(model_name="facts", name="leaf_hash", field=models.BinaryField()),
    )

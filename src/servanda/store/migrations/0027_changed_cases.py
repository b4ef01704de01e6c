"""When each request was last written is kept, for programs that ask what changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody asked before, so what is there counts as written when it was last about something."""

    dependencies = (("store", "0026_api_keys"),)
    operations = (
        migrations.AddField(
            model_name="case",
            name="changed_seconds",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunSQL(
            "UPDATE store_case SET changed_seconds = last_seconds",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=("started_seconds", "leaf_hash"), name="store_case_walk"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=("changed_seconds",), name="store_case_changed"),
        ),
    )

"""The few statements of one type around requests are found without reading those of the others."""

from django.db import migrations, models

# As they were when this was written: an index is changed by another migration.
_TYPES = (
    "call",
    "check",
    "concern",
    "contact",
    "custody",
    "deliverable",
    "dispute",
    "escalation",
    "outcome",
    "reply",
    "round",
    "suspension",
)


class Migration(migrations.Migration):
    """The same index with the type before the place."""

    dependencies = (("store", "0019_handovers"),)
    operations = (
        migrations.RemoveIndex(model_name="facts", name="store_facts_conduct"),
        migrations.AddIndex(
            model_name="facts",
            index=models.Index(
                condition=models.Q(("type__in", _TYPES)),
                fields=["log", "type", "seq"],
                name="store_facts_conduct",
            ),
        ),
    )

"""Assessments are found as the other statements around requests are."""

from django.db import migrations, models

# As they were when this was written: an index is changed by another migration.
_TYPES = (
    "assessment",
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
    """The same index over one type more."""

    dependencies = (("store", "0021_sendings"),)
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

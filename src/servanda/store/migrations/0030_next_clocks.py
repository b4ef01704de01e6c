"""Each request has the clock in its row that runs out first, so that lists are ordered by it."""

from django.db import migrations, models

from servanda.core.desk.case_order import NO_CLOCK

_FIRST = """
(SELECT {column} FROM store_deadline d WHERE d."case" = store_case.leaf_hash
    AND d.own = store_case.own ORDER BY d.due_seconds, d.clock, d.number LIMIT 1)
"""
_TAKE = f"""
UPDATE store_case SET next_clock = {_FIRST.format(column="d.clock")},
    next_is_ours = {_FIRST.format(column="d.is_ours")},
    next_started_seconds = {_FIRST.format(column="d.started_seconds")},
    next_seconds = {_FIRST.format(column="d.due_seconds")}
WHERE EXISTS (SELECT 1 FROM store_deadline d WHERE d."case" = store_case.leaf_hash
    AND d.own = store_case.own)
"""  # noqa: S608 - the parts are constants


def _column(name: str, field: models.Field) -> migrations.AddField:  # type: ignore[type-arg]  # of any values
    return migrations.AddField("case", name, field, preserve_default=False)


class Migration(migrations.Migration):
    """Four columns, taken from the clocks that run, and the orders of the queue."""

    dependencies = (("store", "0029_worksheets"),)
    operations = (
        _column("next_clock", models.CharField(max_length=40, default="")),
        _column("next_is_ours", models.BooleanField(default=False)),
        _column("next_started_seconds", models.BigIntegerField(default=0)),
        _column("next_seconds", models.BigIntegerField(default=NO_CLOCK)),
        migrations.RunSQL(_TAKE, migrations.RunSQL.noop),
        migrations.AddIndex(
            "case", models.Index(fields=["next_seconds", "leaf_hash"], name="store_case_next")
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["next_seconds", "leaf_hash"],
                condition=models.Q(is_open=True),
                name="store_case_open_next",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["started_seconds", "leaf_hash"], name="store_case_started"),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["last_seconds", "leaf_hash"], name="store_case_last")
        ),
    )

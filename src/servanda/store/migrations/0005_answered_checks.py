"""A check that was answered is shown as answered, also one from before this was noted."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_ANSWERS = """
SELECT ref, seconds FROM store_leaf
WHERE type = 'check' AND verdict = 'valid' AND ref IS NOT NULL ORDER BY log_id, seq
"""
_ANSWERED = """
UPDATE store_facts SET answered_seconds = %s WHERE answered_seconds IS NULL
AND (log_id, seq) IN (SELECT l.log_id, l.seq FROM store_leaf l WHERE l.hash = %s)
"""


def note_answers(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Note for each check when its first answer was given, as replaying the logs would."""
    del apps
    with editor.connection.cursor() as cursor:
        cursor.execute(_ANSWERS)
        answers = cursor.fetchall()
        for ref, seconds in answers:
            cursor.execute(_ANSWERED, (seconds, ref))


class Migration(migrations.Migration):
    """No table changes; one projection is brought up to date."""

    dependencies = (("store", "0004_facts_by_leaf"),)
    operations = (migrations.RunPython(note_answers, migrations.RunPython.noop),)

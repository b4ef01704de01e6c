"""File numbers and titles are found however their spaces are set."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from servanda.store.old_filings import search_without_spaces


def write_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write anew what is searched of what was filed before."""
    del apps  # the rows are read and written in SQL, as everywhere in the store
    search_without_spaces(editor.connection.alias)


class Migration(migrations.Migration):
    """The column stays, what stands in it has no spaces any more."""

    dependencies = (("store", "0009_imported_cases"),)
    operations = (migrations.RunPython(write_anew, migrations.RunPython.noop),)

"""An open case of before: somebody's own record, in no log and no figure."""

from django.db import models


class ImportedCase(models.Model):
    """An open case of before: somebody's own record, in no log and no figure."""

    id = models.BigAutoField(primary_key=True)
    counterpart = models.CharField(max_length=200)
    is_ours = models.BooleanField()
    file_number = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    urgency = models.CharField(max_length=20)
    received_on = models.CharField(max_length=10)
    their_file_number = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    due_on = models.CharField(max_length=10)
    imported_seconds = models.BigIntegerField()
    closed_seconds = models.BigIntegerField(null=True)

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(
                fields=("counterpart", "file_number"), name="store_imported_once"
            ),
        )

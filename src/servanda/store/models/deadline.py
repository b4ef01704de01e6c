"""One clock that runs (projection)."""

from django.db import models


class Deadline(models.Model):
    """One clock that runs (projection)."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    case = models.BinaryField(db_index=True)
    clock = models.CharField(max_length=40)
    number = models.IntegerField()
    is_ours = models.BooleanField()
    started_seconds = models.BigIntegerField()
    due_seconds = models.BigIntegerField(db_index=True)
    is_provisional = models.BooleanField()

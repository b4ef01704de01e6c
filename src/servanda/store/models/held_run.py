"""A run that came before the one it follows."""

from django.db import models


class HeldRun(models.Model):
    """A run that came before the one it follows."""

    digest = models.CharField(max_length=64, primary_key=True)
    origin = models.CharField(max_length=200, db_index=True)
    first = models.BigIntegerField()
    run = models.BinaryField()
    held_seconds = models.BigIntegerField()

"""A statement that waits for a second person."""

from django.db import models


class Draft(models.Model):
    """A statement that waits for a second person."""

    ticket = models.CharField(max_length=200, primary_key=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=71)
    eyes = models.TextField()
    written_seconds = models.BigIntegerField()
    refusal = models.TextField()

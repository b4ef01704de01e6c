"""How often in a row the passphrase of a person was wrong."""

from django.db import models


class Attempt(models.Model):
    """How often in a row the passphrase of a person was wrong."""

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.BigIntegerField()
    last_seconds = models.BigIntegerField()

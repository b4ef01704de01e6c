"""A counterpart whose card was given to us."""

from django.db import models


class Counterpart(models.Model):
    """A counterpart whose card was given to us."""

    party = models.CharField(max_length=64, primary_key=True)
    card = models.BinaryField()
    added_seconds = models.BigIntegerField()
    confirmed_seconds = models.BigIntegerField(null=True)

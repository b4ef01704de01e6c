"""How often something that is no leaf was dropped, by reason."""

from django.db import models


class Drop(models.Model):
    """How often something that is no leaf was dropped, by reason."""

    reason = models.CharField(max_length=80, primary_key=True)
    count = models.BigIntegerField()

"""What a hand-over says, under its digest."""

from django.db import models


class Handover(models.Model):
    """What a hand-over says, under its digest."""

    digest = models.CharField(max_length=71, primary_key=True)
    content = models.BinaryField()

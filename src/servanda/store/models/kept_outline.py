"""The outline of a log, for reviews (projection)."""

from django.db import models


class KeptOutline(models.Model):
    """The outline of a log, for reviews (projection)."""

    origin = models.CharField(max_length=200, primary_key=True)
    data = models.BinaryField()

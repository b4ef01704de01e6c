"""A code that was used, of which factor."""

from django.db import models


class SpentCode(models.Model):
    """A code that was used, of which factor."""

    mark = models.CharField(max_length=200, primary_key=True)

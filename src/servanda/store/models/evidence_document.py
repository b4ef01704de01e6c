"""A document of the archive; its bytes lie in the home, by their hash."""

from django.db import models


class EvidenceDocument(models.Model):
    """A document of the archive; its bytes lie in the home, by their hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    added_seconds = models.BigIntegerField()
    fetched_on = models.CharField(max_length=10)
    tlp = models.CharField(max_length=12)

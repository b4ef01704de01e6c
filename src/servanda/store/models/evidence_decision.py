"""A decision of a person, as the note that the node signed; the table only grows."""

from django.db import models


class EvidenceDecision(models.Model):
    """A decision of a person, as the note that the node signed; the table only grows."""

    number = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()

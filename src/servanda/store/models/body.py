"""Salt and body of a leaf; the only part of a statement that can be erased."""

from django.db import models


class Body(models.Model):
    """Salt and body of a leaf; the only part of a statement that can be erased."""

    leaf_hash = models.BinaryField(primary_key=True)
    salt = models.BinaryField()
    body = models.BinaryField()

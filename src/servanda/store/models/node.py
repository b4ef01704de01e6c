"""Who this node is: one row."""

from django.db import models


class Node(models.Model):
    """Who this node is: one row."""

    party = models.CharField(max_length=64, primary_key=True)
    mode = models.CharField(max_length=16)
    card = models.BinaryField()
    created_seconds = models.BigIntegerField()

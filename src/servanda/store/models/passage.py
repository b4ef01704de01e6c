"""Something that a marking held back and that somebody let pass, with the reason."""

from django.db import models


class Passage(models.Model):
    """Something that a marking held back and that somebody let pass, with the reason."""

    id = models.BigAutoField(primary_key=True)
    leaf_hash = models.BinaryField(db_index=True)
    door = models.CharField(max_length=20)
    marking = models.CharField(max_length=20)
    use = models.CharField(max_length=40)
    reason = models.TextField()
    at_seconds = models.BigIntegerField()

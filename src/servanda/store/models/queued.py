"""A statement that waits for the sequencer, or the leaf it became."""

from django.db import models


class Queued(models.Model):
    """A statement that waits for the sequencer, or the leaf it became."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.CharField(max_length=64, unique=True)
    own = models.CharField(max_length=200)
    type = models.CharField(max_length=40)
    facts = models.BinaryField()
    ref = models.BinaryField(null=True)
    accord = models.CharField(max_length=71, null=True)
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    attachments = models.TextField()
    queued_seconds = models.BigIntegerField()
    leaf_hash = models.BinaryField(null=True)
    trouble = models.TextField()

    class Meta:
        """Names that the SQL of the store relies on."""

        indexes = (
            # The sequencer asks many times a second for what waits: mostly nothing.
            models.Index(
                fields=("id",),
                condition=models.Q(leaf_hash=None, trouble=""),
                name="store_queued_waiting",
            ),
        )

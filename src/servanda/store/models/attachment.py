"""An attachment that a statement names (projection), and how its sending goes."""

from django.db import models

from servanda.store.models.log import Log


class Attachment(models.Model):
    """An attachment that a statement names (projection), and how its sending goes."""

    id = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(db_index=True)
    leaf_hash = models.BinaryField(db_index=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    listed_seconds = models.BigIntegerField(null=True)
    due_seconds = models.BigIntegerField(null=True)
    attempts = models.IntegerField()
    handed_over = models.BooleanField()
    trouble = models.TextField()

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(
                fields=("log", "seq", "digest"), name="store_attachment_log_seq_digest"
            ),
        )
        indexes = (
            # The outbox asks often for what is not receipted: mostly nothing.
            models.Index(
                fields=("id",),
                condition=models.Q(listed_seconds=None),
                name="store_attachment_unlisted",
            ),
        )

"""One leaf of a log; append-only by trigger (migration 0002)."""

from django.db import models

from servanda.store.models.log import Log


class Leaf(models.Model):
    """One leaf of a log; append-only by trigger (migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    note = models.BinaryField()
    type = models.CharField(max_length=40)
    ref = models.BinaryField(null=True)
    seconds = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=16)
    reason = models.TextField()
    marks = models.CharField(max_length=200)

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (models.UniqueConstraint(fields=("log", "seq"), name="store_leaf_log_seq"),)
        indexes = (
            models.Index(fields=("hash",), name="store_leaf_hash"),
            # The few leaves that decide how others are judged; read whenever a pair is loaded.
            models.Index(
                fields=("log", "seq"),
                condition=models.Q(type__in=("acceptance", "cut", "key", "proposal", "withdrawal")),
                name="store_leaf_landmarks",
            ),
        )

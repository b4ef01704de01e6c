"""A signed head of a log; append-only by trigger (migration 0002)."""

from django.db import models

from servanda.store.models.log import Log


class Checkpoint(models.Model):
    """A signed head of a log; append-only by trigger (migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    signed_seconds = models.BigIntegerField()

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(fields=("log", "size"), name="store_checkpoint_size"),
        )

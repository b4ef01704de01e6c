"""What a statement says for the files (projection): file number, title, what is asked for."""

from django.db import models

from servanda.store.models.log import Log


class Filing(models.Model):
    """What a statement says for the files (projection): file number, title, what is asked for."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    leaf_hash = models.BinaryField()
    about = models.BinaryField(db_index=True)
    file_number = models.TextField()
    title = models.TextField()
    words = models.TextField()
    items = models.BinaryField(null=True)

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (models.UniqueConstraint(fields=("log", "seq"), name="store_filing_log_seq"),)
        indexes = (
            models.Index(
                fields=("items",),
                condition=models.Q(items__isnull=False),
                name="store_filing_items",
            ),
        )

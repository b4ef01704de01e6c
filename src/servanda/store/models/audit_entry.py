"""One entry of the node's own audit log; the table only grows."""

from django.db import models


class AuditEntry(models.Model):
    """One entry of the node's own audit log; the table only grows."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    line = models.BinaryField()
    edge = models.BinaryField()

    class Meta:
        """Names that the SQL of the store relies on."""

        indexes = (
            models.Index(
                fields=("kind", "seq"),
                name="store_audit_kind",
                condition=~models.Q(kind=""),
            ),
        )

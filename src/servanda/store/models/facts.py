"""Delivered, acknowledged, answered: what is known of a statement (projection)."""

from django.db import models

from servanda.store.models.log import Log
from servanda.usecases.ports.records import CONDUCT_TYPES


class Facts(models.Model):
    """Delivered, acknowledged, answered: what is known of a statement (projection)."""

    id = models.BigAutoField(primary_key=True)
    leaf_hash = models.BinaryField()  # looked up by the index of the leaves
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    type = models.CharField(max_length=40)
    sent_seconds = models.BigIntegerField(null=True)
    received_seconds = models.BigIntegerField(null=True)
    acknowledged_seconds = models.BigIntegerField(null=True)
    answered_seconds = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=40)
    withdrawn_seconds = models.BigIntegerField(null=True)
    refused = models.CharField(max_length=16)

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (models.UniqueConstraint(fields=("log", "seq"), name="store_facts_log_seq"),)
        indexes = (
            models.Index(
                fields=("log", "type", "seq"),
                condition=models.Q(type__in=CONDUCT_TYPES),
                name="store_facts_conduct",
            ),
        )

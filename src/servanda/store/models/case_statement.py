"""Which counted statements belong to which case (projection)."""

from django.db import models

from servanda.store.models.log import Log


class CaseStatement(models.Model):
    """Which counted statements belong to which case (projection)."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    case = models.BinaryField()
    leaf_hash = models.BinaryField()
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    received_seconds = models.BigIntegerField()
    marks = models.CharField(max_length=200)

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(
                fields=("case", "own", "log", "seq"), name="store_casestatement_place"
            ),
        )

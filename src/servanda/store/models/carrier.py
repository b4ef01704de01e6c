"""How one carrier did of late for one pair."""

from django.db import models


class Carrier(models.Model):
    """How one carrier did of late for one pair."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    failures = models.IntegerField()
    rests_seconds = models.BigIntegerField(null=True)
    handed_seconds = models.BigIntegerField(null=True)
    handed_until = models.BigIntegerField()
    trouble = models.TextField()

    class Meta:
        """One row for each pair and carrier."""

        constraints = (
            models.UniqueConstraint(fields=["own", "kind"], name="store_carrier_of_pair"),
        )

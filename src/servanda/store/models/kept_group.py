"""What one group of cases adds to a review (projection)."""

from django.db import models


class KeptGroup(models.Model):
    """What one group of cases adds to a review (projection)."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    name = models.BinaryField()
    key = models.BinaryField()
    statements = models.BinaryField()
    at_seconds = models.BigIntegerField()
    is_over = models.BooleanField()
    shares = models.BinaryField()

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(fields=("own", "name"), name="store_keptgroup_name"),
        )

"""An envelope that was given to a carrier which may give it back later."""

from django.db import models


class Sending(models.Model):
    """An envelope that was given to a carrier which may give it back later."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    own = models.CharField(max_length=200)
    first = models.BigIntegerField()
    until = models.BigIntegerField()
    carrier = models.CharField(max_length=40)
    sent_seconds = models.BigIntegerField()
    returned_seconds = models.BigIntegerField(null=True)
    status = models.CharField(max_length=40)

    class Meta:
        """The newest of one pair are asked for."""

        indexes = (models.Index(fields=["own", "id"], name="store_sending_own"),)

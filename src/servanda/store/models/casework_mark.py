"""How far the casework of a pair follows its logs (projection)."""

from django.db import models


class CaseworkMark(models.Model):
    """How far the casework of a pair follows its logs (projection)."""

    own = models.CharField(max_length=200, primary_key=True)
    own_until = models.BigIntegerField()
    copy_until = models.BigIntegerField()
    waiting = models.BinaryField()
    version = models.BigIntegerField()

"""What the codes of a person are known by, under its digest."""

from django.db import models


class SecondFactor(models.Model):
    """What the codes of a person are known by, under its digest."""

    digest = models.CharField(max_length=71, primary_key=True)
    name = models.CharField(max_length=40)
    secret = models.BinaryField()
    recovery = models.TextField()

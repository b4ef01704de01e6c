"""What a passphrase of a person is known by, under its digest."""

from django.db import models


class Verifier(models.Model):
    """What a passphrase of a person is known by, under its digest."""

    digest = models.CharField(max_length=71, primary_key=True)
    name = models.CharField(max_length=40)
    salt = models.BinaryField()
    stretched = models.BinaryField()

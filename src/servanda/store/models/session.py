"""A sign-in at the desk that has not ended."""

from django.db import models


class Session(models.Model):
    """A sign-in at the desk that has not ended."""

    digest = models.CharField(max_length=71, primary_key=True)
    person = models.CharField(max_length=40)
    verifier = models.CharField(max_length=71)
    begun_seconds = models.BigIntegerField()
    used_seconds = models.BigIntegerField()
    address = models.CharField(max_length=64)
    agent = models.CharField(max_length=200)

"""A key by which a program acts for a person, under the digest of its token."""

from django.db import models


class ApiKey(models.Model):
    """A key by which a program acts for a person, under the digest of its token."""

    token = models.CharField(max_length=71, primary_key=True)
    person = models.CharField(max_length=40)
    description = models.CharField(max_length=80)
    groups = models.CharField(max_length=200)
    writes = models.BooleanField()
    made_seconds = models.BigIntegerField()
    expires_seconds = models.BigIntegerField()
    used_seconds = models.BigIntegerField(null=True)

"""Something a person must look at, with the bytes that prove it."""

from django.db import models


class Alarm(models.Model):
    """Something a person must look at, with the bytes that prove it."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    message = models.TextField()
    evidence = models.BinaryField()
    raised_seconds = models.BigIntegerField()
    settled_seconds = models.BigIntegerField(null=True)  # when it was acted on

"""What a person has typed into a form and not sent yet."""

from django.db import models


class Worksheet(models.Model):
    """What a person has typed into a form and not sent yet."""

    ticket = models.CharField(max_length=200, primary_key=True)
    person = models.CharField(max_length=40, db_index=True)
    own = models.CharField(max_length=400)
    about = models.BinaryField(null=True)
    move = models.CharField(max_length=40)
    content = models.BinaryField()
    revision = models.BigIntegerField()
    saved_seconds = models.BigIntegerField()

"""What a program was answered, kept for some days in case it asks again."""

from django.db import models


class GivenAnswer(models.Model):
    """What a program was answered, kept for some days in case it asks again."""

    name = models.CharField(max_length=71, primary_key=True)
    asked = models.CharField(max_length=71)
    begun_seconds = models.BigIntegerField(db_index=True)
    status = models.IntegerField()
    body = models.BinaryField()

"""What opens an attachment that a program sent and that no statement names yet."""

from django.db import models


class Upload(models.Model):
    """What opens an attachment that a program sent and that no statement names yet."""

    digest = models.CharField(max_length=71, primary_key=True)
    token = models.CharField(max_length=71)
    file = models.BinaryField()
    sent_seconds = models.BigIntegerField(db_index=True)

"""The name of a log, ours or a copy; a number stands for it in the other tables."""

from django.db import models


class Log(models.Model):
    """The name of a log, ours or a copy; a number stands for it in the other tables."""

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=200, unique=True)

"""What a person of the desk searched for, under a name that says nothing."""

from django.db import models


class Search(models.Model):
    """What a person of the desk searched for, under a name that says nothing."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=40, db_index=True)
    words = models.TextField()

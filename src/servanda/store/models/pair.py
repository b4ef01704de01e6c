"""How the exchange with one counterpart under one accord stands; the outbox too."""

from django.db import models


class Pair(models.Model):
    """How the exchange with one counterpart under one accord stands; the outbox too."""

    own = models.CharField(max_length=200, primary_key=True)
    opened_seconds = models.BigIntegerField()
    own_size = models.BigIntegerField()
    copy_size = models.BigIntegerField()
    their_have = models.BigIntegerField()
    receipted = models.BigIntegerField()
    last_own_statement = models.BigIntegerField()
    forked = models.BooleanField()
    last_contact_seconds = models.BigIntegerField(null=True)
    due_seconds = models.BigIntegerField(null=True, db_index=True)
    answer_owed = models.BooleanField()
    attempts = models.IntegerField()
    handed_over = models.BigIntegerField()
    trouble = models.TextField()

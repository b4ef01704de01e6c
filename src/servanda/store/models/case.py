"""One request as the counted statements leave it (projection)."""

from django.db import models


class Case(models.Model):
    """One request as the counted statements leave it (projection)."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    leaf_hash = models.BinaryField(unique=True)
    is_ours = models.BooleanField()
    kind = models.CharField(max_length=40)
    urgency = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    is_open = models.BooleanField()
    generation = models.IntegerField()
    started_seconds = models.BigIntegerField()
    answered_seconds = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=40)
    is_held = models.BooleanField()
    due_seconds = models.BigIntegerField(null=True)
    expires_seconds = models.BigIntegerField(null=True)
    last_seconds = models.BigIntegerField()
    changed_seconds = models.BigIntegerField(default=0)
    next_clock = models.CharField(max_length=40)
    next_is_ours = models.BooleanField()
    next_started_seconds = models.BigIntegerField()
    next_seconds = models.BigIntegerField()  # NO_CLOCK where none runs

    class Meta:
        """Names that the SQL of the store relies on."""

        indexes = (
            models.Index(fields=("own", "started_seconds"), name="store_case_own"),
            models.Index(fields=("started_seconds", "leaf_hash"), name="store_case_walk"),
            models.Index(fields=("changed_seconds",), name="store_case_changed"),
            models.Index(
                fields=("due_seconds",),
                condition=models.Q(is_open=True),
                name="store_case_open",
            ),
            models.Index(fields=("next_seconds", "leaf_hash"), name="store_case_next"),
            models.Index(
                fields=("next_seconds", "leaf_hash"),
                condition=models.Q(is_open=True),
                name="store_case_open_next",
            ),
            models.Index(fields=("started_seconds", "leaf_hash"), name="store_case_started"),
            models.Index(fields=("last_seconds", "leaf_hash"), name="store_case_last"),
        )

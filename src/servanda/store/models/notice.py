"""A reminder, a breach or a warning that a person was told once."""

from django.db import models


class Notice(models.Model):
    """A reminder, a breach or a warning that a person was told once."""

    id = models.BigAutoField(primary_key=True)
    own = models.CharField(max_length=200)
    case = models.BinaryField()
    kind = models.CharField(max_length=20)
    clock = models.CharField(max_length=40)
    number = models.IntegerField()
    is_ours = models.BooleanField()
    due_seconds = models.BigIntegerField()
    came_seconds = models.BigIntegerField(db_index=True)
    noted_seconds = models.BigIntegerField()

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "clock", "number", "due_seconds"),
                name="store_notice_once",
            ),
        )

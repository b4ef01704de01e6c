"""One hash tile of a log (projection): see `servanda.usecases.ports.records.TileRecord`."""

from django.db import models

from servanda.store.models.log import Log


class Tile(models.Model):
    """One hash tile of a log (projection): see `servanda.usecases.ports.records.TileRecord`."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False)
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        """Names that the SQL of the store relies on."""

        constraints = (
            models.UniqueConstraint(fields=("log", "level", "number"), name="store_tile_place"),
        )

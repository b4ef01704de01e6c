"""A log's tree as the store keeps it: full tiles, and the leaves after the last full one.

The sequencer's `PairState` asks it for the hashes of complete subtrees; so do proofs and
bundles. Tiles of level 0 are stored when full, which never changes them again; the hashes of
the leaves after them stand in the leaves.

Source: C2SP tlog-tiles; docs/spec/log.md.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from typing_extensions import override

from servanda.core.identifiers import HASH_BYTES, Origin
from servanda.core.tlog.hashing import parent_hashes
from servanda.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH
from servanda.core.tlog.tree import NodeReader, OutsideTreeError
from servanda.usecases.ports.records import TileRecord
from servanda.usecases.ports.store import LogReader

_FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES
_MAX_CACHED_TILES = 64  # 16 KiB each, with the levels between


class StoredNodes(NodeReader):
    """Reads the complete subtrees of one stored log, however it has grown meanwhile.

    Not for several threads at once. Keeps only full tiles in memory: they never change.
    """

    def __init__(self, store: LogReader, origin: Origin) -> None:
        """Read `origin` from `store`."""
        self._store = store
        self._origin = origin
        self._full: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    @override
    def node(self, level: int, index: int) -> bytes:
        tile_level, height = divmod(level, TILE_HEIGHT)
        number, offset = divmod(index, TILE_WIDTH >> height)
        row = self._rows(tile_level, number)[height]
        found = row[offset * HASH_BYTES : (offset + 1) * HASH_BYTES]
        if level < 0 or index < 0 or len(found) != HASH_BYTES:
            raise OutsideTreeError(
                f"{self._origin}: expected a complete subtree, found level {level}, index {index}"
            )
        return found

    def _rows(self, level: int, number: int) -> list[bytes]:
        """Return the hashes of a tile, and the rows of complete subtrees above them."""
        known = self._full.get((level, number))
        if known is not None:
            self._full.move_to_end((level, number))
            return known
        hashes = self._store.tile(self._origin, level, number)
        if level == 0 and not hashes:
            first = number * TILE_WIDTH
            hashes = b"".join(self._store.leaf_hashes(self._origin, first, first + TILE_WIDTH))
        rows = [hashes]
        for _ in range(TILE_HEIGHT - 1):
            rows.append(parent_hashes(rows[-1]))
        if len(hashes) == _FULL_TILE_BYTES:
            self._full[level, number] = rows
            if len(self._full) > _MAX_CACHED_TILES:
                self._full.popitem(last=False)
        return rows


def new_tiles(
    store: LogReader,
    origin: Origin,
    *,
    old_size: int,
    leaf_hashes: Sequence[bytes],
    fresh: Mapping[tuple[int, int], bytes],
) -> list[TileRecord]:
    """Return the tiles to store when a log grows.

    Args:
        store: Holds the log up to `old_size`.
        origin: The log.
        old_size: Its size so far.
        leaf_hashes: Of the new leaves.
        fresh: At least the nodes above level 0 (level, index) that the new leaves complete.
    """
    tiles = list(_full_leaf_tiles(store, origin, old_size=old_size, leaf_hashes=leaf_hashes))
    if not tiles:  # nothing at level 8 or above is complete either
        return []
    by_tile: dict[tuple[int, int], dict[int, bytes]] = {}
    for (level, index), node in fresh.items():
        if level and level % TILE_HEIGHT == 0:
            place = (level // TILE_HEIGHT, index // TILE_WIDTH)
            by_tile.setdefault(place, {})[index] = node
    for (level, number), nodes in sorted(by_tile.items()):
        kept = store.tile(origin, level, number)[: (min(nodes) % TILE_WIDTH) * HASH_BYTES]
        added = b"".join(nodes[index] for index in sorted(nodes))
        tiles.append(TileRecord(level=level, number=number, hashes=kept + added))
    return tiles


def all_tiles(leaf_hashes: Iterable[bytes]) -> list[TileRecord]:
    """Return every tile that a log with these leaves stores: the projection from scratch."""
    tiles: list[TileRecord] = []
    level, hashes = 0, b"".join(leaf_hashes)
    while hashes:
        above: list[bytes] = []
        for number, start in enumerate(range(0, len(hashes), _FULL_TILE_BYTES)):
            tile = hashes[start : start + _FULL_TILE_BYTES]
            is_full = len(tile) == _FULL_TILE_BYTES
            if is_full or level:
                tiles.append(TileRecord(level=level, number=number, hashes=tile))
            if is_full:
                above.append(_tile_root(tile))
        level, hashes = level + 1, b"".join(above)
    return tiles


def _full_leaf_tiles(
    store: LogReader, origin: Origin, *, old_size: int, leaf_hashes: Sequence[bytes]
) -> Iterable[TileRecord]:
    new_size = old_size + len(leaf_hashes)
    first_number = old_size // TILE_WIDTH
    if new_size // TILE_WIDTH == first_number:
        return
    start = first_number * TILE_WIDTH
    hashes = [*store.leaf_hashes(origin, start, old_size), *leaf_hashes]
    for number in range(first_number, new_size // TILE_WIDTH):
        offset = number * TILE_WIDTH - start
        tile = b"".join(hashes[offset : offset + TILE_WIDTH])
        yield TileRecord(level=0, number=number, hashes=tile)


def _tile_root(tile: bytes) -> bytes:
    while len(tile) > HASH_BYTES:
        tile = parent_hashes(tile)
    return tile

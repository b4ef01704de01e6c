"""The files a log is stored and handed over in: hash tiles and bundles of entries.

A hash tile is a row of up to 256 hashes of one level; only every eighth level of the tree has
tiles, the levels between are computed from them. An entry tile holds the entries whose leaf
hashes are the level-0 tile of the same number. A full file never changes, and a reader needs
two or three files for a proof, however long the log is.

A bundle carries both logs in this form, and a stock tool for such logs can read it.

Source: C2SP tlog-tiles; docs/spec/log.md for entries that are withheld.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import HASH_BYTES
from servanda.core.tlog.hashing import parent_hashes
from servanda.core.tlog.tree import NodeReader, OutsideTreeError

TILE_HEIGHT = 8  # levels of the tree that one tile stands for
TILE_WIDTH = 1 << TILE_HEIGHT  # hashes, or entries, in a full tile
MAX_TILE_LEVEL = 63  # by the source; a log of 2**63 entries ends at level 7
MAX_ENTRY_BYTES = 65_535  # the length before an entry has 16 bits

_LENGTH_BYTES = 2
_MAX_CACHED_TILES = 64  # 16 KiB each; a proof needs three


class InvalidTileError(CounterpartError):
    """A tile is not of the width its name says, or its entries cannot be told apart."""

    code: ClassVar[str] = "invalid-tile"


class OversizedEntryError(InvalidInputError):
    """An entry is longer than a log can hold."""

    code: ClassVar[str] = "oversized-entry"


def tile_path(level: int, number: int, width: int) -> str:
    """Return where a hash tile is kept, from the log's own folder.

    Args:
        level: Of the tile: 0 for leaf hashes, 1 for roots of full tiles of level 0, ...
        number: Of the tile in its level, from 0.
        width: Hashes in it, 1 to `TILE_WIDTH`.
    """
    if not 0 <= level <= MAX_TILE_LEVEL:
        raise OutsideTreeError(f"expected a tile level up to {MAX_TILE_LEVEL}, found {level}")
    return f"tile/{level}/{_number_path(number, width)}"


def entries_path(number: int, width: int) -> str:
    """Return where the entries under the level-0 tile `number` of `width` are kept."""
    return f"tile/entries/{_number_path(number, width)}"


def hash_tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, number, width) of every hash tile of a log of `size` entries."""
    level, hashes = 0, size
    while hashes > 0:
        for number, width in entry_tiles(hashes):
            yield level, number, width
        # Only full tiles have a hash in the level above.
        level, hashes = level + 1, hashes >> TILE_HEIGHT


def entry_tiles(size: int) -> Iterator[tuple[int, int]]:
    """Yield (number, width) of every entry tile of a log of `size` entries."""
    for number in range(size >> TILE_HEIGHT):
        yield number, TILE_WIDTH
    if size % TILE_WIDTH:
        yield size >> TILE_HEIGHT, size % TILE_WIDTH


def tile_paths(size: int) -> Iterator[str]:
    """Yield the path of every file of a log of `size` entries, hash tiles first."""
    for level, number, width in hash_tiles(size):
        yield tile_path(level, number, width)
    for number, width in entry_tiles(size):
        yield entries_path(number, width)


def hash_tile(nodes: NodeReader, *, level: int, number: int, width: int) -> bytes:
    """Return the bytes of one hash tile.

    Raises:
        OutsideTreeError: The tree has not all of its hashes yet.
    """
    first = number * TILE_WIDTH
    tree_level = level * TILE_HEIGHT
    return b"".join(nodes.node(tree_level, first + offset) for offset in range(width))


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of an entry tile; an empty entry stands for one that is withheld.

    Raises:
        OversizedEntryError: An entry is longer than `MAX_ENTRY_BYTES`.
    """
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise OversizedEntryError(
                f"expected an entry of at most {MAX_ENTRY_BYTES} bytes, found {len(entry)}"
            )
        parts.append(len(entry).to_bytes(_LENGTH_BYTES, "big"))
        parts.append(entry)
    return b"".join(parts)


def parse_entries(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of an entry tile; an empty one is withheld.

    Nothing is verified: each entry's leaf hash has to be that of the level-0 tile.

    Raises:
        InvalidTileError: `data` holds fewer entries, or bytes after the last one.
    """
    entries: list[bytes] = []
    position = 0
    for _ in range(width):
        start = position + _LENGTH_BYTES
        position = start + int.from_bytes(data[position:start], "big")
        if position > len(data):
            raise InvalidTileError(f"expected {width} entries, found {len(entries)} whole ones")
        entries.append(data[start:position])
    if position != len(data):
        raise InvalidTileError(f"expected {width} entries, found {len(data) - position} bytes more")
    return entries


class TileNodes(NodeReader):
    """Reads a tree's nodes from its tiles, each as it is at `size`.

    The hashes are as good as the files: they may contradict each other. Who does not trust
    the files compares a root or proof made from here with a signed root.

    Not for several threads at once.
    """

    def __init__(self, read: Callable[[str], bytes], size: int) -> None:
        """Take the function that returns the bytes at a `tile_path`, and the log's size."""
        self._read = read
        self._size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    @override
    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree.

        Raises:
            OutsideTreeError: The subtree is not complete at this size.
            InvalidTileError: The tile it stands in is not of the length its name says.
        """
        if level < 0 or index < 0 or (index + 1) << level > self._size:
            raise OutsideTreeError(
                f"expected a complete subtree of a tree of {self._size}, found level {level},"
                f" index {index}"
            )
        tile_level, height = divmod(level, TILE_HEIGHT)
        number, offset = divmod(index, TILE_WIDTH >> height)
        row = self._rows(tile_level, number)[height]
        return row[offset * HASH_BYTES : (offset + 1) * HASH_BYTES]

    def _rows(self, level: int, number: int) -> list[bytes]:
        """Return a tile's row of hashes, and the rows of complete subtrees above it."""
        rows = self._tiles.get((level, number))
        if rows is None:
            rows = [self._read_tile(level, number)]
            for _ in range(TILE_HEIGHT - 1):
                rows.append(parent_hashes(rows[-1]))
            if len(self._tiles) >= _MAX_CACHED_TILES:
                del self._tiles[next(iter(self._tiles))]  # the one read first
            self._tiles[level, number] = rows
        return rows

    def _read_tile(self, level: int, number: int) -> bytes:
        hashes_in_level = self._size >> (level * TILE_HEIGHT)
        width = min(TILE_WIDTH, hashes_in_level - number * TILE_WIDTH)
        path = tile_path(level, number, width)
        data = self._read(path)
        if len(data) != width * HASH_BYTES:
            raise InvalidTileError(
                f"expected {width * HASH_BYTES} bytes in {path}, found {len(data)}"
            )
        return data


def _number_path(number: int, width: int) -> str:
    """Return a tile's number in groups of three digits, all but the last after an x."""
    if number < 0 or not 1 <= width <= TILE_WIDTH:
        raise OutsideTreeError(f"expected a tile of 1 to {TILE_WIDTH}, found {number} of {width}")
    rest, last = divmod(number, 1000)
    path = f"{last:03d}"
    while rest:
        rest, group = divmod(rest, 1000)
        path = f"x{group:03d}/{path}"
    return path if width == TILE_WIDTH else f"{path}.p/{width}"

"""A judged log that is read again from the bundle whenever a leaf is asked for.

Keeps one byte a leaf: the verdict. So a review over millions of leaves needs no memory for
them, and nothing is ever judged twice.

Source: docs/spec/bundle.md, "How it is checked", step 5.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias, overload

from typing_extensions import override

from servanda.core.exchange.leaf import (
    CLOCK_CONFLICT,
    JudgedLeaf,
    RejectedLeaf,
    VerifiedStatement,
    read_leaf,
)
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.tlog.tiles import TILE_WIDTH, entries_path, parse_entries
from servanda.core.tlog.tree import NodeReader
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.wrong import refuse_leaf

_REJECTED, _VALID, _CONFLICT = range(3)
_MARKS = frozenset({CLOCK_CONFLICT})
_NO_MARKS: frozenset[str] = frozenset()

_TILES_IN_MEMORY = 8

_Slice: TypeAlias = "slice[int | None, int | None, int | None]"


class JudgedLog(Sequence[JudgedLeaf]):
    """The judged leaves of one log, or its first ones; not for several threads."""

    def __init__(
        self, *, files: CheckedFiles, origin: Origin, folder: str, nodes: NodeReader, size: int
    ) -> None:
        """Take the bundle, the log's name, folder, tree and size; no leaf is judged yet."""
        self.origin = origin
        self._files = files
        self._folder = folder
        self._nodes = nodes
        self._size = size
        self._verdicts = bytearray()
        self._length = 0
        self._tile = lru_cache(maxsize=_TILES_IN_MEMORY)(self._read_tile)

    def take(self, leaf: JudgedLeaf) -> None:
        """Note the verdict of the next leaf."""
        if isinstance(leaf, RejectedLeaf):
            self._verdicts.append(_REJECTED)
        else:
            self._verdicts.append(_CONFLICT if leaf.marks else _VALID)
        self._length += 1

    @override
    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> JudgedLeaf: ...

    @overload
    def __getitem__(self, index: "_Slice") -> "JudgedLog": ...

    @override
    def __getitem__(self, index: "int | _Slice") -> "JudgedLeaf | JudgedLog":
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if start != 0 or step != 1:
                raise ValueError("expected a slice from the first leaf on")
            return self._first(stop)
        if not 0 <= index < self._length:
            raise IndexError(index)
        number, offset = divmod(index, TILE_WIDTH)
        return self._leaf(index, self._tile(number)[offset])

    @override
    def __iter__(self) -> Iterator[JudgedLeaf]:
        for start in range(0, self._length, TILE_WIDTH):
            notes = self._tile(start // TILE_WIDTH)
            for index in range(start, min(start + TILE_WIDTH, self._length)):
                yield self._leaf(index, notes[index - start])

    def _first(self, length: int) -> "JudgedLog":
        part = JudgedLog(
            files=self._files,
            origin=self.origin,
            folder=self._folder,
            nodes=self._nodes,
            size=self._size,
        )
        part._verdicts = self._verdicts
        part._tile = self._tile
        part._length = length
        return part

    def _read_tile(self, number: int) -> list[bytes]:
        width = min(TILE_WIDTH, self._size - number * TILE_WIDTH)
        data = self._files.read_unchecked(self._folder + entries_path(number, width))
        return parse_entries(data, width)

    def _leaf(self, index: int, note: bytes) -> JudgedLeaf:
        verdict = self._verdicts[index]
        expected = self._nodes.node(0, index)
        if not note:
            return withheld_leaf(self.origin, index, expected)
        received = read_leaf(note)
        header = received.header
        if received.leaf_hash != expected or (header is None and verdict != _REJECTED):
            raise refuse_leaf(
                "the file was changed while it was being checked.",
                log=self.origin,
                index=index,
                type_name=None,
                leaf=digest_from_hash(expected),
            )
        if verdict == _REJECTED or header is None:
            return RejectedLeaf(
                origin=self.origin,
                index=index,
                leaf_hash=expected,
                note=note,
                code="invalid",
                reason="judged before",
                header=header,
            )
        return VerifiedStatement(
            origin=self.origin,
            index=index,
            leaf_hash=expected,
            note=note,
            header=header,
            marks=_MARKS if verdict == _CONFLICT else _NO_MARKS,
        )


def withheld_leaf(origin: Origin, index: int, leaf_hash: bytes) -> RejectedLeaf:
    """Return what stands for a leaf that is not shown: its place and its hash, no effect."""
    return RejectedLeaf(
        origin=origin,
        index=index,
        leaf_hash=leaf_hash,
        note=b"",
        code="not_understood",
        reason="withheld",
        header=None,
    )

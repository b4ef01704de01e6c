"""A judged log that is read again from the bundle whenever a leaf is asked for.

Keeps the outline of the log and no leaf. So a review over millions of leaves needs no memory
for them, and nothing is ever judged twice.

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
from servanda.core.exchange.outline import CONFLICT, VALID, LogOutline
from servanda.core.identifiers import Origin
from servanda.core.statements.header import parse_header_unsafe
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tiles import TILE_WIDTH, entries_path, parse_entries
from servanda.core.tlog.tree import NodeReader
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.wrong import refuse

_MARKS = frozenset({CLOCK_CONFLICT})
_NO_MARKS: frozenset[str] = frozenset()

_TILES_IN_MEMORY = 8

_Slice: TypeAlias = "slice[int | None, int | None, int | None]"


class JudgedLog(Sequence[JudgedLeaf]):
    """The judged leaves of one log, or its first ones; not for several threads."""

    def __init__(
        self,
        *,
        files: CheckedFiles,
        origin: Origin,
        folder: str,
        nodes: NodeReader,
        outline: LogOutline,
        size: int,
        length: int | None = None,
    ) -> None:
        """Take where the leaves lie and what they were judged to be.

        Args:
            files: The bundle.
            origin: The log's name.
            folder: Where it lies.
            nodes: Its tree, as judged, for the hash of a leaf that is not shown.
            outline: The verdicts; grows while the log is judged.
            size: Leaves in the bundle.
            length: How many of them this is, or None for all judged by now.
        """
        self.origin = origin
        self._files = files
        self._folder = folder
        self._nodes = nodes
        self._outline = outline
        self._size = size
        self._length = length
        self._tile = lru_cache(maxsize=_TILES_IN_MEMORY)(self._read_tile)

    @override
    def __len__(self) -> int:
        return self._outline.size if self._length is None else self._length

    @overload
    def __getitem__(self, index: int) -> JudgedLeaf: ...

    @overload
    def __getitem__(self, index: "_Slice") -> "JudgedLog": ...

    @override
    def __getitem__(self, index: "int | _Slice") -> "JudgedLeaf | JudgedLog":
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if start != 0 or step != 1:
                raise ValueError("expected a slice from the first leaf on")
            return JudgedLog(
                files=self._files,
                origin=self.origin,
                folder=self._folder,
                nodes=self._nodes,
                outline=self._outline,
                size=self._size,
                length=stop,
            )
        if not 0 <= index < len(self):
            raise IndexError(index)
        number, offset = divmod(index, TILE_WIDTH)
        return self._leaf(index, self._tile(number)[offset])

    @override
    def __iter__(self) -> Iterator[JudgedLeaf]:
        return (self[index] for index in range(len(self)))

    def _read_tile(self, number: int) -> list[bytes]:
        width = min(TILE_WIDTH, self._size - number * TILE_WIDTH)
        path = self._folder + entries_path(number, width)
        # As a whole, the bytes whose every leaf was judged: so none needs its own check again.
        data, is_named = self._files.read_compared(path)
        if not is_named:
            raise refuse(f"{path} was changed while it was being checked.", path=path)
        return parse_entries(data, width)

    def _leaf(self, index: int, note: bytes) -> JudgedLeaf:
        flags = self._outline.flags[index]
        if not note:
            return withheld_leaf(self.origin, index, self._nodes.node(0, index))
        if not flags & VALID:
            return RejectedLeaf(
                origin=self.origin,
                index=index,
                leaf_hash=leaf_hash(note),
                note=note,
                code="invalid",
                reason="judged before",
                header=read_leaf(note).header,
            )
        return VerifiedStatement(
            origin=self.origin,
            index=index,
            leaf_hash=leaf_hash(note),
            note=note,
            # Of the very bytes that were judged: the hash of their tile was compared.
            header=parse_header_unsafe(note[: note.rindex(b"\n\n") + 1]),
            marks=_MARKS if flags & CONFLICT else _NO_MARKS,
        )


def withheld_leaf(origin: Origin, index: int, hash_of_leaf: bytes) -> RejectedLeaf:
    """Return what stands for a leaf that is not shown: its place and its hash, no effect."""
    return RejectedLeaf(
        origin=origin,
        index=index,
        leaf_hash=hash_of_leaf,
        note=b"",
        code="not_understood",
        reason="withheld",
        header=None,
    )

"""Shelves in a folder, so that memory stays bounded: rows by a part of their key, and words.

Owned by one search in one process; nothing of it outlives that search, so nothing is synced.

Source: docs/spec/evidence/reuse.md, "The search".
"""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import numpy as np
from typing_extensions import override

from servanda.evidence.reuse.quotation_search import WordShelf
from servanda.evidence.reuse.shelf import Keys, Shelf, Values, sort_rows

PARTS = 256  # files: a hundred million rows make parts of some five megabytes
BUFFERED_TEXTS = 10_000
BUFFERED_ROWS = 4_000_000  # of all parts together, 48 MB, before anything is written
_KEY, _VALUE = np.dtype("<u8"), np.dtype("<u4")  # as they lie in files, on every machine
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # pairs are no hashes: their high bits are a small number
_TOP = np.uint64(56)


@dataclass(slots=True)
class FolderShelf(Shelf):
    """Fills the port from one folder, which is empty and its own."""

    folder: Path
    _waiting: list[tuple[Keys, Values]] = field(default_factory=list)
    _rows: int = 0

    @override
    def put(self, keys: Keys, values: Values) -> None:
        self._waiting.append((keys, values))
        self._rows += len(keys)
        if self._rows >= BUFFERED_ROWS:
            self._write()

    @override
    def parts(self) -> Iterator[tuple[Keys, Values]]:
        self._write()
        for part in range(PARTS):
            files = self._files(part)
            if files[0].exists():
                keys = np.fromfile(files[0], dtype=_KEY)
                values = np.fromfile(files[1], dtype=_VALUE)
                for file in files:
                    file.unlink()
                yield sort_rows(keys.astype(np.uint64), values.astype(np.uint32))

    def _files(self, part: int) -> tuple[Path, Path]:
        """Return the files of a part's keys and values: apart, each is read as one array."""
        return self.folder / f"{part:02x}.keys", self.folder / f"{part:02x}.values"

    def _write(self) -> None:
        """Append what waits to the files of its parts."""
        if not self._waiting:
            return
        keys = np.concatenate([keys for keys, _ in self._waiting])
        values = np.concatenate([values for _, values in self._waiting])
        self._waiting, self._rows = [], 0
        # Of single bytes a stable order is found by counting, not by comparing.
        part = ((keys * _SPREAD) >> _TOP).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        ends = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=PARTS)))).tolist()
        keys, values = keys[order].astype(_KEY), values[order].astype(_VALUE)
        for number, (start, end) in enumerate(pairwise(ends)):
            if start < end:
                files = self._files(number)
                with files[0].open("ab") as file:
                    keys[start:end].tofile(file)
                with files[1].open("ab") as file:
                    values[start:end].tofile(file)


@dataclass(slots=True)
class FileWords(WordShelf):
    """Fills the port from one file, of which it keeps where each text begins: eight bytes a text.

    Texts are put first and read afterwards.
    """

    file: IO[bytes]
    _ends: "array[int]" = field(default_factory=lambda: array("Q", (0,)))
    _waiting: list[bytes] = field(default_factory=list)
    _read: mmap | None = None

    @override
    def put(self, words: str) -> None:
        content = words.encode("utf-8", "surrogatepass")
        self._waiting.append(content)
        self._ends.append(self._ends[-1] + len(content))
        if len(self._waiting) >= BUFFERED_TEXTS:
            self._write()

    @override
    def at(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        if start == end:
            return ""  # all may be empty, and what is empty cannot be mapped
        if self._read is None:
            self._write()
            self.file.flush()
            self._read = mmap(self.file.fileno(), 0, access=ACCESS_READ)
        return self._read[start:end].decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Let go of the file's pages; the file itself belongs to the caller."""
        if self._read is not None:
            self._read.close()

    def _write(self) -> None:
        self.file.write(b"".join(self._waiting))
        self._waiting = []


@contextmanager
def file_words(parent: Path) -> Iterator[FileWords]:
    """Return a context with a shelf of words in a file below `parent`, gone at its end."""
    with TemporaryFile(dir=parent, prefix=".words-") as file:
        words = FileWords(file)
        try:
            yield words
        finally:
            words.close()


@contextmanager
def folder_shelf(parent: Path) -> Iterator[FolderShelf]:
    """Return a context with a shelf in a folder of its own below `parent`, gone at its end."""
    with TemporaryDirectory(dir=parent, prefix=".shelf-") as folder:
        yield FolderShelf(Path(folder))

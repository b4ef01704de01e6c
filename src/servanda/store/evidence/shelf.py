"""A shelf in a folder: rows in files by a part of their key, so that memory stays bounded.

Owned by one search in one process; nothing of it outlives that search, so nothing is synced.

Source: docs/spec/evidence/reuse.md, "The search".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from typing_extensions import override

from servanda.evidence.reuse.shelf import Keys, Shelf, Values, sort_rows

PARTS = 256  # files: a hundred million rows make parts of some five megabytes
BUFFERED_ROWS = 4_000_000  # of all parts together, 48 MB, before anything is written
_ROW = np.dtype([("key", "<u8"), ("value", "<u4")])
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
            file = self.folder / f"{part:02x}"
            if file.exists():
                rows = np.fromfile(file, dtype=_ROW)
                file.unlink()
                yield sort_rows(rows["key"].astype(np.uint64), rows["value"].astype(np.uint32))

    def _write(self) -> None:
        """Append what waits to the files of its parts."""
        if not self._waiting:
            return
        rows = np.empty(self._rows, dtype=_ROW)
        rows["key"] = np.concatenate([keys for keys, _ in self._waiting])
        rows["value"] = np.concatenate([values for _, values in self._waiting])
        self._waiting, self._rows = [], 0
        part = (rows["key"] * _SPREAD) >> _TOP
        order = np.argsort(part, kind="stable")
        ends = np.searchsorted(part[order], np.arange(PARTS + 1, dtype=np.uint64))
        for number in range(PARTS):
            chosen = order[ends[number] : ends[number + 1]]
            if len(chosen):
                with (self.folder / f"{number:02x}").open("ab") as file:
                    rows[chosen].tofile(file)


@contextmanager
def folder_shelf(parent: Path) -> Iterator[FolderShelf]:
    """Return a context with a shelf in a folder of its own below `parent`, gone at its end."""
    with TemporaryDirectory(dir=parent, prefix=".shelf-") as folder:
        yield FolderShelf(Path(folder))

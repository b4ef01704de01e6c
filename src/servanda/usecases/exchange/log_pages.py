"""A stored log as a sequence of judged leaves, read page by page when they are asked for.

For whoever needs a few leaves of a long log, or all of them once, in order.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import overload

from typing_extensions import override

from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin
from servanda.usecases.exchange.leaf_records import judged_leaf
from servanda.usecases.ports.store import LogReader
from servanda.usecases.upkeep.integrity import damaged_leaf

_PAGE = 256  # leaves: some milliseconds to read and parse
_PAGES = 8  # held at a time


class LogPages(Sequence[JudgedLeaf]):
    """Leaves 0 to `size` of a log."""

    def __init__(self, store: LogReader, origin: Origin, size: int) -> None:
        """Read nothing yet."""
        self._store, self._origin, self._size = store, origin, size
        self._page = lru_cache(maxsize=_PAGES)(self._read)

    @override
    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> JudgedLeaf: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[JudgedLeaf]: ...

    @override
    def __getitem__(self, index: int | slice) -> JudgedLeaf | Sequence[JudgedLeaf]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._size)
            if (start, step) == (0, 1):
                return LogPages(self._store, self._origin, stop)
            return [self[each] for each in range(start, stop, step)]
        if not 0 <= index < self._size:
            raise IndexError(f"expected a leaf below {self._size}, found {index}")
        return self._page(index // _PAGE)[index % _PAGE]

    def _read(self, page: int) -> list[JudgedLeaf]:
        first = page * _PAGE
        until = min(first + _PAGE, self._size)
        records = self._store.leaves(self._origin, first, until)
        if len(records) != until - first:
            raise damaged_leaf(self._origin, first + len(records))
        return [judged_leaf(self._origin, record) for record in records]

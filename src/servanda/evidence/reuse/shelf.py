"""Where numbered rows lie until they can be read by key: in memory, or in a folder.

The search for pairs puts rows on a shelf in any order and reads each key's rows together. With
a shelf on disk its memory is bounded whatever the number of documents (store/evidence/).

Source: docs/spec/evidence/reuse.md, "The search".
"""

from collections.abc import Iterator
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

Keys: TypeAlias = NDArray[np.uint64]
Values: TypeAlias = NDArray[np.uint32]


class Shelf(Protocol):
    """Rows of a key and a value.

    Every implementation must return all rows that were put, those of one key in one part and in
    the order of their values, whatever order they came in
    (tests/evidence/reuse/test_shelf_contract.py).
    """

    def put(self, keys: Keys, values: Values) -> None:
        """Put rows; both arrays are equally long."""
        ...

    def parts(self) -> Iterator[tuple[Keys, Values]]:
        """Yield the rows part by part, each sorted by key and then by value; empties the shelf."""
        ...


class MemoryShelf(Shelf):
    """Everything in one part; owned by one search."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[Keys] = []
        self._values: list[Values] = []

    @override
    def put(self, keys: Keys, values: Values) -> None:
        self._keys.append(keys)
        self._values.append(values)

    @override
    def parts(self) -> Iterator[tuple[Keys, Values]]:
        if self._keys:
            keys, values = np.concatenate(self._keys), np.concatenate(self._values)
            self._keys, self._values = [], []
            yield sort_rows(keys, values)


def sort_rows(keys: Keys, values: Values) -> tuple[Keys, Values]:
    """Return the rows sorted by key and then by value."""
    if bool(np.all(values[1:] >= values[:-1])):
        # As they mostly come, for documents are numbered as they are put: a third of the time.
        order = np.argsort(keys, kind="stable")
    else:
        order = np.lexsort((values, keys))
    return keys[order], values[order]

"""Numbers that stand under one key, joined in twos: the step that every search here turns on.

A pair is one number of 64 bits, the smaller of its two in the upper half, so that pairs lie on a
shelf and are counted by array operations alone.

Source: docs/spec/evidence/reuse.md, "The search".
"""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from servanda.evidence.reuse.shelf import Keys, Shelf, Values

Places: TypeAlias = NDArray[np.int64]

MOST_AT_ONCE = 2_000_000  # pairs of one array: what a key with many numbers may take of memory
_HALF_BITS = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def groups(keys: Keys) -> tuple[Places, Places]:
    """Return where the rows of each key begin and how many there are; `keys` are sorted."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return starts, np.diff(np.concatenate((starts, [len(keys)])))


def joined(values: Values, starts: Places, lengths: Places) -> Iterator[Keys]:
    """Yield every two values of each group as pairs, in arrays of bounded size.

    Args:
        values: Rising within each group.
        starts: Where the groups begin.
        lengths: How many values each has.
    """
    for length in np.unique(lengths[lengths > 1]).tolist():
        first, second = np.triu_indices(length, k=1)
        chosen = starts[lengths == length]
        step = max(1, MOST_AT_ONCE // len(first))
        for at in range(0, len(chosen), step):
            # All keys with as many values at once: one row a key, one column a value.
            table = values[chosen[at : at + step, None] + np.arange(length)].astype(np.uint64)
            yield ((table[:, first] << _HALF_BITS) | table[:, second]).ravel()


def parted(pairs: Keys) -> tuple[Places, Places]:
    """Return the smaller and the larger number of each pair."""
    return (pairs >> _HALF_BITS).astype(np.int64), (pairs & _LOW).astype(np.int64)


def put_pairs(shelf: Shelf, pairs: Keys) -> None:
    """Put pairs on a shelf where they are only counted."""
    shelf.put(pairs, np.zeros(len(pairs), dtype=np.uint32))


def counted(shelf: Shelf) -> Iterator[tuple[Keys, Places]]:
    """Yield the pairs of a shelf, each once, with how often each was put; empties the shelf."""
    for keys, _ in shelf.parts():
        starts, lengths = groups(keys)
        yield keys[starts], lengths

"""Which documents share text: pairs with the proportion of the smaller that the other has too.

Two passes over a shelf. The first brings the documents of each hash together and puts down every
pair of them; the second counts each pair. A hash that more than `MOST_DOCUMENTS` have is a turn
of phrase, and is left out of every count.

Source: docs/spec/evidence/reuse.md, "The search".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.evidence.reuse.shelf import Keys, Shelf, Values
from servanda.evidence.reuse.shingles import Hashes

MOST_DOCUMENTS = 25
LEAST_SHARED = 3  # kept hashes; fewer are chance, however short the text
REUSE_PERMILLE = 200
COPY_PERMILLE = 500
PERMILLE = 1_000
_HALF_BITS = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two documents by their numbers, the smaller first.

    Attributes:
        shared: Kept hashes in common.
        containment: Permille of the smaller document's hashes that the other has too.
    """

    a: int
    b: int
    shared: int
    containment: int


def find_pairs(
    documents: Iterable[Hashes],
    *,
    hashes: Shelf,
    pairs: Shelf,
    least: int = REUSE_PERMILLE,
) -> Iterator[Pair]:
    """Yield the pairs that share enough, in no particular order.

    Args:
        documents: Each one's kept hashes; the first is number 0. Read once.
        hashes: An empty shelf, for hash and document.
        pairs: An empty shelf, for pair and count.
        least: Permille of containment.
    """
    count = 0
    for number, own in enumerate(documents):
        hashes.put(own, np.full(len(own), number, dtype=np.uint32))
        count = number + 1
    sizes = np.zeros(count, dtype=np.int64)
    for keys, owners in hashes.parts():
        _put_pairs(keys, owners, sizes=sizes, pairs=pairs)
    for keys, _ in pairs.parts():
        yield from _enough(keys, sizes=sizes, least=least)


def _put_pairs(keys: Keys, owners: Values, *, sizes: NDArray[np.int64], pairs: Shelf) -> None:
    """Put down every pair of documents of each key, and count what each document has."""
    if not len(keys):
        return
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(keys)])))
    telling = lengths <= MOST_DOCUMENTS
    np.add.at(sizes, owners[np.repeat(telling, lengths)], 1)
    for length in range(2, MOST_DOCUMENTS + 1):
        chosen = starts[lengths == length]
        if not len(chosen):
            continue
        # All keys with as many documents at once: one row a key, one column a document.
        table = owners[chosen[:, None] + np.arange(length)].astype(np.uint64)
        first, second = np.triu_indices(length, k=1)
        joined = (table[:, first] << _HALF_BITS) | table[:, second]
        pairs.put(joined.ravel(), np.ones(joined.size, dtype=np.uint32))


def _enough(keys: Keys, *, sizes: NDArray[np.int64], least: int) -> Iterator[Pair]:
    found, counts = np.unique(keys, return_counts=True)
    first = (found >> _HALF_BITS).astype(np.int64)
    second = (found & _LOW).astype(np.int64)
    smaller = np.maximum(1, np.minimum(sizes[first], sizes[second]))
    containment = counts * PERMILLE // smaller
    chosen = (counts >= LEAST_SHARED) & (containment >= least)
    for a, b, shared, part in zip(
        first[chosen], second[chosen], counts[chosen], containment[chosen], strict=True
    ):
        yield Pair(a=int(a), b=int(b), shared=int(shared), containment=int(part))

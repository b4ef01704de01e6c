"""Which documents share text: pairs with the proportion of the smaller that the other has too.

Two passes over a shelf. The first brings the documents of each hash together and puts down every
pair of them; the second counts each pair. A hash that more than `MOST_DOCUMENTS` have is a turn
of phrase, and is left out of every count.

Source: docs/spec/evidence/reuse.md, "The search".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from servanda.evidence.reuse.joined import (
    Places,
    counted,
    groups,
    joined,
    parted,
    put_pairs,
)
from servanda.evidence.reuse.shelf import Keys, Shelf
from servanda.evidence.reuse.shingles import Hashes

MOST_DOCUMENTS = 25
LEAST_SHARED = 3  # kept hashes; fewer are chance, however short the text
REUSE_PERMILLE = 200
COPY_PERMILLE = 500
PERMILLE = 1_000


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
        starts, lengths = groups(keys)
        telling = lengths <= MOST_DOCUMENTS
        sizes += np.bincount(owners[np.repeat(telling, lengths)], minlength=count)
        for found in joined(owners, starts[telling], lengths[telling]):
            put_pairs(pairs, found)
    for found, counts in counted(pairs):
        yield from _enough(found, counts, sizes=sizes, least=least)


def _enough(found: Keys, counts: Places, *, sizes: Places, least: int) -> Iterator[Pair]:
    first, second = parted(found)
    smaller = np.maximum(1, np.minimum(sizes[first], sizes[second]))
    containment = counts * PERMILLE // smaller
    chosen = (counts >= LEAST_SHARED) & (containment >= least)
    for a, b, shared, part in zip(
        first[chosen].tolist(),
        second[chosen].tolist(),
        counts[chosen].tolist(),
        containment[chosen].tolist(),
        strict=True,
    ):
        yield Pair(a=a, b=b, shared=shared, containment=part)

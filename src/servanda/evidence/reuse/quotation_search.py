"""Which quotations of different documents have the same words, over shelves: as many as there are.

The search brings the quotations of each run of letters together and puts down every two of them;
those that share enough are compared by their words. Between the steps everything lies on shelves,
so memory is bounded but for eight bytes a quotation, and what the words take for their places.

Source: docs/spec/evidence/reuse.md, "Shared quotations".
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from typing_extensions import override

from servanda.evidence.reuse.joined import Places, counted, groups, joined, parted, put_pairs
from servanda.evidence.reuse.shelf import Keys, Shelf, Values
from servanda.evidence.reuse.shingles import LETTERS, letter_hashes_of

LEAST_SIMILARITY = 900  # permille
MOST_PLACES = 200  # of one run of letters; what more quotations have counts for the first ones
PERMILLE = 1_000
_LEAST_SHARED = 2  # runs of letters, before two quotations are compared at all
_SURELY_TOO_LOW = LEAST_SIMILARITY - 1  # what is rounded up to the least is below it
_SHORT = 2 * LETTERS  # characters: a shorter quotation may have one run alone in common
AT_ONCE = 5_000  # quotations that are hashed together
_KEY_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quotation as it is compared.

    Attributes:
        document: Number of its document.
        words: In lower case, one space apart, without marks.
    """

    document: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPair:
    """Two quotations by their numbers, the smaller first; `similarity` is permille."""

    a: int
    b: int
    similarity: int


class WordShelf(Protocol):
    """Texts by number, in the order in which they are put, from 0.

    Every implementation returns what was put, whatever it is
    (tests/evidence/reuse/test_shelf_contract.py).
    """

    def put(self, words: str) -> None:
        """Put the next text."""
        ...

    def at(self, number: int) -> str:
        """Return the text of that number."""
        ...


class MemoryWords(WordShelf):
    """Everything in a list; owned by one search."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []

    @override
    def put(self, words: str) -> None:
        self._words.append(words)

    @override
    def at(self, number: int) -> str:
        return self._words[number]


def find_quotation_pairs(
    quotations: Iterable[Quoted], *, runs: Shelf, pairs: Shelf, words: WordShelf
) -> Iterator[QuotedPair]:
    """Yield the pairs of quotations in different documents that say the same, in no order.

    Args:
        quotations: The first is number 0. Read once.
        runs: An empty shelf, for runs of letters and quotations.
        pairs: An empty shelf, for pairs and counts.
        words: An empty shelf, for the words.
    """
    documents, lengths = array("I"), array("I")
    coming = iter(quotations)
    while some := [*islice(coming, AT_ONCE)]:
        runs.put(*_rows(some, first=len(documents)))
        for one in some:
            words.put(one.words)
        documents.extend(one.document for one in some)
        lengths.extend(len(one.words) for one in some)
    _put_pairs(runs, np.frombuffer(documents, dtype=np.uint32), pairs=pairs)
    sizes = np.frombuffer(lengths, dtype=np.uint32).astype(np.int64)
    for found, counts in counted(pairs):
        first, second = parted(found)
        enough = _may_be_alike(counts, sizes[first], sizes[second])
        for a, b in zip(first[enough].tolist(), second[enough].tolist(), strict=True):
            alike = ratio(words.at(a), words.at(b), score_cutoff=_SURELY_TOO_LOW / 10)
            similarity = round(alike * 10)
            if similarity >= LEAST_SIMILARITY:
                yield QuotedPair(a=a, b=b, similarity=similarity)


def _may_be_alike(counts: Places, one: Places, other: Places) -> NDArray[np.bool_]:
    """Tell which pairs have to be compared, by the runs that they share and their lengths."""
    smaller = np.minimum(one, other)
    is_near = 2 * smaller * PERMILLE >= _SURELY_TOO_LOW * (one + other)
    return is_near & ((counts >= _LEAST_SHARED) | (smaller < _SHORT))


def _rows(some: list[Quoted], *, first: int) -> tuple[Keys, Values]:
    """Return a row for each run of letters of each quotation, numbered from `first`."""
    hashes, places = letter_hashes_of([one.words for one in some])
    has_run = np.zeros(len(some), dtype=np.bool_)
    has_run[places] = True
    # Words too short for a run of letters are the same only if they are equal.
    without = np.flatnonzero(~has_run)
    whole = [
        int.from_bytes(sha256(some[place].words.encode("utf-8", "replace")).digest()[:_KEY_BYTES])
        for place in without.tolist()
    ]
    keys = np.concatenate((hashes, np.array(whole, dtype=np.uint64)))
    values = np.concatenate((places, without.astype(np.uint32))) + np.uint32(first)
    order = np.argsort(values, kind="stable")
    return keys[order], values[order]


def _put_pairs(runs: Shelf, documents: Values, *, pairs: Shelf) -> None:
    for keys, values in runs.parts():
        # A quotation may have a run twice.
        again = np.zeros(len(keys), dtype=np.bool_)
        again[1:] = (keys[1:] == keys[:-1]) & (values[1:] == values[:-1])
        told = values[~again]
        starts, lengths = groups(keys[~again])
        for found in joined(told, starts, np.minimum(lengths, MOST_PLACES)):
            first, second = parted(found)
            put_pairs(pairs, found[documents[first] != documents[second]])

"""Cluster documents into stories: weighted terms, cosine, average linkage.

Average linkage merges two groups only where some pair of theirs is at least as alike as the
threshold. So groups never reach over the connected parts of the graph of such pairs, and each
part is clustered by itself: memory is that of the largest part, and the result the same.

Source: docs/spec/evidence/reuse.md, "Stories".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from servanda.evidence.rules import How, how

THRESHOLD = 95  # permille of cosine; chosen on the set of docs/reference/evidence-accuracy.md
RARITY_POWER = 1.5  # of the inverse document frequency: what few texts have tells most
MOST_FREQUENT = 0.25  # of documents; a term in more is a word of the language
LEAST_DOCUMENTS = 2  # a term in one document joins nothing
HANDFUL = 8  # documents: a quarter of fewer is less than two
ROWS = 512  # of the product of all documents with all, at a time
MOST_OF_A_PART = 6_000  # documents; a part that is larger is cut at a higher threshold
PERMILLE = 1_000
_DIGITS = 6  # to which similarities are rounded, so that every machine clusters alike

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Documents on one matter: SHA-256 of each, in order."""

    documents: tuple[str, ...]
    how: How


def cluster_stories(
    terms: Mapping[str, Mapping[str, float]], *, threshold: int = THRESHOLD
) -> tuple[Story, ...]:
    """Return the stories, each document in one, by their first document.

    Args:
        terms: By SHA-256 of a document: the weights of `terms_of`.
        threshold: Permille of cosine.
    """
    names = sorted(terms)
    if not names:
        return ()
    vectors = _vectors([terms[name] for name in names])
    rule = how("story.average_linkage", 1, threshold=threshold)
    stories = [
        Story(documents=tuple(names[number] for number in sorted(group)), how=rule)
        for group in _groups(vectors, threshold=threshold)
    ]
    return tuple(sorted(stories, key=lambda story: story.documents))


def _vectors(terms: Sequence[Mapping[str, float]]) -> csr_matrix:
    """Return a row of unit length for each document; of zeros where it has no telling term."""
    count = len(terms)
    numbers: dict[str, int] = {}
    found = [[numbers.setdefault(term, len(numbers)) for term in one] for one in terms]
    ends = np.cumsum([0, *map(len, found)])
    each = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(ends[-1]))
    times = np.fromiter(chain.from_iterable(one.values() for one in terms), dtype=np.float64)
    frequency = np.bincount(each, minlength=len(numbers))
    # In a handful of documents every shared term would be cut.
    most = max(MOST_FREQUENT * count, LEAST_DOCUMENTS, count - 1 if count < HANDFUL else 0)
    telling = (frequency >= LEAST_DOCUMENTS) & (frequency <= most)
    kept = sorted(term for term, number in numbers.items() if telling[number])
    columns = np.full(len(numbers), -1, dtype=np.int64)
    columns[[numbers[term] for term in kept]] = np.arange(len(kept))
    weights = _by_value(times, lambda one: 1 + log(one) if one >= 1 else one)
    rarity = _by_value(frequency, lambda one: log(count / one) ** RARITY_POWER)
    rows = np.repeat(np.arange(count), np.diff(ends))
    chosen = telling[each]
    matrix = csr_matrix(
        ((weights * rarity[each])[chosen], (rows[chosen], columns[each][chosen])),
        shape=(count, max(1, len(kept))),
    )
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = 1 / np.maximum(lengths, 1e-12)
    return csr_matrix(matrix.multiply(scale[:, None]))


def _by_value(numbers: NDArray[np.int64] | Floats, function: Callable[[float], float]) -> Floats:
    """Return `function` of each number, computed once for each value, the same everywhere."""
    values, places = np.unique(numbers, return_inverse=True)
    return np.array([function(one) for one in values.tolist()], dtype=np.float64)[places]


def _groups(vectors: csr_matrix, *, threshold: int) -> Iterator[list[int]]:
    alike = _alike(vectors, threshold=threshold / PERMILLE)
    for part in _parts(alike):
        if len(part) == 1:
            yield part
        elif len(part) > MOST_OF_A_PART:
            # What hangs together so loosely is no story; a closer look takes it apart.
            inner = _groups(vectors[part], threshold=threshold + threshold // 2)
            yield from ([part[number] for number in group] for group in inner)
        else:
            yield from _linked(part, vectors, threshold=threshold / PERMILLE)


def _alike(vectors: csr_matrix, *, threshold: float) -> coo_matrix:
    """Return which documents are as alike as the threshold, a few rows at a time."""
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    count = vectors.shape[0]
    for first in range(0, count, ROWS):
        product = coo_matrix(vectors[first : first + ROWS] @ vectors.T)
        enough = np.round(product.data, _DIGITS) >= threshold
        found.append((product.row[enough] + first, product.col[enough]))
    rows = np.concatenate([row for row, _ in found])
    columns = np.concatenate([column for _, column in found])
    return coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))


def _parts(alike: coo_matrix) -> list[list[int]]:
    _, labels = connected_components(alike, directed=False)
    parts: dict[int, list[int]] = {}
    for number, label in enumerate(labels.tolist()):
        parts.setdefault(label, []).append(number)
    return list(parts.values())


def _linked(part: list[int], vectors: csr_matrix, *, threshold: float) -> Iterator[list[int]]:
    own = vectors[part]
    similar: Floats = np.round((own @ own.T).toarray(), _DIGITS)
    distance = np.clip(1 - similar, 0, None)
    np.fill_diagonal(distance, 0)
    labels = fcluster(
        linkage(squareform(distance, checks=False), "average"), 1 - threshold, "distance"
    )
    groups: dict[int, list[int]] = {}
    for number, label in zip(part, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(number)
    yield from groups.values()

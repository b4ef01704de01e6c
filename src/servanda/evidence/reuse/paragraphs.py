"""Paragraphs that two documents share, with where they differ.

Source: docs/spec/evidence/reuse.md, "Paragraphs".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from servanda.evidence.documents import Document
from servanda.evidence.reuse.matching_blocks import matched_characters
from servanda.evidence.reuse.reuse import Difference, ParagraphMatch
from servanda.evidence.reuse.shelf import Values, sort_rows
from servanda.evidence.reuse.shingles import Hashes, letter_hashes_of
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

LEAST_RATIO = 750  # permille
PERMILLE = 1_000
MOST_CHARACTERS = 5_000  # of a paragraph that is compared letter by letter: the cost is its square
_LEAST_LETTERS = 40  # a shorter paragraph is a heading or a caption
_LEAST_SHARED = 3  # ten-letter runs, before two paragraphs are compared at all
LEAST_RUNS = 100  # permille of the smaller paragraph's runs: one wrong letter costs ten of them


@dataclass(frozen=True, slots=True)
class Hashed:
    """A document's paragraphs with the hashes of their letters, made once for all comparisons.

    Attributes:
        paragraphs: Those that are compared.
        sizes: How many hashes each has.
        hashes: Of all paragraphs, sorted.
        owners: Of each hash, the number of its paragraph.
    """

    document: Document
    paragraphs: tuple[Span, ...]
    sizes: tuple[int, ...]
    hashes: Hashes
    owners: Values


def hashed(document: Document) -> Hashed:
    """Return the paragraphs of a document that are neither too short nor too long to compare."""
    paragraphs = tuple(
        span for span in document.paragraphs if _LEAST_LETTERS <= span.length <= MOST_CHARACTERS
    )
    keys, owners = sort_rows(*letter_hashes_of([*map(document.text_of, paragraphs)]))
    is_new = np.ones(len(keys), dtype=np.bool_)
    is_new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    sizes = np.bincount(owners[is_new], minlength=len(paragraphs))
    return Hashed(document, paragraphs, tuple(sizes.tolist()), keys[is_new], owners[is_new])


def match_paragraphs(a: Hashed, b: Hashed) -> tuple[ParagraphMatch, ...]:
    """Return the paragraphs that are alike, in the order of `a`; each takes part once."""
    one, other = a.document, b.document
    found = [
        (ratio, first, second)
        for first, second in _candidates(a, b)
        if (ratio := _ratio(one.text_of(first), other.text_of(second))) >= LEAST_RATIO
    ]
    # The best first; of equal ones the earlier, so that the result is one and the same.
    found.sort(key=lambda row: (-row[0], row[1].start, row[2].start))
    taken: set[Span] = set()
    matches: list[ParagraphMatch] = []
    for ratio, first, second in found:
        if first in taken or second in taken:
            continue
        taken |= {first, second}
        matches.append(
            ParagraphMatch(
                a=first,
                b=second,
                ratio=ratio,
                differences=tuple(differences(one, first, other, second)),
                how=how("reuse.paragraph", 1, ratio=LEAST_RATIO),
            )
        )
    return tuple(sorted(matches, key=lambda match: match.a.start))


def differences(one: Document, first: Span, other: Document, second: Span) -> Iterator[Difference]:
    """Yield where two spans differ, by whole words, in order."""
    words, others = _words(one.text_of(first)), _words(other.text_of(second))
    matcher = SequenceMatcher(
        None, [word for word, _, _ in words], [word for word, _, _ in others], autojunk=False
    )
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag != "equal":
            yield Difference(
                a=_covering(first, words, a_from, a_to),
                b=_covering(second, others, b_from, b_to),
            )


def _ratio(one: str, other: str) -> int:
    # Matching blocks are a common subsequence, so what this finds too low they would too.
    if not fuzz.ratio(one, other, score_cutoff=LEAST_RATIO / 10):
        return 0
    # autojunk would take every frequent letter of a text over 200 characters for noise, and find
    # a paragraph that was copied whole hardly alike.
    return round(2 * matched_characters(one, other) / (len(one) + len(other)) * PERMILLE)


def _candidates(a: Hashed, b: Hashed) -> list[tuple[Span, Span]]:
    shared = hashes_in_common(a, b)
    found: list[tuple[Span, Span]] = []
    for one, other in np.argwhere(shared >= _LEAST_SHARED).tolist():
        first, second = a.paragraphs[one], b.paragraphs[other]
        # Two texts so alike differ by at most a third in length.
        if not 3 * first.length <= 5 * second.length <= 25 * first.length // 3:
            continue
        smaller = min(a.sizes[one], b.sizes[other])
        if shared[one, other] >= smaller * LEAST_RUNS // PERMILLE:
            found.append((first, second))
    return found


def hashes_in_common(a: Hashed, b: Hashed) -> NDArray[np.int64]:
    """Return how many hashes each paragraph of `a` has in common with each of `b`."""
    shape = (len(a.paragraphs), len(b.paragraphs))
    first = np.searchsorted(b.hashes, a.hashes, side="left")
    times = np.searchsorted(b.hashes, a.hashes, side="right") - first
    # A row for every two paragraphs that have a hash: of some hashes there are several.
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    others = b.owners[np.repeat(first, times) + within]
    cells = np.repeat(a.owners, times).astype(np.int64) * shape[1] + others
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


def _words(text: str) -> list[tuple[str, int, int]]:
    words: list[tuple[str, int, int]] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        words.append((word, at, at + len(word)))
        at += len(word)
    return words


def _covering(span: Span, words: Sequence[tuple[str, int, int]], first: int, after: int) -> Span:
    """Return the place of some words; of none, the place where they would stand."""
    if first < after:
        return Span(
            document=span.document,
            start=span.start + words[first][1],
            end=span.start + words[after - 1][2],
        )
    at = words[first - 1][2] if first else 0
    return Span(document=span.document, start=span.start + at, end=span.start + at)

"""Paragraphs that two documents share, with where they differ.

Source: docs/spec/evidence/reuse.md, "Paragraphs".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np

from servanda.evidence.documents import Document
from servanda.evidence.reuse.reuse import Difference, ParagraphMatch
from servanda.evidence.reuse.shingles import Hashes, letter_hashes
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

LEAST_RATIO = 750  # permille
PERMILLE = 1_000
MOST_CHARACTERS = 5_000  # of a paragraph that is compared letter by letter: the cost is its square
_LEAST_LETTERS = 40  # a shorter paragraph is a heading or a caption
_LEAST_SHARED = 3  # ten-letter runs, before two paragraphs are compared at all


def match_paragraphs(one: Document, other: Document) -> tuple[ParagraphMatch, ...]:
    """Return the paragraphs that are alike, in the order of `one`; each takes part once."""
    found = [
        (ratio, first, second)
        for first, second in _candidates(one, other)
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
    # autojunk would take every frequent letter of a text over 200 characters for noise, and find
    # a paragraph that was copied whole hardly alike.
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() * PERMILLE < LEAST_RATIO:
        return 0
    return round(matcher.ratio() * PERMILLE)


def _candidates(one: Document, other: Document) -> list[tuple[Span, Span]]:
    others = [(span, hashes) for span, hashes in _hashed(other)]
    where: dict[int, list[int]] = {}
    for number, (_, hashes) in enumerate(others):
        for value in hashes.tolist():
            where.setdefault(value, []).append(number)
    found: list[tuple[Span, Span]] = []
    for span, hashes in _hashed(one):
        shared = Counter(number for value in hashes.tolist() for number in where.get(value, ()))
        found += [
            (span, others[number][0])
            for number, count in sorted(shared.items())
            if count >= _LEAST_SHARED
        ]
    return found


def _hashed(document: Document) -> Iterator[tuple[Span, Hashes]]:
    for span in document.paragraphs:
        if _LEAST_LETTERS <= span.length <= MOST_CHARACTERS:
            yield span, np.asarray(letter_hashes(document.text_of(span)))


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

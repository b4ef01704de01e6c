"""Documents for the search that no one wrote: made words, with copies and shared quotations.

Same number, same document: a fixed seed. Words follow a law of frequency as those of news do, so
that texts share turns of phrase by chance; of 1,000 documents 100 are copies with changed words,
100 take paragraphs over, and three in ten quotations stood in another document before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

SEED = 20310924
AT_ONCE = 2_000  # documents that are made together; a copy stands among the same as what it copies
WORDS = 60_000  # of the language
FAMOUS = 3_000  # quotations that all documents may take
_LEAST, _MOST = 300, 1_100  # words of a document
_PARAGRAPH = 40
_COPIES, _TAKEN = 0.1, 0.1  # of documents
_CHANGED = 0.06  # of the words of a copy
_QUOTATIONS = 3  # of a document, on the mean
_QUOTED_BEFORE, _FAMOUS = 0.25, 0.05  # of quotations
_LIKE_NEWS = 1.3  # the exponent of the law of frequency, and how flat its beginning is
_FLAT = 4.0
_SYLLABLES = tuple(
    "".join(parts) for parts in product("bdfgklmnprstvz", "aeiou", ("", "n", "r", "s"))
)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDocument:
    """One document.

    Attributes:
        text: Without its quotations.
        quotations: Their words, in lower case and without marks.
        copied_from: Number of the document that it is a copy of; -1 for none.
    """

    text: str
    quotations: Sequence[str]
    copied_from: int


def made_documents(part: int, count: int = AT_ONCE) -> Iterator[MadeDocument]:
    """Yield the first `count` documents of a part, which are those from `part * AT_ONCE` on."""
    numbers = default_rng((SEED, part))
    before: list[Numbers] = []
    quoted: list[str] = []
    for place in range(count):
        copied = -1
        kind = numbers.random()
        if before and kind < _COPIES:
            copied = int(numbers.integers(len(before)))
            own = before[copied].copy()
            changed = numbers.random(len(own)) < _CHANGED
            own[changed] = _drawn(numbers, int(changed.sum()))
        else:
            own = _drawn(numbers, int(numbers.integers(_LEAST, _MOST)))
            if before and kind < _COPIES + _TAKEN:
                other = before[int(numbers.integers(len(before)))]
                own[: 4 * _PARAGRAPH] = other[: 4 * _PARAGRAPH]
        before.append(own)
        yield MadeDocument(
            text=_said(own),
            quotations=[
                _quotation(numbers, quoted) for _ in range(int(numbers.poisson(_QUOTATIONS)))
            ],
            copied_from=copied if copied < 0 else part * AT_ONCE + copied,
        )
        if place % AT_ONCE == AT_ONCE - 1:
            return


def _quotation(numbers: Generator, quoted: list[str]) -> str:
    kind = numbers.random()
    if kind < _FAMOUS:
        # The first are taken by very many, the last by few.
        return _famous()[int(FAMOUS * numbers.random() ** 3)]
    if quoted and kind < _FAMOUS + _QUOTED_BEFORE:
        words = quoted[int(numbers.integers(len(quoted)))].split()
        if len(words) > 12:  # noqa: PLR2004 - long enough to stay alike without a word
            del words[int(numbers.integers(len(words)))]
        return " ".join(words)
    quoted.append(_said(_drawn(numbers, int(numbers.integers(4, 30)))))
    return quoted[-1]


@cache
def _famous() -> list[str]:
    numbers = default_rng((SEED, 1, 1))
    return [_said(_drawn(numbers, int(numbers.integers(5, 25)))) for _ in range(FAMOUS)]


@cache
def _language() -> tuple[list[str], NDArray[np.float64]]:
    """Return the words, the most frequent first, and the sums of their frequencies."""
    numbers = default_rng((SEED, 2, 2))
    words: dict[str, None] = {}
    while len(words) < WORDS:
        # Frequent words are short.
        most = 1 + min(3, len(words) // 150)
        count = int(numbers.integers(1, most + 1))
        words["".join(numbers.choice(_SYLLABLES, count))] = None
    weights = 1 / (np.arange(WORDS) + _FLAT) ** _LIKE_NEWS
    return list(words), np.cumsum(weights / weights.sum())


def _drawn(numbers: Generator, count: int) -> Numbers:
    _, sums = _language()
    found: Numbers = np.minimum(np.searchsorted(sums, numbers.random(count)), WORDS - 1)
    return found


def _said(numbers: Numbers) -> str:
    words, _ = _language()
    return " ".join([words[number] for number in numbers.tolist()])

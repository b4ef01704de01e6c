"""The terms of a text by which stories are told apart: stems, pairs of them, names and numbers.

Two earthquakes differ in places, names and figures and hardly in any other word; so what is
written with a capital letter counts a second time, and two words in a row are a term too.

Source: docs/spec/evidence/reuse.md, "Stories".
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_][\w'’-]+|\d[\d.,]*|[\u4e00-\u9fff]")
_ENDINGS = re.compile(r"(?:['’]s|ing|edly|ed|ies|es|s|ly|ment|ions?)$")
_LEAST_STEMMED = 5  # letters: the endings of shorter words belong to them
CAPITAL_WEIGHT = 0.5
WORDS_KEPT = 1 << 16  # whose terms are remembered: texts use few words again and again


def terms_of(text: str) -> Mapping[str, float]:
    """Return the weight of each term of a text."""
    words = _WORD.findall(text)
    terms = [*map(_term, words)]
    found = Counter(terms)
    found.update([f"{one}_{other}" for one, other in pairwise(terms)])
    weights: dict[str, float] = dict(found)
    capitals = Counter([term for word, term in zip(words, terms, strict=True) if word[0].isupper()])
    weights.update({f"^{term}": CAPITAL_WEIGHT * count for term, count in capitals.items()})
    return weights


@lru_cache(maxsize=WORDS_KEPT)
def _term(word: str) -> str:
    return f"#{word.rstrip('.,')}" if word[0].isdigit() else stem(word)


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """Return a word without its usual English ending, in lower case."""
    lower = word.lower()
    return _ENDINGS.sub("", lower) if len(lower) >= _LEAST_STEMMED else lower

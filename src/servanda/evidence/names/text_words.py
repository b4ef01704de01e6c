"""A document's words, as names are looked up by: in small letters, without genitive.

One pass over the text makes them; every rule of this folder then works with indexes of words.

Source: docs/spec/evidence/names.md, "Words".
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.names.vocabulary import SHORTENED, SUFFIXES

# Letters with dots ("U.S."), or letters and digits with what joins them inside a word
# ("O'Neill", "AT&T"). A hyphen parts words: "U.S.-China", "Ocasio-Cortez" are two.
_WORD: Final = re.compile(r"(?:[A-Z]\.)+(?![a-z])|\w+(?:['\u2019&]\w+|\.(?=[a-z0-9])\w+)*")
_GENITIVES: Final = ("'s", "\u2019s", "'S", "\u2019S")
_JOINTS: Final = frozenset((" ", "\u00a0", "\n", "-", "\u2010", "\u2011", "  ", "\u202f", " & "))
_STOPS: Final = frozenset((". ", ".\u00a0", ".\n"))
_SENTENCE_ENDS: Final = frozenset('.!?:;,"\u201d\u2019)')
_MAX_HEADLINE_WORDS: Final = 30
_HEADLINE_PERMILLE: Final = 600  # of the words begin with a capital
_LONG_WORD: Final = 4
_LEAST_CLOSED_HEADLINE: Final = 7  # words of a headline that ends with a full stop
_MIN_HEADLINE_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the blocks that may be evidence, in order; all lists have one length.

    Attributes:
        text: The document's text.
        starts: Where each begins.
        ends: Where each ends, a genitive left out.
        folds: Each in small letters, with straight apostrophes, without genitive.
        capital: Whether it begins with a capital letter.
        joined: Whether nothing but one blank or hyphen lies before it, so that both may be of
            one name. A full stop counts as nothing after a shortened word or an initial.
        genitive: Whether it is printed with a genitive.
        blocks: The number of the block that it stands in.
        headlines: Whether block by block nearly all words have capitals, which then say nothing.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    folds: Sequence[str]
    capital: Sequence[bool]
    joined: Sequence[bool]
    genitive: Sequence[bool]
    blocks: Sequence[int]
    headlines: Sequence[bool]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts)

    def printed(self, first: int, after: int) -> str:
        """Return the text from word `first` to before word `after`, a last genitive left out."""
        return self.text[self.starts[first] : self.ends[after - 1]]

    def at(self, offset: int) -> int:
        """Return the index of the last word that begins at `offset` or before it; or -1."""
        return bisect_right(self.starts, offset) - 1

    def gap(self, index: int) -> str:
        """Return what lies before word `index`, from the end of the one before; a genitive too."""
        return self.text[self.ends[index - 1] if index else 0 : self.starts[index]]

    def begins_block(self, index: int) -> bool:
        """Tell whether word `index` is the first of its block."""
        return index == 0 or self.blocks[index - 1] != self.blocks[index]

    def is_headline(self, index: int) -> bool:
        """Tell whether capitals say nothing where word `index` stands."""
        return self.headlines[self.blocks[index]]


def words_of_text(text: str) -> tuple[str, ...]:
    """Return the words of a form, as the words of documents are compared with them."""
    return tuple(_fold(match.group())[0] for match in _WORD.finditer(text))


def words_of(document: Document) -> Words:
    """Return the words of all blocks but furniture, which is never evidence."""
    text = document.text
    starts: list[int] = []
    ends: list[int] = []
    folds: list[str] = []
    capital: list[bool] = []
    joined: list[bool] = []
    genitive: list[bool] = []
    blocks: list[int] = []
    headlines: list[bool] = []
    for number, block in enumerate(document.blocks):
        headlines.append(False)
        if block.kind is BlockKind.FURNITURE:
            continue
        first = len(starts)
        places = [match.span() for match in _WORD.finditer(text, block.span.start, block.span.end)]
        looks = [_look(text[start:end]) for start, end in places]
        starts += [start for start, _ in places]
        ends += [end - 2 if look[1] else end for (_, end), look in zip(places, looks, strict=True)]
        folds += [look[0] for look in looks]
        genitive += [look[1] for look in looks]
        capital += [look[2] for look in looks]
        if places:
            joined.append(False)
        for (_, before), (start, _), previous, look in zip(
            places, places[1:], looks, looks[1:], strict=False
        ):
            gap = text[before:start]
            joined.append(gap == " " or _is_joint(gap, previous[0], look[0]))
        blocks += [number] * len(places)
        last = text[block.span.end - 1 : block.span.end]
        is_open = block.kind is BlockKind.TITLE or last not in _SENTENCE_ENDS
        headlines[-1] = _is_headline(capital[first:]) and (
            is_open or (first == 0 and _has_small_words_alone(folds, capital))
        )
    return Words(text, starts, ends, folds, capital, joined, genitive, blocks, headlines)


@lru_cache(maxsize=1 << 16)
def _look(word: str) -> tuple[str, bool, bool]:
    """Return a word folded, whether it is a genitive, whether it begins with a capital letter.

    Read once for each word as printed, for words repeat.
    """
    return *_fold(word), word[0].isupper()


def _fold(word: str) -> tuple[str, bool]:
    is_genitive = word[-2:] in _GENITIVES and len(word) > 2  # noqa: PLR2004 - a mark and a letter
    if is_genitive:
        word = word[:-2]
    folded = word.lower()
    return (folded.replace("\u2019", "'") if "\u2019" in folded else folded), is_genitive


def _is_joint(gap: str, previous: str, fold: str) -> bool:
    if gap in _JOINTS or (gap == ", " and fold in SUFFIXES):
        return True
    return gap in _STOPS and (previous in SHORTENED or len(previous) == 1)


def _is_headline(capital: Sequence[bool]) -> bool:
    return _MIN_HEADLINE_WORDS <= len(capital) <= _MAX_HEADLINE_WORDS and sum(
        capital
    ) * 1000 >= _HEADLINE_PERMILLE * len(capital)


def _has_small_words_alone(folds: Sequence[str], capital: Sequence[bool]) -> bool:
    """Tell whether no word of four letters or more is without a capital, of six words at least."""
    small = (
        len(fold) >= _LONG_WORD for fold, is_big in zip(folds, capital, strict=True) if not is_big
    )
    return len(folds) >= _LEAST_CLOSED_HEADLINE and not any(small)

"""Titles before a name and descriptions behind it.

"Deputy Secretary of X NAME", "X CEO NAME", "NAME, deputy secretary of X": by the form alone, for
persons and bodies that nobody knew before as well.

Source: docs/spec/evidence/names.md, "Titles".
"""

import re
from dataclasses import dataclass, field
from typing import Final

from servanda.evidence.names.known_forms import Hit, Hits
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.vocabulary import (
    NO_NAMES,
    TITLE_ARTICLES,
    TITLE_MODIFIERS,
    TITLE_NOUNS,
)

_MAX_TITLE_WORDS: Final = 12
_MAX_APPOSITION_WORDS: Final = 16
_MAX_WORDS_TO_NOUN: Final = 7  # "an associate professor", "the top Republican on the panel"
_OPENINGS: Final = (", ", ",\u00a0", ",\n", " (")
_ENDS: Final = re.compile('[,.;:()"\u201c\u201d\u2014\u2013!?\n]')
_PARTY: Final = re.compile(r"[RDI](?:emocrat|epublican|ndependent)?(?:[-\u2013. ]|\)|,|$)")
_SENTENCE_BEGINS: Final = frozenset({"then", "first", "second", "third", "late"})
_PREPOSITIONS: Final = frozenset({"under"})  # "Under Secretary X" is a form of the gazetteer
_PLAIN: Final = frozenset({"mr", "mrs", "ms", "miss", "mx"})  # nothing belongs before it
_MAX_AGE_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A title beside a name, from word `first` to before word `after`.

    Attributes:
        first: The first word; of a description, its article.
        after: The word after the last.
        office: The known title that stands directly at the name; None without one.
        outer: The words outside of it that belong to the title, as indexes.
    """

    first: int
    after: int
    office: Hit | None = None
    outer: tuple[int, ...] = field(default=())


def title_before(words: Words, name_first: int, hits: Hits) -> Title | None:
    """Return the title that stands before the name at word `name_first`, or None."""
    at, office, has_noun = name_first, None, False
    while at > 0 and words.joined[at] and name_first - at < _MAX_TITLE_WORDS:
        previous = at - 1
        hit = hits.by_after.get(at)
        if words.genitive[previous] or (words.folds[at] in _PLAIN and at < name_first):
            break
        if hit and hit.is_title:
            office = hit if at == name_first else office
            at, has_noun = hit.first, True
        elif words.folds[previous] in TITLE_NOUNS:
            at, has_noun = previous, True
        elif has_noun:
            further = _further(words, at, hit)
            if further == at:
                break
            at = further
        else:
            at = _of_body(words, at, hit, hits)
            if at == name_first:
                break
            has_noun = True
    if at == name_first:
        return None
    inner = range(office.first, office.after) if office else range(0)
    outer = tuple(index for index in range(at, name_first) if index not in inner)
    return Title(at, name_first, office, outer)


def _further(words: Words, at: int, hit: Hit | None) -> int:
    """Return where a title that has its noun begins with the word before `at`; else `at`."""
    previous = at - 1
    fold = words.folds[previous]
    if hit:
        return hit.first
    if (words.capital[previous] and fold in _SENTENCE_BEGINS) or fold in _PREPOSITIONS:
        return at
    if fold in TITLE_MODIFIERS:
        return previous
    if fold == "and" and previous > 0 and words.folds[previous - 1] in TITLE_NOUNS:
        return previous
    if words.capital[previous] and fold not in NO_NAMES and not words.is_headline(previous):
        return previous
    return at


def _of_body(words: Words, at: int, hit: Hit | None, hits: Hits) -> int:
    """Return where a title "secretary of BODY" begins whose body ends before `at`; else `at`."""
    first = hit.first if hit else at
    while not hit and first > 0 and words.joined[first] and _is_body_word(words, first - 1):
        first -= 1
    if first == at or first < 2:  # noqa: PLR2004 - a noun and "of"
        return at
    link = first - 1
    if words.folds[link] == "the":
        link -= 1
    if link < 1 or words.folds[link] not in {"of", "for", "at"} or not words.joined[link + 1]:
        return at
    before = hits.by_after.get(link)
    if before and before.is_title:
        return before.first
    return link - 1 if words.folds[link - 1] in TITLE_NOUNS else at


def _is_body_word(words: Words, index: int) -> bool:
    return words.capital[index] and words.folds[index] not in NO_NAMES


def apposition(words: Words, name_after: int, hits: Hits) -> Title | None:
    """Return the age, party or description behind the name that ends before word `name_after`.

    "Jane Doe, 25," and "Jane Doe (D-N.C.)" have a title without words of an office.
    """
    at = name_after
    if (
        at >= len(words)
        or words.begins_block(at)
        or words.genitive[at - 1]
        or words.gap(at) not in _OPENINGS
    ):
        return None
    start = words.starts[at]
    if _PARTY.match(words.text, start, start + 13):
        return Title(at, at + 1)
    if words.folds[at].isdigit() and len(words.folds[at]) < _MAX_AGE_DIGITS:
        return apposition(words, at + 1, hits) or Title(at, at + 1)
    return _description(words, at, hits)


def _description(words: Words, at: int, hits: Hits) -> Title | None:
    """Return the description of a person that begins with word `at`, or None."""
    noun = at
    while noun < len(words) and words.folds[noun] in TITLE_ARTICLES:
        noun += 1
    office = hits.by_first.get(noun)
    if office and office.is_title:
        return Title(at, _end(words, at, office.after), office, tuple(range(at, noun)))
    for index in range(noun, min(noun + _MAX_WORDS_TO_NOUN, len(words))):
        if index > at and _ENDS.search(words.gap(index)) and not words.joined[index]:
            return None
        if words.folds[index] in TITLE_NOUNS and words.folds[noun] != "and":
            return Title(at, _end(words, at, index + 1))
    return None


def _end(words: Words, first: int, least: int) -> int:
    """Return the word after a description: at the next mark, at most some words away."""
    at = least
    while (
        at < len(words)
        and at - first < _MAX_APPOSITION_WORDS
        and not words.begins_block(at)
        and (words.joined[at] or not _ENDS.search(words.gap(at)))
    ):
        at += 1
    return at

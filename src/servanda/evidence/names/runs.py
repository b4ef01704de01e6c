"""Sequences of words with capitals that may be one name.

Source: docs/spec/evidence/names.md, "Sequences".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.evidence.names.chinese_names import is_pinyin
from servanda.evidence.names.known_forms import Hit
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.vocabulary import NO_NAMES, NOT_OF_PERSONS, PARTICLES

_HYPHENS = frozenset("-\u2010\u2011")
_PARTIES = frozenset({"d", "r", "i"})
_PLACES = frozenset({EntityKind.PLACE, EntityKind.STATE})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may be one name, from `first` to before `after`."""

    first: int
    after: int


def without_given_names(
    hits: Sequence[Hit], words: Words, given_names: frozenset[str]
) -> tuple[Hit, ...]:
    """Return the hits without single words for places that are part of a person's name.

    "Jordan" behind the given name Jim is a family name, and then so in all of the text; "Chelsea"
    before a family name is a given one.
    """
    taken = {index for hit in hits for index in range(hit.first, hit.after)}
    of_people = {hit.first for hit in hits if _is_of_person(hit, words, given_names, taken)}
    families = {words.folds[at] for at in of_people if words.folds[at - 1] in given_names and at}
    return tuple(
        hit
        for hit in hits
        if hit.first not in of_people
        and not (
            hit.kind in _PLACES
            and hit.after - hit.first == 1
            and words.folds[hit.first] in families
        )
    )


def _is_of_person(hit: Hit, words: Words, given_names: frozenset[str], taken: set[int]) -> bool:
    if hit.kind not in _PLACES or hit.after - hit.first != 1:
        return False
    before, after = hit.first - 1, hit.after
    if (
        before >= 0
        and words.joined[hit.first]
        and words.capital[before]
        and not words.genitive[before]
        and words.folds[before] in given_names
        and before not in taken
    ):
        return True
    return (
        words.folds[hit.first] in given_names
        and not words.genitive[hit.first]
        and after < len(words)
        and words.joined[after]
        and words.capital[after]
        and after not in taken
        and words.folds[after] not in NO_NAMES
        and words.folds[after] not in NOT_OF_PERSONS
    )


def runs(words: Words, taken: Sequence[bool], given_names: frozenset[str]) -> Iterator[Run]:
    """Yield the sequences outside the words that are `taken` by known forms, in order."""
    index, count = 0, len(words)
    capital = words.capital
    while index < count:
        if not capital[index] or taken[index] or not _may_begin(words, index, taken, given_names):
            index += 1
            continue
        if words.folds[index] in _PARTIES and index + 1 < count and is_hyphen(words, index + 1):
            index += 1  # "(D-Newport News)"
            continue
        after = _after(words, index, taken, given_names)
        if after - index == 2 and is_hyphen(words, index + 1):  # noqa: PLR2004 - "Trump-Clinton"
            yield Run(index, index + 1)
            yield Run(index + 1, after)
        else:
            yield Run(index, after)
        index = after


def is_hyphen(words: Words, index: int) -> bool:
    """Tell whether a hyphen joins word `index` to the one before it."""
    return words.text[words.starts[index] - 1] in _HYPHENS


def _may_begin(
    words: Words, index: int, taken: Sequence[bool], given_names: frozenset[str]
) -> bool:
    fold = words.folds[index]
    after = index + 1
    if fold not in NO_NAMES:
        is_adverb = fold.endswith("ly") and not words.joined[index] and fold not in given_names
        return not (  # "Interestingly Korel left"
            is_adverb and after < len(words) and words.joined[after] and words.capital[after]
        )
    # "the actor Will Smith": inside a sentence, a capital on such a word means a name.
    return (
        fold in given_names
        and words.joined[index]
        and after < len(words)
        and words.joined[after]
        and words.capital[after]
        and not taken[after]
        and words.folds[after] not in NO_NAMES
        and not words.is_headline(index)
    )


def _after(words: Words, first: int, taken: Sequence[bool], given_names: frozenset[str]) -> int:
    """Return where the sequence that begins at `first` ends."""
    at, count = first + 1, len(words)
    folds, joined, capital = words.folds, words.joined, words.capital
    while at < count and joined[at] and not taken[at] and not words.genitive[at - 1]:
        if capital[at]:
            if folds[at] in NO_NAMES and folds[at - 1] not in given_names:
                break
        elif folds[at] in PARTICLES:
            following = at + 1
            if following >= count or not joined[following] or not capital[following]:
                break
        elif not (at - first > 1 and is_hyphen(words, at) and _is_syllable(words, at)):
            break
        at += 1
    return at


def _is_syllable(words: Words, at: int) -> bool:
    """Tell whether words `at` and before it are syllables of one name: "Tsai Ing-wen"."""
    return is_pinyin(words.folds[at - 1]) and is_pinyin(words.folds[at])

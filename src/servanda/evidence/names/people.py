"""Full names of people nobody knew before, by their form and by what stands beside them.

A sequence of capitals alone is no person: a given name, a title, a saying verb, an age, a party in
brackets, or the family name alone later in the text has to speak for it.

Source: docs/spec/evidence/names.md, "People".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from servanda.evidence.names.chinese_names import NameOrder, chinese_order
from servanda.evidence.names.runs import Run, is_hyphen
from servanda.evidence.names.scene import Scene
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.titles import Title, apposition, title_before
from servanda.evidence.names.vocabulary import (
    FAMILY_WORDS,
    HONORIFICS,
    NO_NAMES,
    NOT_OF_PERSONS,
    OFFICE_NOUNS,
    PARTICLES,
    SAYING,
    SUFFIXES,
    TITLE_MODIFIERS,
    TITLE_NOUNS,
)

_MAX_NAME_WORDS: Final = 5
_NO_INITIALS: Final = frozenset({"u.s.", "u.k.", "u.n.", "e.u.", "d.c."})
_DASHES: Final = frozenset("-\u2013\u2014\u2015")
_MAX_INITIALS: Final = 3  # letters of "JB" before a family name

# Words between a name and its verb: "Carol once said", "Carol has said".
_BEFORE_SAYING: Final = frozenset({"also", "has", "had", "later", "once", "then"})


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's name of two or more words, from word `first` to before word `after`.

    Attributes:
        folds: Its words in small letters, "jr" included: it makes another person.
        order: Which of them is the family name, and which may stand alone.
        cue: What spoke for a person: part of the rule's name.
    """

    first: int
    after: int
    folds: tuple[str, ...]
    order: NameOrder
    cue: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is left of a sequence without the titles at its beginning.

    Attributes:
        run: The rest; empty where all of it is titles.
        title: The title directly before it, or None.
    """

    run: Run
    title: Title | None


def without_titles(run: Run, scene: Scene) -> Part:
    """Return the part of `run` behind its last title; parties and states before it go too."""
    first, words, folds = run.first, scene.words, scene.words.folds
    given_names, adjectives = scene.gazetteer.given_names, scene.known.adjectives
    for index in range(run.after - 1, run.first - 1, -1):
        if folds[index] in TITLE_NOUNS and not _is_of_name(index, run, words, given_names):
            first = index + 1
            break
    while first < run.after - 1 and (
        folds[first] in adjectives
        or (folds[first] in TITLE_MODIFIERS and folds[first] not in given_names)
    ):
        first += 1
    title = title_before(words, first, scene.hits) if first < run.after else None
    return Part(Run(first, run.after), title)


def _is_of_name(index: int, run: Run, words: Words, given_names: frozenset[str]) -> bool:
    """Tell whether a word that can be a title is part of a name here: Stephen King, Dean Hill."""
    folds = words.folds
    if index > run.first and index == run.after - 1:
        before = folds[index - 1]
        if before in given_names or (before in HONORIFICS and folds[index] not in OFFICE_NOUNS):
            return True  # "Mr. King", but "Mr. President"
    return folds[index] in given_names and index + 2 == run.after and words.capital[index]


def full_name(part: Part, scene: Scene, *, alone: frozenset[str]) -> FullName | None:
    """Return the full name that `part` holds, or None where nothing speaks for a person.

    Args:
        part: Without titles.
        scene: The document's words and known forms.
        alone: Words that stand alone with a capital somewhere in the document.
    """
    first, after, words = part.run.first, part.run.after, scene.words
    given_names = scene.gazetteer.given_names
    while after - first > 2 and words.folds[after - 1] in SUFFIXES:  # noqa: PLR2004 - two words
        after -= 1
    while after > first and _is_initial(words.folds[after - 1]):
        after -= 1  # "Charles G. and David H. Koch"
    begin = first if part.title else _begin(words, first, after, given_names)
    folds = tuple(words.folds[begin:after])
    title = title_before(words, begin, scene.hits) if begin > first else part.title
    if (
        not 1 < len(folds) <= _MAX_NAME_WORDS
        or folds[0] in PARTICLES
        or not _can_be_person(words, begin, after, given_names)
    ):
        return None
    order = chinese_order(folds, scene.gazetteer.family_names) or western_order(words, begin, after)
    cue = (
        ("title" if title else "")
        or ("given-name" if _is_given(folds[0], given_names) else "")
        or ("apposition" if apposition(words, part.run.after, scene.hits) else "")
        or ("saying" if _is_beside_saying(words, begin, part.run.after) else "")
        or ("chinese" if order.is_family_first or order.is_open else "")
        or ("signature" if _is_signature(words, begin, part.run.after) else "")
        or ("family-name" if order.family[-1] in alone else "")
    )
    end = after if _is_initial(words.folds[part.run.after - 1]) else part.run.after
    return FullName(begin, end, tuple(words.folds[begin:end]), order, cue) if cue else None


def _begin(words: Words, first: int, after: int, given_names: frozenset[str]) -> int:
    """Return where the name begins in a longer sequence: at its first given name or initial.

    Behind "secretary of" a body comes first, and the last two words are the name.
    """
    if after - first <= 2:  # noqa: PLR2004 - two words are a name or none
        return first
    for index in range(first, after - 1):
        if words.folds[index] in given_names:
            return index
        if _is_initial(words.folds[index]):
            return max(index - 1, first)
    link = first - 1
    is_of_title = link > 0 and words.folds[link] == "of" and words.folds[link - 1] in TITLE_NOUNS
    return after - 2 if is_of_title else first


def _is_given(fold: str, given_names: frozenset[str]) -> bool:
    return fold in given_names or _is_initial(fold)


def _is_initial(fold: str) -> bool:
    return fold[-1] == "." and fold not in _NO_INITIALS


def _can_be_person(words: Words, first: int, after: int, given_names: frozenset[str]) -> bool:
    folds = words.folds
    for index in range(first, after):
        fold = folds[index]
        is_last = index == after - 1
        if fold in NO_NAMES and folds[index - 1] not in given_names and fold not in given_names:
            return False
        is_given = index == first and fold in given_names  # "Bill"
        is_family = is_last and fold in FAMILY_WORDS and folds[first] in given_names
        if fold in NOT_OF_PERSONS and not is_given and not is_family:
            return False
        if any(map(str.isdigit, fold)):
            return False
    return _has_fitting_capitals(words, first, after)


def _has_fitting_capitals(words: Words, first: int, after: int) -> bool:
    """Refuse acronyms inside a name, unless all of it is in capitals or it is of initials."""
    texts = [words.text[words.starts[i] : words.ends[i]] for i in range(first, after)]
    shouted = [len(text) > 1 and text.isupper() and text[-1] != "." for text in texts]
    if not any(shouted) or all(shouted):
        return True
    return shouted.count(True) == 1 and shouted[0] and len(texts[0]) <= _MAX_INITIALS


def western_order(words: Words, first: int, after: int) -> NameOrder:
    """Return the order of a name with the family name last, with its particles and hyphens."""
    folds = words.folds
    begin = after - 1
    while begin - 1 > first and (is_hyphen(words, begin) or folds[begin - 1] in PARTICLES):
        begin -= 1
    given = tuple(fold for fold in folds[first:begin] if not fold.endswith("."))
    return NameOrder(family=tuple(folds[begin:after]), given=given[:1])


def _is_beside_saying(words: Words, first: int, after: int) -> bool:
    """Tell whether a saying verb stands directly beside, with at most a comma between."""
    folds = words.folds
    verb = after
    if verb + 1 < len(words) and folds[verb] in _BEFORE_SAYING and words.gap(verb) == " ":
        verb += 1  # "once said", "has said"
    if verb < len(words) and folds[verb] in SAYING and words.gap(verb) in {" ", ", "}:
        return words.blocks[verb] == words.blocks[first]
    return first > 0 and folds[first - 1] in SAYING and words.joined[first]


def _is_signature(words: Words, first: int, after: int) -> bool:
    """Tell whether a name stands behind a dash at the end of its block, as below a quotation."""
    before = words.gap(first).rstrip()
    is_last = after >= len(words) or words.begins_block(after) or "\n" in words.gap(after)
    return is_last and before[-1:] in _DASHES


def standing_alone(parts: Sequence[Part], words: Words) -> frozenset[str]:
    """Return the words that stand alone with a capital, outside headlines."""
    return frozenset(
        words.folds[part.run.first]
        for part in parts
        if part.run.after - part.run.first == 1 and not words.is_headline(part.run.first)
    )

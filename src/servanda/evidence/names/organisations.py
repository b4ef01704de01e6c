"""Bodies that nobody knew before: by a word of their name, or by what the text calls them.

Source: docs/spec/evidence/names.md, "Organisations".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.runs import Run
from servanda.evidence.names.scene import Scene
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.vocabulary import (
    AFTER_AND,
    AGENCY_WORDS,
    BODY_NOUNS,
    BODY_WORDS,
    FIRM_NOUNS,
    FIRM_WORDS,
    NO_NAMES,
    ORGANISATION_WORDS,
    OUTLET_NOUNS,
    OUTLET_WORDS,
    SAYING,
    TITLE_MODIFIERS,
    TITLE_NOUNS,
    TRADE_WORDS,
)

_LINKS: Final = frozenset({"of", "for", "on", "against", "to"})
_LINKED: Final = AGENCY_WORDS | BODY_WORDS  # "Council on", but never "News of"
_BODIES: Final = frozenset({EntityKind.AGENCY, EntityKind.ORGANISATION})
_PLACES: Final = frozenset({EntityKind.PLACE, EntityKind.STATE})
_MAX_WORDS_TO_NOUN: Final = 6
_MAX_ORGANISATION_WORDS: Final = 12
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z&]{0,7}[A-Z]")


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name, from word `first` to before word `after`; `cue` is what spoke for it."""

    first: int
    after: int
    kind: EntityKind
    cue: str


def body_by_word(run: Run, scene: Scene) -> Body | None:
    """Return the body whose name has `run`, where a word of it says so; else None."""
    words = scene.words
    folds = words.folds[run.first : run.after]
    found = [fold for fold in folds if fold in ORGANISATION_WORDS]
    if not found or words.is_headline(run.first):
        return None
    first, after = run.first, run.after
    if folds[-1] in _LINKED or folds[0] in _LINKED:
        after = _extended(words, after, scene.taken, scene.known.adjectives)
    before = scene.hits.by_after.get(first)
    if before and words.joined[first] and not words.genitive[first - 1]:
        is_outlet = folds[0] in OUTLET_WORDS and before.kind in _BODIES
        if before.kind in _PLACES or is_outlet:  # "Homeland Security Weekly" is no agency
            first = before.first
    if after - first < 2:  # noqa: PLR2004 - "Congress" alone names nobody new
        return None
    return Body(first, after, _kind_of(found), "word")


def _kind_of(found: Sequence[str]) -> EntityKind:
    last = found[-1]
    for kind, vocabulary in (
        (EntityKind.OUTLET, OUTLET_WORDS),
        (EntityKind.FIRM, FIRM_WORDS),
        (EntityKind.ORGANISATION, BODY_WORDS),
        (EntityKind.AGENCY, AGENCY_WORDS),
    ):
        if last in vocabulary:
            return kind
    return EntityKind.ORGANISATION


def _extended(
    words: Words, after: int, taken: Sequence[bool], adjectives: Mapping[str, str]
) -> int:
    """Return where a name ends that goes on with "of", "for" or "on"."""
    first, end = after, after
    while end - first < _MAX_ORGANISATION_WORDS:
        at = end
        if at >= len(words) or not words.joined[at] or words.genitive[at - 1]:
            break
        link = words.folds[at]
        if link not in _LINKS and not (link == "and" and end > first):
            break
        at += 1
        if at < len(words) and words.folds[at] == "the" and link != "and":
            at += 1
        begin = at
        while at < len(words) and words.joined[at] and _goes_on(words, at, begin):
            at += 1
        while at > begin and words.folds[at - 1] in adjectives:
            at -= 1
        if at == begin or (link == "and" and words.folds[at - 1] not in AFTER_AND):
            break
        if link in {"against", "to"} and taken[begin]:
            break
        end = at
    return end


def _goes_on(words: Words, at: int, begin: int) -> bool:
    return (
        words.capital[at]
        and words.folds[at] not in NO_NAMES
        and not (at > begin and words.genitive[at - 1])
    )


def body_by_noun(run: Run, scene: Scene) -> Body | None:
    """Return the body that `run` names where the text says what it is; else None.

    "security firm X"; "X, a California-based cybersecurity firm".
    """
    kind = _noun_before(scene.words, run.first) or _noun_behind(scene.words, run.after)
    return Body(run.first, run.after, kind, "noun") if kind else None


def body_by_saying(run: Run, scene: Scene) -> Body | None:
    """Return the body that `run` names where it says something and its last word is a trade.

    "Palisade Security said": "Social Security" alone says nothing.
    """
    words = scene.words
    is_long = run.after - run.first > 1
    if not is_long or words.folds[run.after - 1] not in TRADE_WORDS or words.is_headline(run.first):
        return None
    at = run.after
    if at + 1 < len(words) and words.folds[at] in {"has", "had", "also"}:
        at += 1
    says = at < len(words) and words.folds[at] in SAYING and words.joined[at]
    is_told = words.folds[max(run.first - 2, 0) : run.first] == ["according", "to"]
    return Body(run.first, run.after, EntityKind.FIRM, "saying") if says or is_told else None


def _noun_before(words: Words, first: int) -> EntityKind | None:
    if first == 0 or not words.joined[first] or words.genitive[first - 1]:
        return None
    noun = words.folds[first - 1]
    if noun == "tank":
        return EntityKind.ORGANISATION if words.folds[first - 2] == "think" else None
    return _kind_of_noun(noun)


def _noun_behind(words: Words, after: int) -> EntityKind | None:
    if (
        after >= len(words)
        or words.genitive[after - 1]
        or words.begins_block(after)
        or words.gap(after) != ", "
        or words.folds[after] not in {"a", "an", "the"}
    ):
        return None
    for index in range(after + 1, min(after + 1 + _MAX_WORDS_TO_NOUN, len(words))):
        if not words.joined[index] or words.folds[index] in NO_NAMES:
            return None
        kind = _kind_of_noun(words.folds[index])
        if kind and not words.genitive[index] and not _is_of_title(words, index + 1):
            return kind
    return None


def _is_of_title(words: Words, index: int) -> bool:
    """Tell whether a noun stands before another one: "a company spokeswoman"."""
    if index >= len(words) or not words.joined[index]:
        return False
    return words.folds[index] in TITLE_NOUNS or words.folds[index] in TITLE_MODIFIERS


def _kind_of_noun(noun: str) -> EntityKind | None:
    if noun in FIRM_NOUNS:
        return EntityKind.FIRM
    if noun in OUTLET_NOUNS:
        return EntityKind.OUTLET
    return EntityKind.ORGANISATION if noun in BODY_NOUNS else None


def acronym_behind(words: Words, first: int, after: int) -> int | None:
    """Return the index of the acronym in brackets that stands for the name before it, or None.

    Its letters must be the first letters of words with capitals of the name, in order.
    """
    if after >= len(words) or words.gap(after) != " (":
        return None
    acronym = words.text[words.starts[after] : words.ends[after]]
    if not _ACRONYM.fullmatch(acronym):
        return None
    initials = iter(words.folds[index][0] for index in range(first, after))
    letters = [letter.lower() for letter in acronym if letter.isupper()]
    return after if all(letter in initials for letter in letters) else None

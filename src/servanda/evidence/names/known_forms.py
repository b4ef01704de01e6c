"""Find the forms that the gazetteer has, in one walk over a document's words.

Forms are kept as a tree of words, so the time does not grow with their number. The longest form
wins: "Homeland Security Today" is not "Homeland Security".

Source: docs/spec/evidence/names.md, "Known forms".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from servanda.evidence.names.gazetteer import Gazetteer, KnownEntity
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.text_words import Words, words_of_text
from servanda.evidence.names.vocabulary import ADJECTIVES_TOO

_MAX_ACRONYM: Final = 6  # "US" must not be found in "us", nor "WHO" in "who"
_MAX_STRICT_WORDS: Final = 3  # of longer names, printers forget a capital now and then
_IDEOGRAPHS: Final = re.compile(r"[\u3400-\u9fff]")
# What a state's government is called beside its name; "Chinese" comes from the gazetteer.
_OF_GOVERNMENT: Final = ("government", "authorities", "leadership")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one row.

    Attributes:
        key: Of the entity; for a title, of the office.
        kind: Of the entity.
        exact: The form as it must be printed; empty where capitals alone must fit.
        capitals: Word by word, whether it must begin with a capital.
        is_title: Whether it is the title of an office, which may be printed without capitals.
        is_said: Whether it is only said to mean the row.
    """

    key: str
    kind: EntityKind
    exact: str = ""
    capitals: tuple[bool, ...] = ()
    is_title: bool = False
    is_said: bool = False


@dataclass(slots=True)
class _Node:
    forms: list[Form] = field(default_factory=list)
    following: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A known form in a document, from word `first` to before word `after`."""

    first: int
    after: int
    forms: tuple[Form, ...]

    @property
    def is_title(self) -> bool:
        """Whether it is the title of an office and nothing else."""
        return all(form.is_title for form in self.forms)

    @property
    def kind(self) -> EntityKind:
        """Of the first form."""
        return self.forms[0].kind


@dataclass(frozen=True, slots=True)
class Hits:
    """The known forms of a document, by the word where they begin and the word after them."""

    by_first: Mapping[int, Hit]
    by_after: Mapping[int, Hit]


@dataclass(frozen=True, slots=True)
class KnownForms:
    """What is compiled from a gazetteer; read only after it is made.

    Attributes:
        root: The tree of words.
        short_names: Single words by which everybody knows a person, with the keys.
        adjectives: Of states, with the keys.
        ideographs: Matches any form that is written without blanks; None without such.
        by_ideographs: Those forms.
    """

    root: _Node
    short_names: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, str]
    ideographs: re.Pattern[str] | None
    by_ideographs: Mapping[str, Form]

    def hits(self, words: Words) -> Iterator[Hit]:
        """Yield the known forms in order, without overlap, the longest at each place."""
        root, folds, count = self.root.following, words.folds, len(words)
        index = 0
        while index < count:
            node = root.get(folds[index])
            hit = node and _longest(node, words, index)
            if hit:
                yield hit
                index = hit.after
            else:
                index += 1


@lru_cache(maxsize=4)
def known_forms(gazetteer: Gazetteer) -> KnownForms:
    """Return what is compiled from `gazetteer`; made once and kept, for every document needs it."""
    root = _Node()
    short: dict[str, list[str]] = {}
    adjectives: dict[str, str] = {}
    ideographs: dict[str, Form] = {}
    for key in sorted(gazetteer.entities):
        row = gazetteer.entities[key]
        adjectives.update({adjective.lower(): key for adjective in row.adjectives})
        for text, form in _forms_of(row):
            words = words_of_text(text)
            if _IDEOGRAPHS.search(text):
                ideographs.setdefault(text, form)
            elif row.kind is EntityKind.PERSON and len(words) == 1:
                short.setdefault(words[0], []).append(key)
            elif words:
                _plant(root, words, form)
    longest_first = sorted(ideographs, key=lambda text: (-len(text), text))
    return KnownForms(
        root=root,
        short_names={name: tuple(sorted(set(keys))) for name, keys in short.items()},
        adjectives=adjectives,
        ideographs=re.compile("|".join(map(re.escape, longest_first))) if ideographs else None,
        by_ideographs=ideographs,
    )


def _forms_of(row: KnownEntity) -> Iterator[tuple[str, Form]]:
    if row.kind is EntityKind.OFFICE:
        for title in (row.name, *row.titles):
            yield title, _form(row, title, is_title=True)
        return
    yield row.name, _form(row, row.name)
    for alias in row.aliases:
        yield alias.form, _form(row, alias.form, is_said=alias.is_said)
    for adjective in row.adjectives:
        for word in _OF_GOVERNMENT:
            yield f"{adjective} {word}", _form(row, f"{adjective} {word}")


def _form(row: KnownEntity, text: str, *, is_title: bool = False, is_said: bool = False) -> Form:
    words = text.split()
    if is_title:
        capitals: tuple[bool, ...] = (text.lower() in ADJECTIVES_TOO,)
    elif len(words) > _MAX_STRICT_WORDS:
        capitals = (True,)
    else:
        capitals = tuple(word[0].isupper() for word in words)
    return Form(
        row.key, row.kind, exact=_exact(text), capitals=capitals, is_title=is_title, is_said=is_said
    )


def _exact(form: str) -> str:
    """Return `form` where its capitals tell it from another word, else nothing."""
    letters = form.replace(".", "")
    is_acronym = len(letters) <= _MAX_ACRONYM and letters.isupper()
    return form if is_acronym or form.startswith("The ") else ""


def _plant(root: _Node, words: Sequence[str], form: Form) -> None:
    node = root
    for word in words:
        node = node.following.setdefault(word, _Node())
    if form not in node.forms:
        node.forms.append(form)


def _longest(node: _Node, words: Words, first: int) -> Hit | None:
    found: Hit | None = None
    after = first + 1
    following: _Node | None = node
    while following:
        if following.forms:
            forms = tuple(form for form in following.forms if _fits(form, words, first, after))
            if forms:
                found = Hit(first, after, forms)
        if after >= len(words) or not words.joined[after]:
            break
        following = following.following.get(words.folds[after])
        after += 1
    return found


def _fits(form: Form, words: Words, first: int, after: int) -> bool:
    if form.exact:
        return words.printed(first, after) == form.exact
    needed = zip(form.capitals, words.capital[first:after], strict=False)
    return all(capital for is_needed, capital in needed if is_needed)

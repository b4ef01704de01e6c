"""Which office a title names, and who held it on a day.

Offices are entities of their own. A title that several states or bodies have ("the president") is
told by the state beside it, by who is known to have held it, or stays open.

Source: docs/spec/evidence/names.md, "Offices".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from servanda.evidence.intervals import Interval
from servanda.evidence.names.gazetteer import Gazetteer, Holder, KnownEntity
from servanda.evidence.names.known_forms import Hit
from servanda.evidence.names.mentions import EntityKind, entity_key
from servanda.evidence.names.scene import Scene
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.titles import Title
from servanda.evidence.names.vocabulary import (
    EXECUTIVE_TITLES,
    GENERAL_TITLE_WORDS,
    HONORIFICS,
    NOT_HELD,
    OFFICE_NOUNS,
    OTHER_OFFICE,
    TITLE_ARTICLES,
)

BODIES = frozenset({EntityKind.AGENCY, EntityKind.FIRM, EntityKind.ORGANISATION, EntityKind.OUTLET})


@dataclass(frozen=True, slots=True)
class Office:
    """What a title names.

    Attributes:
        key: Of the office; None where it stays open or the title names none.
        name: The full form, for an office that the gazetteer does not have.
        candidates: Keys it may be where it stays open, in order.
    """

    key: str | None
    name: str = ""
    candidates: tuple[str, ...] = ()


NO_OFFICE = Office(None)


def holders_in(office: KnownEntity, days: Interval) -> tuple[Holder, ...]:
    """Return who held `office` on some day of `days`, in order; all where nothing is known."""
    return tuple(holder for holder in office.holders if holder.days.meets(days))


def held_by(person: str, days: Interval, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the keys of the offices that `person` held on some day of `days`, in order."""
    held = _offices_by_person(gazetteer).get(person, ())
    return tuple(dict.fromkeys(office for office, holder in held if holder.days.meets(days)))


@lru_cache(maxsize=4)
def _offices_by_person(gazetteer: Gazetteer) -> Mapping[str, Sequence[tuple[str, Holder]]]:
    """Return the offices of each person with the terms; made once, for every document asks."""
    found: dict[str, list[tuple[str, Holder]]] = {}
    for key, row in sorted(gazetteer.entities.items()):
        for holder in row.holders:
            found.setdefault(holder.person, []).append((key, holder))
    return found


def states_beside(indexes: Iterable[int], scene: Scene) -> tuple[str, ...]:
    """Return the keys of the states that words at `indexes` name, by adjective or by name."""
    found: list[str] = []
    words, hits = scene.words, scene.hits
    for index in indexes:
        adjective = scene.known.adjectives.get(words.folds[index])
        if adjective and words.capital[index]:
            found.append(adjective)
        hit = hits.by_first.get(index)
        if hit:
            found.extend(form.key for form in hit.forms if form.kind is EntityKind.STATE)
    return tuple(dict.fromkeys(found))


def office_of(
    title: Title, scene: Scene, *, person: str | None, family: str, body: str | None
) -> Office:
    """Return the office that `title` names.

    Args:
        title: Before a name or behind it.
        scene: The document's words and known forms.
        person: Key of the person beside the title; None where only a family name is.
        family: The family name beside it, in small letters; empty for none.
        body: Key of the firm or agency spoken of last, for "CEO NAME" without one.
    """
    folds = scene.words.folds
    if any(folds[index] in NOT_HELD for index in range(title.first, title.after)):
        return NO_OFFICE
    executive = _executive(title, scene, body)
    if executive:
        return executive
    outer = [index for index in title.outer if folds[index] not in TITLE_ARTICLES]
    states = states_beside(_with_genitive(title, scene.words), scene)
    is_other = any(folds[index] in OTHER_OFFICE for index in outer)
    if title.office and not is_other and (states or not _has_other_names(outer, scene)):
        keys = tuple(form.key for form in title.office.forms if form.is_title)
        printed = folds[title.office.first : title.office.after]
        office = _narrowed(
            keys,
            scene.gazetteer,
            states=states,
            person=person,
            family=family,
            is_clear=not GENERAL_TITLE_WORDS.issuperset(printed),
        )
        if office.key or len(keys) > 1:
            return office
    return _unknown(title, scene.words)


def _has_other_names(outer: Sequence[int], scene: Scene) -> bool:
    """Tell whether a title names a body or place beside the known form: "Florida"."""
    return any(
        scene.words.capital[index]
        and scene.words.folds[index] not in HONORIFICS
        and not states_beside([index], scene)
        for index in outer
    )


def _with_genitive(title: Title, words: Words) -> tuple[int, ...]:
    """Return the words of the title outside the known form, and a genitive before it."""
    if title.first > 0 and words.genitive[title.first - 1] and words.joined[title.first]:
        return (title.first - 1, *title.outer)
    return title.outer


def _narrowed(
    keys: tuple[str, ...],
    gazetteer: Gazetteer,
    *,
    states: tuple[str, ...],
    person: str | None,
    family: str,
    is_clear: bool,
) -> Office:
    """Return the one office of `keys` that state and holder leave, or those that stay open."""
    rows = [gazetteer.entities[key] for key in keys]
    if states:
        rows = [row for row in rows if row.state in states]
    held = [row for row in rows if any(_is_holder(h, person, family) for h in row.holders)]
    if len(held) == 1:
        return Office(held[0].key)
    if len(rows) == 1 and (states or is_clear):
        return Office(rows[0].key)
    return Office(None, candidates=tuple(sorted(row.key for row in rows)))


def _is_holder(holder: Holder, person: str | None, family: str) -> bool:
    if person is not None:
        return holder.person == person
    return bool(family) and family in holder.person.partition(":")[2].split()


def _executive(title: Title, scene: Scene, body: str | None) -> Office | None:
    """Return "Chief executive of BODY" for a title that any firm has."""
    indexes = range(title.first, title.after)
    for length in (3, 2, 1):
        for at in range(title.first, title.after - length + 1):
            fold = " ".join(scene.words.folds[at : at + length])
            if fold in EXECUTIVE_TITLES:
                near = _bodies(indexes, scene)
                key = near[0] if near else body
                if not key:
                    return None
                row = scene.gazetteer.entities.get(key)
                name = row.name if row else key.partition(":")[2]
                return _named(f"{EXECUTIVE_TITLES[fold]} of {name}")
    return None


def _bodies(indexes: range, scene: Scene) -> list[str]:
    by_first = scene.hits.by_first
    found = [by_first[index] for index in indexes if index in by_first]
    return [form.key for hit in found for form in hit.forms if form.kind in BODIES]


def _unknown(title: Title, words: Words) -> Office:
    """Return an office that only the text knows, by its words as printed."""
    indexes = [
        index
        for index in range(title.first, title.after)
        if words.folds[index] not in HONORIFICS and words.folds[index] not in TITLE_ARTICLES
    ]
    if not any(words.folds[index] in OFFICE_NOUNS for index in indexes):
        return NO_OFFICE
    first = indexes[0]
    if indexes != list(range(first, indexes[-1] + 1)):
        return NO_OFFICE
    return _named(words.printed(first, indexes[-1] + 1))


def _named(name: str) -> Office:
    return Office(entity_key(EntityKind.OFFICE, name), name)


def office_named(hit: Hit, scene: Scene, last: str | None) -> Office:
    """Return the office that a title without a name means: "the attorney general".

    Args:
        hit: The title.
        scene: The document's words and known forms.
        last: The office that the same words meant last in the document.
    """
    states = states_beside(range(max(hit.first - 2, 0), hit.first), scene)
    keys = tuple(form.key for form in hit.forms if form.is_title)
    # Without a name beside it, a title that one office alone has means that office.
    office = _narrowed(
        keys, scene.gazetteer, states=states, person=None, family="", is_clear=len(keys) == 1
    )
    if office.key or states:
        return office
    return Office(last) if last in keys else office

"""Mentions of people: full names, and the short forms that mean them.

Source: docs/spec/evidence/names.md, "People", "Short forms".
"""

from collections.abc import Iterator
from typing import Final

from servanda.evidence.names.draft import Draft
from servanda.evidence.names.mentions import EntityKind, Mention, entity_key
from servanda.evidence.names.offices import NO_OFFICE
from servanda.evidence.names.people import FullName, Part
from servanda.evidence.names.short_bodies import short_body
from servanda.evidence.names.titles import Title, apposition, title_before
from servanda.evidence.names.vocabulary import FAMILY_TITLES, NOT_OF_PERSONS
from servanda.evidence.rules import How, how

_KNOWN: Final = how("names.known", 1)
_SHORT: Final = how("names.short", 1)
_SHORT_OPEN: Final = how("names.short-open", 1)
_ACRONYM: Final = how("names.acronym", 1)
_HOLDER: Final = how("names.holder", 1)
_KNOWN_SHORT: Final = how("names.known-short", 1)
_FAMILY_ALONE: Final = how("names.family-alone", 1)
_LABEL: Final = how("names.label", 1)
_GIVEN: Final = how("names.given", 1)
_CUES: Final = {
    cue: how("names.full", 1, cue=cue)
    for cue in (
        "title", "given-name", "apposition", "saying", "chinese", "signature", "family-name",
        "again",
    )
}  # fmt: skip


def full_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each full name."""
    for name in draft.pieces.people:
        yield _full(name, draft)


def _full(name: FullName, draft: Draft) -> Mention:
    cast = draft.pieces.cast
    key = cast.keys[name.folds]
    draft.add(key, cast.names[key], EntityKind.PERSON)
    rule = _CUES.get(name.cue, _KNOWN)
    family = name.order.family[-1]
    return _person(draft, name.first, name.after, key=key, family=family, rule=rule)


def _person(
    draft: Draft, first: int, after: int, *, key: str | None, family: str, rule: How,
    candidates: tuple[str, ...] = (),
) -> Mention:  # fmt: skip
    words, hits = draft.scene.words, draft.scene.hits
    before = title_before(words, first, hits)
    behind = apposition(words, after, hits) if after - first > 1 else None
    office, role = NO_OFFICE, None
    for title in (before, behind):
        if title and (title is before or title.after - title.first > 1):
            role = role or draft.role(title.first, title.after)
            if not office.key:
                office = draft.office(title, person=key, family=family)
    return Mention(
        span=draft.span(before.first if before else first, after),
        name=draft.span(first, after),
        kind=EntityKind.PERSON,
        entity=key,
        candidates=candidates,
        office=office.key,
        how=rule,
        role=role,
    )


def short_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each single word that means somebody; call after `full_mentions`."""
    for part in draft.pieces.singles:
        mention = (
            _fitting(part, draft)
            or _acronym(part, draft)
            or _alone(part, draft)
            or short_body(part, draft)
        )
        if mention:
            yield mention


def _fitting(part: Part, draft: Draft) -> Mention | None:
    """Return the mention of whoever of the cast has this family name."""
    at = part.run.first
    fold = draft.scene.words.folds[at]
    keys = draft.pieces.cast.fitting(fold, at)
    if not keys:
        return None
    rule = _SHORT
    if len(keys) > 1 and part.title:
        keys = _with_office(keys, part.title, fold, draft)
    elif len(keys) > 1:
        # "Obama" alone is one of two in the text, whoever they are: the one known so.
        known = draft.scene.known.short_names.get(fold, ())
        if len(known) == 1 and known[0] in keys:
            keys, rule = known, _KNOWN_SHORT
    draft.add_known(keys)
    one = keys[0] if len(keys) == 1 else None
    return _person(
        draft, _family_first(at, draft), part.run.after, key=one, family=fold,
        rule=rule if one else _SHORT_OPEN, candidates=() if one else keys,
    )  # fmt: skip


def _family_first(at: int, draft: Draft) -> int:
    """Return where the family name begins whose last word is at `at`: "de Blasio"."""
    words = draft.scene.words
    family = draft.pieces.cast.families.get(words.folds[at], ())
    first = at
    for fold in reversed(family[:-1]):
        if first == 0 or not words.joined[first] or words.folds[first - 1] != fold:
            return at
        first -= 1
    return first


def _with_office(keys: tuple[str, ...], title: Title, fold: str, draft: Draft) -> tuple[str, ...]:
    """Return those of `keys` who have the office of `title`, or all where that tells none."""
    office = draft.office(title, person=None, family=fold).key
    if not office:
        return keys
    row = draft.scene.gazetteer.entities.get(office)
    holders = {holder.person for holder in row.holders} if row else set()
    holders.update(draft.holding.get(office, ()))
    return tuple(key for key in keys if key in holders) or keys


def _acronym(part: Part, draft: Draft) -> Mention | None:
    at = part.run.first
    found = draft.pieces.acronyms.get(draft.scene.words.printed(at, at + 1))
    if not found:
        return None
    key, kind = found
    draft.add(key, key.partition(":")[2], kind)
    return draft.mention(at, at + 1, kind=kind, entity=key, rule=_ACRONYM)


def _alone(part: Part, draft: Draft) -> Mention | None:
    """Return the mention of a single name that no full form of the document fits."""
    words = draft.scene.words
    at = part.run.first
    fold = words.folds[at]
    if part.title and part.title.office:
        holders = _holders(part.title, fold, draft)
        if len(holders) == 1:
            return _person(draft, at, at + 1, key=holders[0], family=fold, rule=_HOLDER)
    known = draft.scene.known.short_names.get(fold, ())
    if known:
        draft.add_known(known)
        one = known[0] if len(known) == 1 else None
        return _person(
            draft, at, at + 1, key=one, family=fold, rule=_KNOWN_SHORT,
            candidates=() if one else known,
        )  # fmt: skip
    if fold in draft.pieces.labels and words.begins_block(at):
        key = draft.add(entity_key(EntityKind.PERSON, fold), fold.title(), EntityKind.PERSON)
        return _person(draft, at, at + 1, key=key, family=fold, rule=_LABEL)
    if part.title and _is_person_s(part.title, fold, draft):
        key = draft.add(
            entity_key(EntityKind.PERSON, fold), words.printed(at, at + 1), EntityKind.PERSON
        )
        return _person(draft, at, at + 1, key=key, family=fold, rule=_FAMILY_ALONE)
    return _given(part, draft)


def _is_person_s(title: Title, fold: str, draft: Draft) -> bool:
    """Tell whether `title` makes a person of a single word: "Ms. Korel", not "fellow Democrats"."""
    words = draft.scene.words
    return (
        words.folds[title.after - 1] in FAMILY_TITLES
        and fold not in NOT_OF_PERSONS
        and not words.is_headline(title.first)
    )


def _holders(title: Title, fold: str, draft: Draft) -> tuple[str, ...]:
    """Return who of the family name `fold` is known to have held the office of `title`."""
    office = draft.office(title, person=None, family=fold).key
    row = draft.scene.gazetteer.entities.get(office) if office else None
    if row is None:
        return ()
    found = [h.person for h in row.holders if fold in h.person.partition(":")[2].split()]
    return draft.add_known(tuple(dict.fromkeys(found)))


def _given(part: Part, draft: Draft) -> Mention | None:
    """Return a given name that stands alone: whom it may mean is proposed, never decided."""
    words = draft.scene.words
    at = part.run.first
    keys = tuple(draft.pieces.cast.by_given.get(words.folds[at], ()))
    if not keys or words.is_headline(at):
        return None
    draft.add_known(keys)
    printed = words.printed(at, at + 1)
    key = draft.add(entity_key(EntityKind.PERSON, printed), printed, EntityKind.PERSON)
    return _person(draft, at, at + 1, key=key, family=words.folds[at], rule=_GIVEN, candidates=keys)

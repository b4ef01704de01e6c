"""What the words of a document fall into: full names, bodies, and single words left over.

Source: docs/spec/evidence/names.md, "Sequences", "People", "Organisations".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from servanda.evidence.names.cast import Cast, FullForm, cast_of
from servanda.evidence.names.chinese_names import NameOrder, chinese_order
from servanda.evidence.names.mentions import EntityKind, entity_key
from servanda.evidence.names.organisations import (
    Body,
    acronym_behind,
    body_by_noun,
    body_by_saying,
    body_by_word,
)
from servanda.evidence.names.people import (
    FullName,
    Part,
    full_name,
    standing_alone,
    western_order,
    without_titles,
)
from servanda.evidence.names.runs import Run, runs
from servanda.evidence.names.scene import Scene
from servanda.evidence.names.text_words import Words
from servanda.evidence.names.vocabulary import (
    NOT_OF_PERSONS,
    PARTICLES,
    SUFFIXES,
    TITLE_MODIFIERS,
    TITLE_NOUNS,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a document's words fall into.

    Attributes:
        people: Full names in order, known ones too.
        cast: Whom they name.
        bodies: Bodies that the gazetteer does not have, in order.
        acronyms: Key and kind of the body that each acronym of the document stands for.
        labels: Words before a colon that begin a block more than once: who speaks in a transcript.
        inside: Words that stand alone with a capital inside a sentence.
        singles: Single words with a capital that are none of these, in order.
    """

    people: Sequence[FullName]
    cast: Cast
    bodies: Sequence[Body]
    acronyms: Mapping[str, tuple[str, EntityKind]]
    labels: frozenset[str]
    inside: frozenset[str]
    singles: Sequence[Part]


def pieces_of(scene: Scene) -> Pieces:
    """Return what the words of `scene` fall into."""
    given_names = scene.gazetteer.given_names
    bodies: list[Body] = []
    parts: list[Part] = []
    for run in runs(scene.words, scene.taken, given_names):
        part = without_titles(run, scene)
        before = _before_title(run, part, scene)
        body = (
            body_by_word(before or run, scene)
            or body_by_noun(run, scene)
            or body_by_saying(run, scene)
        )
        if body and not _is_known_person(body, scene):
            bodies.append(body)
        is_free = before or not body or _is_known_person(body, scene)
        if is_free and part.run.first < part.run.after:
            parts.append(part)
    people = _people(parts, scene)
    used = {name.first for name in people}
    left = [part for part in parts if not _has_any(part.run, used)]
    cast = cast_of([_full_form(name, scene) for name in people], scene.gazetteer)
    known_bodies = {_folds(body.first, body.after, scene): body for body in bodies}
    singles: list[Part] = []
    for part in left:
        known = known_bodies.get(_folds(part.run.first, part.run.after, scene))
        if known:
            again = replace(known, first=part.run.first, after=part.run.after, cue="again")
            bodies.append(again)
        else:
            singles.extend(_single(part, cast, scene))
    bodies = _without_people(bodies, cast, scene)
    acronyms = _acronyms(bodies, scene)
    inside = frozenset(
        scene.words.folds[part.run.first]
        for part in singles
        if scene.words.joined[part.run.first] and not scene.words.is_headline(part.run.first)
    )
    return Pieces(people, cast, bodies, acronyms, _labels(singles, scene), inside, singles)


def _before_title(run: Run, part: Part, scene: Scene) -> Run | None:
    """Return the words before a title inside a sequence, which may be a body: "X Labs CEO NAME"."""
    if part.title is None or part.run.first in {run.first, part.run.after}:
        return None
    at = part.run.first
    while at > run.first and (
        scene.words.folds[at - 1] in TITLE_NOUNS or scene.words.folds[at - 1] in TITLE_MODIFIERS
    ):
        at -= 1
    return Run(run.first, at) if at > run.first else None


def _is_known_person(body: Body, scene: Scene) -> bool:
    """Tell whether what only a noun speaks for is somebody everybody knows: "the firm Obama"."""
    fold = scene.words.folds[body.first]
    return body.cue == "noun" and body.after - body.first == 1 and fold in scene.known.short_names


def _without_people(bodies: Sequence[Body], cast: Cast, scene: Scene) -> list[Body]:
    return [
        body
        for body in bodies
        if body.cue == "word"
        or body.after - body.first > 1
        or scene.words.folds[body.first] not in cast.by_family
    ]


def _people(parts: Sequence[Part], scene: Scene) -> list[FullName]:
    """Return the full names: where the form speaks, then where only a repetition does."""
    words = scene.words
    known = list(_known_people(scene))
    alone = standing_alone(parts, words)
    found = [(part, full_name(part, scene, alone=alone)) for part in parts]
    certain = [
        name
        for part, name in found
        if name and name.cue != "family-name" and not words.is_headline(name.first)
    ]
    sure = {name.folds for name in certain}
    families = {name.order.family[-1] for name in (*certain, *known)}
    people = list(known)
    for part, name in found:
        if words.is_headline(part.run.first):
            people.extend(_again(part, sure, scene))
        elif name is None:
            if _folds(part.run.first, part.run.after, scene) in sure:
                people.extend(_again(part, sure, scene))
        elif name.cue != "family-name" or not _is_sentence_start(name, families, scene):
            people.append(_without_verb(name, sure, scene))
    return sorted(people, key=lambda name: name.first)


def _again(part: Part, sure: set[tuple[str, ...]], scene: Scene) -> Iterator[FullName]:
    """Yield the names in `part` that the text has elsewhere; in a headline among other words."""
    at = part.run.first
    while at < part.run.after:
        for after in range(part.run.after, at + 1, -1):
            folds = _folds(at, after, scene)
            if folds in sure:
                yield FullName(at, after, folds, _order(Run(at, after), folds, scene), "again")
                at = after
                break
        else:
            at += 1


def _without_verb(name: FullName, sure: set[tuple[str, ...]], scene: Scene) -> FullName:
    """Return the name without the words behind it, where the text has it elsewhere without them.

    "Mara Korel Responds" is of a headline that nothing else shows as one.
    """
    if len(name.folds) <= 2 or name.folds[:2] not in sure or "." in name.folds[1]:  # noqa: PLR2004
        return name
    run = Run(name.first, name.first + 2)
    order = _order(run, name.folds[:2], scene)
    return replace(name, after=run.after, folds=name.folds[:2], order=order)


def _is_sentence_start(name: FullName, families: set[str], scene: Scene) -> bool:
    """Tell whether the first word has its capital from the sentence: "Facing Clinton"."""
    if scene.words.joined[name.first]:
        return False
    family = name.order.family[-1]
    return family in families or family in scene.known.short_names


def _known_people(scene: Scene) -> Iterator[FullName]:
    for hit in scene.hits.by_first.values():
        if hit.kind is EntityKind.PERSON:
            folds = _folds(hit.first, hit.after, scene)
            order = _order(Run(hit.first, hit.after), folds, scene)
            yield FullName(hit.first, hit.after, folds, order, "known")


def _order(run: Run, folds: tuple[str, ...], scene: Scene) -> NameOrder:
    after = run.after - 1 if folds[-1] in SUFFIXES else run.after
    order = chinese_order(folds, scene.gazetteer.family_names)
    return order or western_order(scene.words, run.first, after)


def _full_form(name: FullName, scene: Scene) -> FullForm:
    return FullForm(
        name.first,
        name.folds,
        scene.words.printed(name.first, name.after),
        name.order,
        is_sure=name.cue not in {"saying", "family-name"},
    )


def _folds(first: int, after: int, scene: Scene) -> tuple[str, ...]:
    return tuple(scene.words.folds[first:after])


def _has_any(run: Run, used: set[int]) -> bool:
    return any(index in used for index in range(run.first, run.after))


def _single(part: Part, cast: Cast, scene: Scene) -> Iterator[Part]:
    """Yield the one word that may be a short form, where the part has one."""
    run, words = part.run, scene.words
    length = run.after - run.first
    last = run.after - 1
    if length == 1:
        yield part
    elif (
        length > 1
        and _is_loose(part, words)
        and (words.folds[last] in cast.by_family or words.folds[last] in scene.known.short_names)
    ):
        yield Part(Run(last, run.after), part.title)
    elif words.is_headline(last):
        for at in range(run.first, run.after):
            if words.folds[at] in cast.by_family:
                yield Part(Run(at, at + 1), None)


def _is_loose(part: Part, words: Words) -> bool:
    """Tell whether the words before the last of a sequence need not belong to it."""
    first = part.run.first
    return part.title is not None or not words.joined[first] or words.folds[first] in PARTICLES


def _labels(singles: Sequence[Part], scene: Scene) -> frozenset[str]:
    words = scene.words
    found: set[str] = set()
    again: set[str] = set()
    for part in singles:
        at, after = part.run.first, part.run.after
        if words.begins_block(at) and words.text[words.ends[at] : words.ends[at] + 1] == ":":
            fold = words.folds[at]
            if words.printed(at, after).isupper() and fold not in NOT_OF_PERSONS:
                (again if fold in found else found).add(fold)
    return frozenset(again)


def _acronyms(bodies: Sequence[Body], scene: Scene) -> dict[str, tuple[str, EntityKind]]:
    found: dict[str, tuple[str, EntityKind]] = {}
    words = scene.words
    for body in bodies:
        at = acronym_behind(words, body.first, body.after)
        if at is not None:
            key = entity_key(body.kind, words.printed(body.first, body.after))
            found[words.printed(at, at + 1)] = (key, body.kind)
    for hit in scene.hits.by_first.values():
        at = acronym_behind(words, hit.first, hit.after)
        if at is not None and not hit.is_title:
            found[words.printed(at, at + 1)] = (hit.forms[0].key, hit.kind)
    return found

"""Mentions of what is no person: known bodies and places, offices, units, names in ideographs.

Source: docs/spec/evidence/names.md, "Known forms", "Offices", "Units".
"""

from collections.abc import Iterator
from typing import Final

from servanda.evidence.names.draft import Draft
from servanda.evidence.names.known_forms import Form, Hit
from servanda.evidence.names.mentions import EntityKind, Mention, entity_key
from servanda.evidence.names.offices import office_named, states_beside
from servanda.evidence.names.units import units_of
from servanda.evidence.rules import how

_KNOWN: Final = how("names.known", 1)
_SAID: Final = how("names.said", 1)
_OFFICE: Final = how("names.office", 1)
_UNIT: Final = how("names.unit", 1)
_BODIES: Final = {cue: how("names.body", 1, cue=cue) for cue in ("word", "noun", "saying", "again")}


def body_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each body that only the text knows."""
    for body in draft.pieces.bodies:
        name = draft.scene.words.printed(body.first, body.after)
        key = draft.add(entity_key(body.kind, name), name, body.kind)
        rule = _BODIES[body.cue]
        yield draft.mention(body.first, body.after, kind=body.kind, entity=key, rule=rule)


def known_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each known form but people; call after the mentions of people."""
    for hit in draft.scene.hits.by_first.values():
        if hit.kind is EntityKind.PERSON:
            continue
        if hit.is_title:
            mention = _office(hit, draft)
            if mention:
                yield mention
        else:
            forms = tuple(form for form in hit.forms if not form.is_title)
            yield _known(hit, forms, draft)


def _known(hit: Hit, forms: tuple[Form, ...], draft: Draft) -> Mention:
    kind = forms[0].kind
    if all(form.is_said for form in forms):
        printed = draft.scene.words.printed(hit.first, hit.after)
        key = draft.add(entity_key(kind, printed), printed, kind)
        candidates = draft.add_known(tuple(form.key for form in forms))
        return draft.mention(
            hit.first, hit.after, kind=kind, entity=key, rule=_SAID, candidates=candidates
        )
    keys = draft.add_known(tuple(form.key for form in forms if not form.is_said))
    return draft.mention(
        hit.first, hit.after, kind=kind, entity=keys[0] if len(keys) == 1 else None, rule=_KNOWN,
        candidates=() if len(keys) == 1 else keys,
    )  # fmt: skip


def _office(hit: Hit, draft: Draft) -> Mention | None:
    """Return an office that stands without a name: "the attorney general"."""
    words = draft.scene.words
    before = hit.first - 1
    if hit.first in draft.used_titles or hit.first == 0 or not words.joined[hit.first]:
        return None
    is_definite = (
        words.folds[before] == "the"
        or words.genitive[before]
        or bool(states_beside([before], draft.scene))
    )
    follows = words.folds[hit.after] if hit.after < len(words) and words.joined[hit.after] else ""
    if not is_definite or follows == "of" or hit.after - hit.first == 0:
        return None
    office = office_named(hit, draft.scene, draft.last_use(hit))
    candidates = draft.add_known(office.candidates)
    if office.key:
        draft.add_known((office.key,))
        draft.use(hit, office.key)
    elif not candidates:
        return None
    return draft.mention(
        hit.first, hit.after, kind=EntityKind.OFFICE, entity=office.key, rule=_OFFICE,
        candidates=candidates,
    )  # fmt: skip


def unit_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each unit with a number; the number alone is its key."""
    document = draft.scene.document
    for unit in units_of(draft.scene):
        key = draft.add(unit.key, unit.name, EntityKind.UNIT)
        span = document.span(unit.start, unit.end)
        yield Mention(
            span=span, name=span, kind=EntityKind.UNIT, entity=key, candidates=(), office=None,
            how=_UNIT,
        )  # fmt: skip


def ideograph_mentions(draft: Draft) -> Iterator[Mention]:
    """Yield a mention for each known form that is written without blanks."""
    pattern = draft.scene.known.ideographs
    document = draft.scene.document
    if pattern is None or document.text.isascii():
        return
    furniture = document.furniture
    for match in pattern.finditer(document.text):
        form = draft.scene.known.by_ideographs[match.group()]
        span = document.span(match.start(), match.end())
        if any(area.overlaps(span) for area in furniture):
            continue
        draft.add_known((form.key,))
        yield Mention(
            span=span, name=span, kind=form.kind, entity=form.key, candidates=(),
            office=form.key if form.is_title else None, how=_KNOWN,
        )  # fmt: skip

"""Short forms of bodies: "Peabody" for the firm named in full before, "the Times" for the paper.

Source: docs/spec/evidence/names.md, "Short forms".
"""

from typing import Final

from servanda.evidence.names.draft import Draft
from servanda.evidence.names.mentions import EntityKind, Mention, entity_key
from servanda.evidence.names.people import Part
from servanda.evidence.names.vocabulary import NOT_OF_PERSONS, ORGANISATION_WORDS, SAYING
from servanda.evidence.rules import how

_SHORT_BODY: Final = how("names.short-body", 1)
_SPEAKING_BODY: Final = how("names.body", 1, cue="saying")
_SPEAKING: Final = how("names.family-alone", 1, cue="saying")
_PEOPLES: Final = ("ans", "crats", "ics", "ists", "ese", "ites", "ers", "ors")
_OUTLET: Final = f"{EntityKind.OUTLET.value}:"
_NAMED_BY_FIRST_WORD: Final = (f"{EntityKind.FIRM.value}:", _OUTLET)
_BEFORE_PLACE: Final = frozenset({"in", "from", "near", "to", "outside", "around", "at"})
_MIN_ACRONYM: Final = 2
_MAX_ACRONYM: Final = 6


def short_body(part: Part, draft: Draft) -> Mention | None:
    """Return the mention of a body by one word of its name, or None.

    A word that says what a body is needs "the" before it and may be the first or the last of the
    name; any other has to be the first, of a firm or an outlet.
    """
    words = draft.scene.words
    at = part.run.first
    fold = words.folds[at]
    is_general = fold in ORGANISATION_WORDS
    if words.is_headline(at) or (not is_general and fold in NOT_OF_PERSONS):
        return None
    if is_general and not (at > 0 and words.folds[at - 1] == "the" and words.joined[at]):
        return None
    is_place = at > 0 and words.folds[at - 1] in _BEFORE_PLACE and words.joined[at]
    found = [
        (place, key)
        for place, key, folds in draft.named_bodies()
        if len(folds) > 1 and _is_short(fold, key, folds, is_general=is_general, is_place=is_place)
    ]
    if not found:
        return _speaking(at, draft)
    # The last named before comes first, then whoever is named only later.
    nearest = sorted(found, key=lambda named: (named[0] > at, abs(named[0] - at), named[1]))
    keys = tuple(dict.fromkeys(key for _, key in nearest))
    one = keys[0] if len(keys) == 1 else None
    return draft.mention(
        at,
        at + 1,
        kind=EntityKind(keys[0].partition(":")[0]),
        entity=one,
        rule=_SHORT_BODY,
        candidates=() if one else keys,
    )


def _is_short(
    fold: str, key: str, folds: tuple[str, ...], *, is_general: bool, is_place: bool
) -> bool:
    if is_general:
        return fold in {folds[0], folds[-1]}
    # A paper is mostly called after a place: "in Lisbon" is not in the Lisbon Courier.
    return (
        folds[0] == fold
        and key.startswith(_NAMED_BY_FIRST_WORD)
        and not (is_place and key.startswith(_OUTLET))
    )


def _speaking(at: int, draft: Draft) -> Mention | None:
    """Return the mention of a word that nothing explains, where it says something; or None.

    One in capitals throughout is taken for a body, any other for a person, if the text has it
    with a capital inside a sentence too.
    """
    words = draft.scene.words
    printed, after = words.printed(at, at + 1), at + 1
    if after >= len(words) or not words.joined[after] or words.folds[after] not in SAYING:
        return None
    if printed.isupper():
        if not _MIN_ACRONYM <= len(printed) <= _MAX_ACRONYM:
            return None
        kind, rule = EntityKind.ORGANISATION, _SPEAKING_BODY
    elif words.folds[at] in draft.pieces.inside and not printed.endswith(_PEOPLES):
        kind, rule = EntityKind.PERSON, _SPEAKING
    else:
        return None
    key = draft.add(entity_key(kind, printed), printed, kind)
    return draft.mention(at, after, kind=kind, entity=key, rule=rule)

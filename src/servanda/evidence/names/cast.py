"""Whom a document names in full, and whom a short form then means.

Source: docs/spec/evidence/names.md, "Short forms".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.evidence.names.chinese_names import NameOrder
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import EntityKind, entity_key


@dataclass(frozen=True, slots=True)
class FullForm:
    """A full name in a document.

    Attributes:
        at: Index of its first word.
        folds: Its words in small letters.
        name: As printed.
        order: Which of them is the family name.
        is_sure: Whether its form or a title says that it is a person.
    """

    at: int
    folds: tuple[str, ...]
    name: str
    order: NameOrder
    is_sure: bool = True


@dataclass(slots=True)
class _Entry:
    key: str
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people whom one document names in full.

    Attributes:
        keys: Of the person of each full form, by the words of the form.
        names: The full form to show, by key.
        by_family: The people of each family name (its last word), by key, with places.
        by_given: The people of each given name that may stand alone, by key.
        families: All words of each family name ("de", "blasio"), by its last.
    """

    keys: Mapping[tuple[str, ...], str]
    names: Mapping[str, str]
    by_family: Mapping[str, Sequence[_Entry]]
    by_given: Mapping[str, Sequence[str]]
    families: Mapping[str, tuple[str, ...]]

    def fitting(self, family: str, at: int) -> tuple[str, ...]:
        """Return the keys of who has the family name, whom the text named last before `at` first.

        Who is named only later follows, in the order of the text.
        """
        entries = self.by_family.get(family, ())
        if len(entries) == 1:
            return (entries[0].key,)
        return tuple(entry.key for entry in sorted(entries, key=lambda entry: _nearness(entry, at)))


def _nearness(entry: _Entry, at: int) -> tuple[int, int]:
    before = [place for place in entry.places if place < at]
    return (0, -before[-1]) if before else (1, entry.places[0])


def cast_of(forms: Sequence[FullForm], gazetteer: Gazetteer) -> Cast:
    """Return the cast of a document from its full forms in order."""
    keys = _keys(forms, gazetteer)
    names: dict[str, str] = {}
    by_family: dict[str, dict[str, _Entry]] = {}
    by_given: dict[str, dict[str, None]] = {}
    families: dict[str, tuple[str, ...]] = {}
    for form in forms:
        key = keys[form.folds]
        row = gazetteer.entities.get(key)
        shown = row.name if row else form.name
        if key not in names or len(shown) > len(names[key]):
            names[key] = shown
        ends = form.order.family if form.order.is_open else form.order.family[-1:]
        if not form.order.is_open:
            families.setdefault(form.order.family[-1], form.order.family)
        for family in ends:
            entries = by_family.setdefault(family, {})
            entries.setdefault(key, _Entry(key)).places.append(form.at)
        for given in form.order.given if form.is_sure else ():
            by_given.setdefault(given, {})[key] = None
    return Cast(
        keys=keys,
        names=names,
        by_family={family: tuple(entries.values()) for family, entries in by_family.items()},
        by_given={given: tuple(found) for given, found in by_given.items()},
        families=families,
    )


def _keys(forms: Sequence[FullForm], gazetteer: Gazetteer) -> dict[tuple[str, ...], str]:
    """Return the key of each form; one without a middle name is the same as the one with it.

    Where two longer forms fit, it stays for itself: George Bush is neither of two.
    """
    by_ends: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    keys: dict[tuple[str, ...], str] = {}
    for form in forms:
        if form.folds not in keys:
            keys[form.folds] = entity_key(EntityKind.PERSON, form.name)
            by_ends.setdefault((form.folds[0], form.folds[-1]), []).append(form.folds)
    for group in by_ends.values():
        if len(group) > 1:
            _join(group, keys)
    for folds, key in keys.items():
        if key not in gazetteer.entities and len(folds) > 2:  # noqa: PLR2004 - a middle name
            shorter = entity_key(EntityKind.PERSON, f"{folds[0]} {folds[-1]}")
            if shorter in gazetteer.entities:
                keys[folds] = shorter
    return keys


def _join(group: Iterable[tuple[str, ...]], keys: dict[tuple[str, ...], str]) -> None:
    shortest_last = sorted(group, key=lambda folds: (-len(folds), folds))
    for folds in shortest_last:
        longer = {keys[other] for other in shortest_last if _holds(other, folds)}
        if len(longer) == 1:
            keys[folds] = longer.pop()


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    if len(longer) <= len(shorter):
        return False
    rest = iter(longer)
    return all(word in rest for word in shorter)

"""Names that may be one with another name: proposed with the reason, never merged.

A name of two or more words is compared with the known ones of its kind, and with the others of its
document; the numbers in both must be equal. Nearly the same letters propose where both have the
same office or state, one letter more, less or other proposes by itself.

Source: docs/spec/evidence/names.md, "Proposals".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import Entity, EntityKind, normal_name
from servanda.evidence.names.proposals import ProposalKind
from servanda.evidence.names.units import numbers_of

LEAST_SIMILARITY: Final = 880  # permille of letters alike (spec, section 6)
LEAST_LETTERS: Final = 7  # one letter of a shorter name makes another name too often
_ONE_KIND: Final = {
    EntityKind.AGENCY: "body",
    EntityKind.FIRM: "body",
    EntityKind.ORGANISATION: "body",
    EntityKind.OUTLET: "body",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """That `name` may be `proposed`.

    Attributes:
        key: Of the name as printed.
        proposed: Key of the other.
        kind: `MISPRINT` or `SIMILAR`.
        similarity: Permille of letters alike.
    """

    key: str
    proposed: str
    kind: ProposalKind
    similarity: int


def similarity(one: str, other: str) -> int:
    """Return how many permille of the letters of two names are alike, in whole numbers."""
    return round(fuzz.ratio(normal_name(one), normal_name(other)) * 10)


def variants(
    entities: Sequence[Entity],
    *,
    gazetteer: Gazetteer,
    is_related: Callable[[str, str], bool],
) -> Iterator[Variant]:
    """Yield what the names of one document may be misprints of.

    Args:
        entities: Of the document, in order of appearance.
        gazetteer: The known names.
        is_related: Whether the first key has the same office or state as the second, known one.
    """
    known = _known_names(gazetteer)
    unknown = [entity for entity in entities if _is_comparable(entity)]
    for entity in unknown:
        names = known.get(_group(entity.kind), {})
        for proposed, alike, is_misprint in _alike(normal_name(entity.name), names):
            if proposed != entity.key and (is_misprint or is_related(entity.key, proposed)):
                kind = ProposalKind.MISPRINT if is_misprint else ProposalKind.SIMILAR
                yield Variant(key=entity.key, proposed=proposed, kind=kind, similarity=alike)
    for index, entity in enumerate(unknown):
        names = {
            normal_name(other.name): other.key
            for other in unknown[:index]
            if _group(other.kind) == _group(entity.kind)
        }
        for proposed, alike, is_misprint in _alike(normal_name(entity.name), names):
            if is_misprint:
                yield Variant(
                    key=entity.key,
                    proposed=proposed,
                    kind=ProposalKind.MISPRINT,
                    similarity=alike,
                )


def _is_comparable(entity: Entity) -> bool:
    if entity.known or entity.kind in {EntityKind.OFFICE, EntityKind.UNIT, EntityKind.GROUP}:
        return False
    name = normal_name(entity.name)
    return " " in name and len(name) >= LEAST_LETTERS


def _group(kind: EntityKind) -> str:
    return _ONE_KIND.get(kind, kind.value)


@lru_cache(maxsize=4)
def _known_names(gazetteer: Gazetteer) -> Mapping[str, Mapping[str, str]]:
    """Return the key of each known name of two or more words, by kind."""
    found: dict[str, dict[str, str]] = {}
    for key, row in gazetteer.entities.items():
        forms = (row.name, *(alias.form for alias in row.aliases if not alias.is_said))
        for form in forms:
            name = normal_name(form)
            if " " in name and len(name) >= LEAST_LETTERS:
                found.setdefault(_group(row.kind), {}).setdefault(name, key)
    return found


def _alike(name: str, names: Mapping[str, str]) -> Iterator[tuple[str, int, bool]]:
    """Yield the key of each name that is alike, how much, and whether one letter differs."""
    if not names:
        return
    cutoff = min(LEAST_SIMILARITY // 10, 85)  # one letter of the shortest names is .857
    nearest: dict[str, tuple[int, bool]] = {}
    for other, score, _ in process.extract(
        name, list(names), scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
    ):
        if other == name or numbers_of(other) != numbers_of(name):
            continue
        alike = round(score * 10)
        is_misprint = Levenshtein.distance(name, other, score_cutoff=1) == 1
        if is_misprint or alike >= LEAST_SIMILARITY:
            key = names[other]
            nearest[key] = max(nearest.get(key, (0, False)), (alike, is_misprint))
    for key in sorted(nearest):
        yield (key, *nearest[key])

"""Set the released assessments of each commitment and period side by side.

Nothing is made of two: no mean, no majority, no middle. What is said of them together is whether
they are the same word, and who has said none.

Source: docs/spec/assessments.md, "Side by side"; docs/decisions/0043.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servanda.core.assessments.assessment import Assessment, Matter
from servanda.core.identifiers import Digest


class Agreement(StrEnum):
    """How the released assessments of one matter stand to each other."""

    ALONE = "alone"  # one assessor has spoken
    SAME = "same"  # the same value, by each that has spoken
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The released assessments of one commitment and one period.

    Attributes:
        matter: Which commitment, which period.
        assessments: In the order of the assessors.
        elements_apart: Elements on which two assessors do not say the same, in rising order.
    """

    matter: Matter
    assessments: tuple[Assessment, ...]
    elements_apart: tuple[str, ...]

    @property
    def agreement(self) -> Agreement:
        """Return how they stand to each other."""
        if len(self.assessments) == 1:
            return Agreement.ALONE
        values = {one.judgement.value for one in self.assessments}
        return Agreement.SAME if len(values) == 1 else Agreement.DIFFERENT

    @property
    def leaves(self) -> frozenset[Digest]:
        """The statements that drafted them."""
        return frozenset(one.leaf for one in self.assessments)

    @property
    def rests_on_same_evidence(self) -> bool:
        """Whether all name the same evidence set, so that the difference is of judgement."""
        return len({one.judgement.evidence for one in self.assessments}) == 1


def set_side_by_side(
    released: Iterable[Assessment], *, commitments: Sequence[str], assessors: Sequence[str]
) -> Sequence[SideBySide]:
    """Return what was released, by commitment and period.

    Args:
        released: What stands.
        commitments: In the order of the accord; others come last.
        assessors: In the order in which they are shown; others come last.
    """
    by_matter: dict[Matter, dict[str, Assessment]] = {}
    for one in released:
        of_matter = by_matter.setdefault(one.matter, {})
        before = of_matter.get(one.assessor)
        # Both sides may carry what a neutral signed: the newest is its word, and it says it once.
        if before is None or _signed(one) > _signed(before):
            of_matter[one.assessor] = one
    places = {name: place for place, name in enumerate(commitments)}
    ordered = sorted(
        by_matter.items(),
        key=lambda item: (
            places.get(item[0].commitment, len(places)),
            item[0].commitment,
            item[0].until,
            item[0].from_,
        ),
    )
    return [_set(matter, [*found.values()], assessors=assessors) for matter, found in ordered]


def _signed(one: Assessment) -> datetime:
    return one.signed_at or one.drafted_at


def newest_of_each(told: Iterable[SideBySide]) -> Sequence[SideBySide]:
    """Return of each commitment what was released about the period that ended last."""
    newest: dict[str, SideBySide] = {}
    for one in told:
        before = newest.get(one.matter.commitment)
        if before is None or _ends(one) > _ends(before):
            newest[one.matter.commitment] = one
    return list(newest.values())


def _ends(one: SideBySide) -> tuple[datetime, datetime]:
    return one.matter.until, one.matter.from_


def _set(matter: Matter, found: list[Assessment], *, assessors: Sequence[str]) -> SideBySide:
    places = {name: place for place, name in enumerate(assessors)}
    ordered = sorted(found, key=lambda one: (places.get(one.assessor, len(places)), one.assessor))
    return SideBySide(
        matter=matter, assessments=tuple(ordered), elements_apart=_apart(one for one in ordered)
    )


def _apart(assessments: Iterable[Assessment]) -> tuple[str, ...]:
    results: dict[str, set[str]] = {}
    for one in assessments:
        elements: Mapping[str, str] = one.judgement.elements
        for element, result in elements.items():
            results.setdefault(element, set()).add(result)
    return tuple(sorted(element for element, said in results.items() if len(said) > 1))

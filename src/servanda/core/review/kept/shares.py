"""Compute what one group of cases adds to the figures of a review.

The statements of the group are folded by themselves, as the whole review folds them all: what is
not in the group changes nothing in it but the calendars, which are folded along, and the skew of
the clocks, of which it is noted what was asked.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import override

from servanda.core.accords.terms import Terms
from servanda.core.casework.calendars import LATEST
from servanda.core.casework.casework import Casework, empty_casework
from servanda.core.casework.fold import apply_counted
from servanda.core.casework.known_dues import KnownDues
from servanda.core.casework.skew import Skew, SkewBound
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figure import Placed
from servanda.core.review.figures import matured_by_figure, matured_of
from servanda.core.review.judged import HELD, NOT_DUE
from servanda.core.review.population import Key, Population, build_population
from servanda.core.review.registry import FIGURES

_COMING = (NOT_DUE, HELD)  # of a clock that is judged later


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a review's shares rest on beside statements.

    Attributes:
        parties: In the order of the accord.
        terms: Of every version of the accord, by its id.
        skew: Of the clocks, as the checks of this cut tell.
        at: The `until` of the cut.
        at_before: That of the cut before; None at the first.
        known_dues: Of all groups, for in each of them all calendars of the cut count.
        known_dues_before: Likewise by the calendars of the cut before.
    """

    parties: Sequence[PartyId]
    terms: Mapping[Digest, Terms]
    skew: Skew
    at: datetime
    at_before: datetime | None
    known_dues: KnownDues = field(default_factory=KnownDues)
    known_dues_before: KnownDues = field(default_factory=KnownDues)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShares:
    """What one group adds.

    Attributes:
        placed: By figure, in the order in which they count.
        asked: What was asked of the skew, and answered.
        matured: By figure what this review judges, so that no later one judges it again.
        is_over: However long one waits, it adds nothing more.
    """

    placed: Sequence[tuple[str, Placed]]
    asked: Mapping[datetime, int | None]
    matured: Mapping[str, Set[Key]]
    is_over: bool


class _NotedSkew(Skew):
    """The skew of the clocks, and what was asked of it."""

    def __init__(self, bounds: list[SkewBound]) -> None:
        super().__init__(bounds=bounds)
        self.asked: dict[datetime, int | None] = {}

    @override
    def bound_at(self, instant: datetime) -> int | None:
        bound = self.asked[instant] = super().bound_at(instant)
        return bound


def compute_shares(
    now: Sequence[Counted],
    before: Sequence[Counted],
    *,
    rules: Rules,
    matured_before: Mapping[str, Set[Key]] | None = None,
) -> GroupShares:
    """Return what a group adds to a review.

    Args:
        now: Its statements and all calendars that the cut counts, in the order of their effect.
        before: Likewise what the cut before counted.
        rules: Of the review.
        matured_before: What the review before judged, if that is known.
    """
    skew = _NotedSkew(rules.skew.bounds)
    casework = _fold(now, rules, rules.known_dues)
    casework.skew = skew
    counted_before = {each.statement.digest for each in before}
    if matured_before is None:
        matured_before = {}
        if rules.at_before is not None and before:
            folded = casework
            if list(before) != list(now):
                folded = _fold(before, rules, rules.known_dues_before)
            at = rules.at_before
            matured_before = matured_by_figure(folded, parties=rules.parties, at=at)
    population = build_population(
        casework,
        parties=rules.parties,
        undeliverable=(),
        counted_before=counted_before,
        at=rules.at,
        matured_before=matured_before,
    )
    placed = _placed(population)
    asked = dict(skew.asked)
    matured = matured_of(population)
    return GroupShares(
        placed=placed,
        asked=asked,
        matured=matured,
        is_over=_is_over(population, now, matured, rules),
    )


def _fold(counted: Sequence[Counted], rules: Rules, known_dues: KnownDues) -> Casework:
    casework = empty_casework(terms=rules.terms, parties=rules.parties, known_dues=known_dues)
    for each in counted:
        apply_counted(casework, each)
    return casework


def _placed(population: Population) -> list[tuple[str, Placed]]:
    return [(name, each) for name, figure in FIGURES.items() for each in figure.placed(population)]


def _is_over(
    population: Population,
    now: Sequence[Counted],
    matured: Mapping[str, Set[Key]],
    rules: Rules,
) -> bool:
    """Return whether a review at the end of time would add nothing to this one."""
    casework = population.casework
    if any(case.is_open for case in casework.cases.values()):
        return False
    clocks = [item.clocks for item in population.items if item.clocks is not None]
    if any(one.left_out in _COMING for each in clocks for one in (each.answer, each.extended)):
        return False  # as the review below would find, for more
    at_last = build_population(
        casework,
        parties=rules.parties,
        undeliverable=(),
        counted_before={each.statement.digest for each in now},
        at=LATEST,
        matured_before=matured,
    )
    return not any(True for figure in FIGURES.values() for _ in figure.placed(at_last))

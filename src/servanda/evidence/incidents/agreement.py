"""How far two coders agree: the raw table, and Cohen's kappa, field by field.

Source: docs/spec/evidence/incidents.md, "Agreement"; J. Cohen, 1960.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from servanda.evidence.incidents.incident import Incident

PERMILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement on one field.

    Attributes:
        field: Which.
        table: How often the first coder said one word and the second another, by both words; the
            first is whose id sorts first.
        agreed: Incidents with equal answers.
        count: Incidents with two answers.
        kappa: Permille; None where chance alone would always agree, so that nothing is measured.
    """

    field: str
    table: Mapping[tuple[str, str], int]
    agreed: int
    count: int
    kappa: int | None


def agreements(incidents: Sequence[Incident]) -> tuple[Agreement, ...]:
    """Return the agreement on each field over all incidents that two people coded, by field."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for incident in incidents:
        if incident.is_blind:
            continue
        # Kappa compares persons: who answered first differs from one incident to the next.
        first, second = (one.coding.answers() for one in incident.pair)
        for field in first:
            pairs.setdefault(field, []).append((first[field], second[field]))
    return tuple(_agreement(field, answers) for field, answers in sorted(pairs.items()))


def _agreement(field: str, answers: Sequence[tuple[str, str]]) -> Agreement:
    agreed = sum(first == second for first, second in answers)
    return Agreement(
        field=field,
        table=dict(sorted(Counter(answers).items())),
        agreed=agreed,
        count=len(answers),
        kappa=kappa(answers),
    )


def kappa(answers: Sequence[tuple[str, str]]) -> int | None:
    """Return Cohen's kappa in permille, computed exactly; None where it is not defined."""
    count = len(answers)
    if not count:
        return None
    first = Counter(one for one, _ in answers)
    second = Counter(other for _, other in answers)
    observed = Fraction(sum(one == other for one, other in answers), count)
    expected = Fraction(sum(first[word] * second[word] for word in first), count * count)
    if expected == 1:
        return None
    return round((observed - expected) / (1 - expected) * PERMILLE)

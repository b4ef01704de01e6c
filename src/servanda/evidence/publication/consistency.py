"""Which days belong to a solution, exactly; and a smallest set of constraints that has none.

Propagation alone leaves, where relations form a ring, days that no solution has. In small groups
each such day is tried.

Source: docs/spec/evidence/publication.md, "Solving".
"""

from collections.abc import Mapping, Sequence

from servanda.evidence.publication.constraints import (
    Constraint,
    Domains,
    Limit,
    is_empty,
    propagate,
)
from servanda.evidence.publication.domain import Days, between, count, each, union

# Beyond, the domains of a group may hold a few days too many, or a clash stay unseen; never the
# other way round. Days are counted over all documents of the group.
MAX_TRIED_DAYS = 150
MAX_TRIED_DOCUMENTS = 8


def solved(
    domains: Mapping[str, Days], constraints: Sequence[Constraint]
) -> tuple[Domains, list[Constraint]]:
    """Return the days that belong to a solution, and the constraints that took days away.

    An empty domain means that there is none.
    """
    result, used = propagate(domains, constraints)
    if is_empty(result) or not _is_tried(result, constraints):
        return result, used
    relations = [c for c in constraints if not isinstance(c, Limit)]
    exact = {
        document: union(
            between(day, day)
            for day in each(days)
            if _is_solvable({**result, document: between(day, day)}, relations)
        )
        for document, days in result.items()
    }
    return exact, used if exact == result else [*used, *(c for c in relations if c not in used)]


def _is_tried(domains: Mapping[str, Days], constraints: Sequence[Constraint]) -> bool:
    """Tell whether days have to be tried, and few enough are left."""
    if len(domains) > MAX_TRIED_DOCUMENTS or not _has_ring(domains, constraints):
        return False
    return sum(count(days) for days in domains.values()) <= MAX_TRIED_DAYS


def _has_ring(domains: Mapping[str, Days], constraints: Sequence[Constraint]) -> bool:
    edges = {frozenset((c.first, c.second)) for c in constraints if not isinstance(c, Limit)}
    relations = sum(not isinstance(c, Limit) for c in constraints)
    return relations > len(edges) or len(edges) >= len(domains)


def _is_solvable(domains: Mapping[str, Days], relations: Sequence[Constraint]) -> bool:
    """Tell whether the domains hold a solution, by trying the smallest of them first."""
    result, _ = propagate(domains, relations)
    if is_empty(result):
        return False
    open_ones = [(count(days), document) for document, days in result.items() if count(days) > 1]
    if not open_ones:
        return True
    _, document = min(open_ones)
    return any(
        _is_solvable({**result, document: between(day, day)}, relations)
        for day in each(result[document])
    )


def is_consistent(domains: Mapping[str, Days], constraints: Sequence[Constraint]) -> bool:
    """Tell whether there is a solution."""
    result, _ = propagate(domains, constraints)
    if is_empty(result) or not _is_tried(result, constraints):
        return not is_empty(result)
    return _is_solvable(result, [c for c in constraints if not isinstance(c, Limit)])


def smallest_clash(
    domains: Mapping[str, Days],
    constraints: Sequence[Constraint],
    *,
    given: Sequence[Constraint] = (),
) -> list[Constraint]:
    """Return a subset of `constraints` that clashes, of which none can be left out.

    Finds, again and again, the shortest beginning of the list that clashes with what is found
    already; its last member belongs to the clash. (Junker, QuickXplain, 2004, in its plain form.)

    Args:
        domains: Before any constraint.
        constraints: That have no solution with `given`; in a fixed order.
        given: Belongs to every subset.
    """
    found: list[Constraint] = []
    rest = list(constraints)
    while is_consistent(domains, [*given, *found]):
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high) // 2
            if is_consistent(domains, [*given, *found, *rest[:middle]]):
                low = middle + 1
            else:
                high = middle
        found.append(rest[low - 1])
        rest = rest[: low - 1]
        if not rest and is_consistent(domains, [*given, *found]):
            break
    return found

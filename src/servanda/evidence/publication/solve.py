"""Solve the days of publication of all documents together.

Each document's day is an unknown with a set of days. Limits and relations filter the sets until
nothing changes. Firm clues that cannot all hold are left out in a smallest set and told; usual
ones are left out where they do not fit; a day in a byline comes last.

Source: docs/spec/evidence/publication.md, "Solving".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.evidence.facts import Fact
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.publication.answer import answer
from servanda.evidence.publication.clue import DocumentClues, Strength
from servanda.evidence.publication.consistency import is_consistent, smallest_clash, solved
from servanda.evidence.publication.constraints import (
    Constraint,
    Domains,
    Limit,
    Network,
    Reason,
    documents_of,
    groups,
    is_empty,
    order_of,
)
from servanda.evidence.publication.domain import ALL_DAYS, Days, between, both
from servanda.evidence.publication.holders import holder_limits
from servanda.evidence.publication.publication import Publication
from servanda.evidence.publication.relations import between_documents, within_one


def solve_publications(
    clues: Sequence[DocumentClues], *, facts: Sequence[Fact], gazetteer: Gazetteer
) -> tuple[Publication, ...]:
    """Return the publication of each document, in order of document.

    Args:
        clues: Of all documents, in any order; of one document given twice, the first counts.
        facts: All facts; a clue that rests on one that is not among them is left out.
        gazetteer: Offices with their dated holders.
    """
    ordered = _once(clues)
    keys = frozenset(fact.key for fact in facts)
    limits = {one.document: list(_limits(one, keys, gazetteer)) for one in ordered}
    constraints = _with_relations(ordered, limits, _by_firm_limits(limits))
    by_document = {one.document: one for one in ordered}
    own: dict[str, list[Constraint]] = {one.document: [] for one in ordered}
    for constraint in constraints:
        own[documents_of(constraint)[0]].append(constraint)
    found: dict[str, Publication] = {}
    for group in groups(by_document, constraints):
        members = [by_document[name] for name in group]
        state = _solve_group(members, [c for name in group for c in own[name]], limits)
        for name in group:
            found[name] = answer(by_document[name], state.domains[name], state.used, state.left_out)
    return tuple(found[name] for name in sorted(found))


def _once(clues: Iterable[DocumentClues]) -> list[DocumentClues]:
    first: dict[str, DocumentClues] = {}
    for one in clues:
        first.setdefault(one.document, one)
    return [first[document] for document in sorted(first)]


def _limits(clues: DocumentClues, facts: frozenset[str], gazetteer: Gazetteer) -> Iterator[Limit]:
    for bound in clues.bounds:
        if bound.fact is not None and bound.fact not in facts:
            continue
        reason = Reason(
            kind=bound.kind, spans=bound.spans, fact=bound.fact or "", strength=bound.strength
        )
        days = between(bound.days.earliest, bound.days.latest)
        yield Limit(document=clues.document, days=days, reason=reason)
    yield from holder_limits(clues, gazetteer)


def _by_firm_limits(limits: Mapping[str, Sequence[Limit]]) -> Domains:
    """Return what each document's own firm limits leave; all days where that is nothing."""
    domains: Domains = {}
    for document, own in limits.items():
        days = ALL_DAYS
        for limit in own:
            if limit.reason.strength is Strength.FIRM:
                days = both(days, limit.days)
        domains[document] = days or ALL_DAYS
    return domains


def _with_relations(
    clues: Sequence[DocumentClues],
    limits: Mapping[str, Sequence[Limit]],
    domains: Mapping[str, Days],
) -> list[Constraint]:
    """Return the limits of `clues` with all relations, in order; these hold within `domains`."""
    constraints: list[Constraint] = [limit for one in clues for limit in limits[one.document]]
    for one in clues:
        constraints.extend(within_one(one, domains[one.document]))
    constraints.extend(between_documents(clues, domains))
    return sorted(constraints, key=order_of)


@dataclass(slots=True)
class _State:
    """What is known of one group while it is solved."""

    domains: Domains
    used: list[Constraint] = field(default_factory=list)
    left_out: list[Constraint] = field(default_factory=list)


def _solve_group(
    clues: Sequence[DocumentClues],
    constraints: Sequence[Constraint],
    limits: Mapping[str, Sequence[Limit]],
) -> _State:
    # What came to us was published by then: no clue of a text outweighs that.
    whole = {one.document: between(None, one.fetched) or ALL_DAYS for one in clues}
    state = _State(domains=dict(whole))
    firm = [c for c in constraints if c.reason.strength is Strength.FIRM]
    if not is_consistent(whole, firm):
        # A limit that is left out must not have cut a relation: they are read anew, whole.
        constraints = _with_relations(clues, limits, whole)
        firm = [c for c in constraints if c.reason.strength is Strength.FIRM]
    while not is_consistent(whole, firm):
        clash = smallest_clash(whole, firm)
        state.left_out.extend(clash)
        firm = [c for c in firm if c not in clash]
    kept = _with_habits(whole, firm, constraints)
    state.domains, state.used = solved(whole, sorted(kept, key=order_of))
    for constraint in (c for c in constraints if c.reason.strength is Strength.PRINTED):
        if is_consistent(whole, [*kept, constraint]):
            kept.append(constraint)
            state.domains, state.used = solved(whole, sorted(kept, key=order_of))
        else:
            state.left_out.append(constraint)
            state.left_out.extend(smallest_clash(whole, kept, given=[constraint]))
    return state


def _with_habits(
    whole: Domains, firm: Sequence[Constraint], constraints: Sequence[Constraint]
) -> list[Constraint]:
    """Return `firm` with each usual one of `constraints`, in order, that leaves a solution."""
    usual = [c for c in constraints if c.reason.strength is Strength.USUAL]
    kept, network = list(firm), Network(firm)
    domains, _ = network.settle(whole)
    for constraint in usual:
        after, _ = Network([constraint]).settle(domains)
        if is_empty(after):
            continue
        number = network.add(constraint)
        after, _ = network.settle(domains, [number])
        if is_empty(after):
            network.withdraw(number)
        else:
            domains = after
            kept.append(constraint)
    if is_consistent(whole, kept):
        return kept
    # Filtering alone saw no clash, trying does: the group is small, so each is tried.
    kept = list(firm)
    for constraint in usual:
        if is_consistent(whole, [*kept, constraint]):
            kept.append(constraint)
    return kept

"""Constraints on days of publication, and their propagation until nothing changes.

Source: docs/spec/evidence/publication.md, "Solving".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from servanda.evidence.publication.clue import Strength
from servanda.evidence.publication.domain import (
    NO_DAY,
    Days,
    Stretch,
    between,
    both,
    earliest_of,
    latest_of,
    union,
)
from servanda.evidence.spans import Span
from servanda.evidence.times.days import add_days

Domains: TypeAlias = dict[str, Days]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a constraint is there.

    Attributes:
        kind: Name of the rule, after `publication.`.
        spans: Where it is said, in order.
        fact: Key of a fact it rests on; empty for none.
        strength: How firm it is.
    """

    kind: str
    spans: tuple[Span, ...]
    fact: str = ""
    strength: Strength = Strength.FIRM


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One document is published on one of `days`."""

    document: str
    days: Days
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two documents are published on days of one of `pairs`: one event has one date."""

    first: str
    second: str
    pairs: tuple[tuple[Stretch, Stretch], ...]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """`first` is published on an earlier day than `second`."""

    first: str
    second: str
    reason: Reason


Constraint: TypeAlias = Limit | Together | Before


def documents_of(constraint: Constraint) -> tuple[str, ...]:
    """Return the documents it speaks of."""
    if isinstance(constraint, Limit):
        return (constraint.document,)
    return (constraint.first, constraint.second)


def order_of(constraint: Constraint) -> tuple[int, tuple[str, ...], str, tuple[Span, ...], str]:
    """Return what constraints are sorted by, so that no order of input shows.

    What a document says by itself comes before what others say, and so counts as its reason.
    """
    reason, documents = constraint.reason, documents_of(constraint)
    return len(documents), documents, reason.kind, reason.spans, reason.fact


def filtered(constraint: Constraint, domains: Mapping[str, Days]) -> dict[str, Days]:
    """Return what `constraint` leaves of the domains of its documents."""
    match constraint:
        case Limit(document=document, days=days):
            return {document: both(domains[document], days)}
        case Together(first=first, second=second, pairs=pairs):
            here, there = domains[first], domains[second]
            open_pairs = [(a, b) for a, b in pairs if a.meets(here) and b.meets(there)]
            return {
                first: union(a.within(here) for a, _ in open_pairs),
                second: union(b.within(there) for _, b in open_pairs),
            }
        case Before(first=first, second=second):
            here, there = domains[first], domains[second]
            if not here or not there:
                return {first: NO_DAY, second: NO_DAY}
            return {
                first: both(here, between(None, add_days(latest_of(there), -1))),
                second: both(there, between(add_days(earliest_of(here), 1), None)),
            }


class Network:
    """Constraints that can grow, with an index of which documents each touches.

    Owned by one run of the solver.
    """

    def __init__(self, constraints: Iterable[Constraint] = ()) -> None:
        self._constraints: list[Constraint] = []
        self._relations: dict[str, list[int]] = {}
        for constraint in constraints:
            self.add(constraint)

    def add(self, constraint: Constraint) -> int:
        """Take in `constraint`, and return its number."""
        number = len(self._constraints)
        self._constraints.append(constraint)
        if not isinstance(constraint, Limit):  # which has no more to say once it was applied
            for document in documents_of(constraint):
                self._relations.setdefault(document, []).append(number)
        return number

    def withdraw(self, number: int) -> None:
        """Take out again the constraint that was added last, whose number this is."""
        constraint = self._constraints.pop()
        for document in documents_of(constraint):
            numbers = self._relations.get(document, [])
            if numbers and numbers[-1] == number:
                numbers.pop()

    def settle(
        self, domains: Mapping[str, Days], start: Iterable[int] | None = None
    ) -> tuple[Domains, list[Constraint]]:
        """Filter `domains` until nothing changes.

        Args:
            domains: Of all documents that the constraints speak of.
            start: Numbers of the constraints that are new to `domains`; None for all.

        Returns:
            The domains, and those constraints that took a day away, in the order they were added.
            When a domain is empty, it stops there.
        """
        result = dict(domains)
        used: set[int] = set()
        waiting = dict.fromkeys(range(len(self._constraints)) if start is None else start)
        while waiting:
            number = next(iter(waiting))
            del waiting[number]
            for document, days in filtered(self._constraints[number], result).items():
                if days == result[document]:
                    continue
                result[document] = days
                used.add(number)
                if not days:
                    return result, [self._constraints[n] for n in sorted(used)]
                waiting.update(dict.fromkeys(self._relations.get(document, ())))
        return result, [self._constraints[n] for n in sorted(used)]


def propagate(
    domains: Mapping[str, Days], constraints: Iterable[Constraint]
) -> tuple[Domains, list[Constraint]]:
    """Filter `domains` by `constraints` until nothing changes; see `Network.settle`."""
    return Network(constraints).settle(domains)


def is_empty(domains: Mapping[str, Days]) -> bool:
    """Tell whether some document has no day left."""
    return not all(domains.values())


def groups(documents: Iterable[str], constraints: Sequence[Constraint]) -> list[list[str]]:
    """Return the documents that hang together by constraints, each group in order."""
    root = {document: document for document in documents}

    def top(document: str) -> str:
        while root[document] != document:
            root[document] = root[root[document]]
            document = root[document]
        return document

    for constraint in constraints:
        names = documents_of(constraint)
        ends = sorted({top(name) for name in names})
        for end in ends[1:]:
            root[end] = ends[0]
    found: dict[str, list[str]] = {}
    for document in sorted(root):
        found.setdefault(top(document), []).append(document)
    return [found[key] for key in sorted(found)]

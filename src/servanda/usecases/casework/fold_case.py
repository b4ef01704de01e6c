"""Fold single cases of a pair from the store, as a cut over all of it would.

A case depends on its own statements, on what its request names (a call, a preservation), on what
converts it, on the request of which it is said to be a duplicate, and on both calendars. Their
order among themselves is that of the whole logs: of two statements the order follows from what
each had seen and when each was received.

Source: docs/decisions/0018-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.accords.terms import Terms
from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import fold_casework, terms_of
from servanda.core.casework.known_dues import KnownDues
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted, merge
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.casework import SHARED, CaseStatement
from servanda.usecases.ports.records import LeafRecord, PairRecord
from servanda.usecases.services import Services

# Of these the one that opens a case may name another that it follows.
_REQUEST = "request"
_FOLLOWING = frozenset((_REQUEST, "information"))


class CaseSource(Protocol):
    """What cases are read from: the store, or nothing while all is computed anew."""

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return the statements of `cases` that are taken in already."""
        ...

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return leaves of a log, in order."""
        ...


@dataclass(frozen=True, slots=True)
class NothingStored:
    """A source that has taken in nothing yet: all there is was given to the reader."""

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return nothing."""
        del own, cases
        return ()

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return nothing."""
        del origin, first, until
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTerms:
    """What folding needs to know of a pair's accord.

    Attributes:
        parties: In the order of the accord.
        terms: Of every version that was in force, by its id.
        newest: The id of the version in force.
    """

    parties: Sequence[PartyId]
    terms: Mapping[Digest, Terms]
    newest: Digest

    @property
    def in_force(self) -> Terms:
        """The terms of the version in force."""
        return self.terms[self.newest]


def read_pair_terms(pair: PairRecord, *, services: Services) -> PairTerms | None:
    """Return the terms of a pair's accord; None while no version is in force."""
    sizes = (pair.own_size, pair.copy_size, pair.receipted)
    return services.pairs.terms(pair.own, sizes, lambda: _read_terms(pair, services=services))


def _read_terms(pair: PairRecord, *, services: Services) -> PairTerms | None:
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    if newest is None:
        return None
    return PairTerms(
        parties=newest.accord.parties,
        terms=terms_of(state.accords_in_force),
        newest=newest.digest,
    )


class CaseReader:
    """Reads and folds cases of one pair; remembers the leaves it has read.

    Args:
        own: Origin of our log.
        terms: Of its accord.
        source: Where the statements are.
        fresh: Statements that the source has not taken in yet.
    """

    def __init__(
        self,
        own: Origin,
        *,
        terms: PairTerms,
        source: CaseSource,
        fresh: Sequence[CaseStatement] = (),
    ) -> None:
        self._own, self._terms, self._source = own, terms, source
        self._fresh: dict[bytes, list[CaseStatement]] = {}
        for statement in fresh:
            self._fresh.setdefault(statement.case, []).append(statement)
        self._leaves: dict[bytes, VerifiedStatement] = {}
        self._known: dict[bytes, list[CaseStatement]] = {}
        self._shared = tuple(self._group(SHARED))
        # All calendars count in every case, so what one knows of due times holds for the others.
        self._known_dues = KnownDues()

    def keep(self, leaves: Iterable[VerifiedStatement]) -> None:
        """Take leaves that are read already."""
        self._leaves.update((leaf.leaf_hash, leaf) for leaf in leaves)

    def prepare(self, cases: Sequence[bytes]) -> None:
        """Read what folding `cases` needs in few questions, where each would ask several."""
        self._read_groups(cases)
        self._read_groups([other for case in cases for other in self._related(case)])

    def fold(self, case: bytes) -> Casework:
        """Return the casework of one case and of what it depends on."""
        statements = {one.leaf_hash: one for one in self._shared}
        for group in self._groups(case):
            statements.update((one.leaf_hash, one) for one in group)
        first, second = (
            self._counted(statements.values(), party=party) for party in self._terms.parties
        )
        return fold_casework(
            merge(first, second),
            terms=self._terms.terms,
            parties=self._terms.parties,
            known_dues=self._known_dues,
        )

    def in_order(self, case: bytes) -> Sequence[VerifiedStatement]:
        """Return the statements about one case, in the order in which they count."""
        group = self._group(case)
        first, second = (self._counted(group, party=party) for party in self._terms.parties)
        return [one.statement for one in merge(first, second)]

    def beside(self, case: bytes) -> Sequence[VerifiedStatement]:
        """Return what folding a case rests on and is not about it, by log and index."""
        own = {one.leaf_hash for one in self._group(case)}
        others = {one.leaf_hash: one for one in self._shared}
        for group in self._groups(case):
            others.update((one.leaf_hash, one) for one in group)
        found = [one for leaf_hash, one in others.items() if leaf_hash not in own]
        return [
            self._leaf(one) for one in sorted(found, key=lambda one: (str(one.origin), one.index))
        ]

    def named_by_request(self, case: bytes) -> bytes | None:
        """Return what the request that opened a case refers to; None for another opening."""
        for statement in self._group(case):
            if statement.leaf_hash == case:
                header = self._leaf(statement).header
                if header.type == _REQUEST and header.ref is not None:
                    return hash_from_digest(header.ref)
        return None

    def last_received(self, case: bytes) -> datetime | None:
        """Return the receipt of the last statement about a case; None if there is none."""
        return max((one.received_at for one in self._group(case)), default=None)

    def _groups(self, case: bytes) -> Iterator[Sequence[CaseStatement]]:
        """Yield the statements of a case, of what they name, and of what converts it."""
        yield self._group(case)
        for other in self._related(case):
            yield self._group(other)

    def _related(self, case: bytes) -> Iterator[bytes]:
        """Yield what the statements of a case name, and what converts it."""
        for statement in self._group(case):
            header = self._leaf(statement).header
            retained = header.facts.get("retained")
            if isinstance(retained, str):  # of a duplicate: the request that keeps the clock
                yield hash_from_digest(Digest(retained))
            if header.type not in _FOLLOWING:
                continue
            if statement.leaf_hash == case:
                if header.ref is not None:
                    yield hash_from_digest(header.ref)
            else:  # one that refers to this case: a conversion, the next stage of an incident
                yield statement.leaf_hash

    def _group(self, case: bytes) -> Sequence[CaseStatement]:
        if case not in self._known:
            self._read_groups([case])
        return [*self._known[case], *self._fresh.get(case, ())]

    def _read_groups(self, cases: Sequence[bytes]) -> None:
        """Read the statements of cases that were not read yet, and their leaves."""
        unread = [case for case in dict.fromkeys(cases) if case not in self._known]
        self._known.update((case, []) for case in unread)
        found = self._source.case_statements(self._own, unread) if unread else ()
        for one in found:
            self._known[one.case].append(one)
        places = [(one.origin, one.index) for one in found if one.leaf_hash not in self._leaves]
        for origin, record in leaves_at(places, logs=self._source):
            self._leaves[record.leaf_hash] = verified_leaf(origin, record)

    def _counted(self, statements: Iterable[CaseStatement], *, party: PartyId) -> Iterator[Counted]:
        of_party = [one for one in statements if one.origin.from_party == party]
        for one in sorted(of_party, key=lambda each: each.index):
            yield Counted(
                statement=self._leaf(one), received_at=one.received_at, marks=frozenset(one.marks)
            )

    def _leaf(self, statement: CaseStatement) -> VerifiedStatement:
        known = self._leaves.get(statement.leaf_hash)
        if known is None:
            ((_, record),) = leaves_at([(statement.origin, statement.index)], logs=self._source)
            known = self._leaves[statement.leaf_hash] = verified_leaf(statement.origin, record)
        return known

"""Fold single cases of a pair from the store, as a cut over all of it would.

A case depends on its own statements, on what its request names (a call, a preservation), on what
converts it, and on both calendars. Their order among themselves is that of the whole logs: of
two statements the order follows from what each had seen and when each was received.

Source: docs/decisions/0021-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.accords.terms import Terms
from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import fold_casework, terms_of
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted, merge
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.usecases.accord_state import read_pair_state
from servanda.usecases.casework_port import SHARED, CaseStatement
from servanda.usecases.leaf_records import verified_leaf
from servanda.usecases.records import LeafRecord, PairRecord
from servanda.usecases.services import Services
from servanda.usecases.store_port import LogReader

# Of these the one that opens a case may name another that it follows.
_FOLLOWING = frozenset(("request", "information"))


class CaseSource(Protocol):
    """What cases are read from: the store, or only its logs while all is computed anew."""

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return the statements of `cases` that are taken in already."""
        ...

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return leaves of a log, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyLogs:
    """A source that has taken in nothing yet.

    Attributes:
        logs: Where the leaves are.
    """

    logs: LogReader

    def case_statements(self, own: Origin, cases: Sequence[bytes]) -> Sequence[CaseStatement]:
        """Return nothing."""
        del own, cases
        return ()

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return leaves of a log, in order."""
        return self.logs.leaves(origin, first, until)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTerms:
    """What folding needs to know of a pair's accord.

    Attributes:
        parties: In the order of the accord.
        terms: Of every version that was in force, by its id.
    """

    parties: Sequence[PartyId]
    terms: Mapping[Digest, Terms]


def read_pair_terms(pair: PairRecord, *, services: Services) -> PairTerms | None:
    """Return the terms of a pair's accord; None while no version is in force."""
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    if newest is None:
        return None
    return PairTerms(parties=newest.accord.parties, terms=terms_of(state.accords_in_force))


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
        self._shared = tuple(self._group(SHARED))

    def keep(self, leaves: Iterable[VerifiedStatement]) -> None:
        """Take leaves that are read already."""
        self._leaves.update((leaf.leaf_hash, leaf) for leaf in leaves)

    def fold(self, case: bytes) -> Casework:
        """Return the casework of one case and of what it depends on."""
        statements = {one.leaf_hash: one for one in self._shared}
        for group in self._groups(case):
            statements.update((one.leaf_hash, one) for one in group)
        first, second = (
            self._counted(statements.values(), party=party) for party in self._terms.parties
        )
        return fold_casework(
            merge(first, second), terms=self._terms.terms, parties=self._terms.parties
        )

    def in_order(self, case: bytes) -> Sequence[VerifiedStatement]:
        """Return the statements about one case, in the order in which they count."""
        group = self._group(case)
        first, second = (self._counted(group, party=party) for party in self._terms.parties)
        return [one.statement for one in merge(first, second)]

    def last_received(self, case: bytes) -> datetime | None:
        """Return the receipt of the last statement about a case; None if there is none."""
        return max((one.received_at for one in self._group(case)), default=None)

    def _groups(self, case: bytes) -> Iterator[Sequence[CaseStatement]]:
        """Yield the statements of a case, of what its request names, and of what converts it."""
        own_group = self._group(case)
        yield own_group
        for statement in own_group:
            header = self._leaf(statement).header
            if header.type not in _FOLLOWING:
                continue
            if statement.leaf_hash == case:
                if header.ref is not None:
                    yield self._group(hash_from_digest(header.ref))
            else:  # one that refers to this case: a conversion, the next stage of an incident
                yield self._group(statement.leaf_hash)

    def _group(self, case: bytes) -> Sequence[CaseStatement]:
        known = self._source.case_statements(self._own, [case])
        return [*known, *self._fresh.get(case, ())]

    def _counted(self, statements: Iterable[CaseStatement], *, party: PartyId) -> Iterator[Counted]:
        of_party = [one for one in statements if one.origin.from_party == party]
        for one in sorted(of_party, key=lambda each: each.index):
            yield Counted(
                statement=self._leaf(one), received_at=one.received_at, marks=frozenset(one.marks)
            )

    def _leaf(self, statement: CaseStatement) -> VerifiedStatement:
        known = self._leaves.get(statement.leaf_hash)
        if known is None:
            (record,) = self._source.leaves(statement.origin, statement.index, statement.index + 1)
            known = self._leaves[statement.leaf_hash] = verified_leaf(statement.origin, record)
        return known

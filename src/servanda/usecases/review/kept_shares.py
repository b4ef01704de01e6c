"""Bring the shares kept of a pair to a cut: take what still holds, compute what does not.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from servanda.core.casework.casework import empty_casework
from servanda.core.casework.fold import apply_counted, terms_of
from servanda.core.casework.skew import Skew, SkewBound
from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted, Place, counted_statement, statement_of
from servanda.core.exchange.outline import instant_of
from servanda.core.identifiers import Origin, PartyId, format_instant
from servanda.core.review.kept.encoding import (
    KeptChecks,
    KeptShares,
    decode_checks,
    decode_shares,
    encode_checks,
    encode_shares,
)
from servanda.core.review.kept.groups import Group, Grouped, Ordered, hash_of
from servanda.core.review.kept.shares import Rules, compute_shares
from servanda.core.review.population import Key
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.reviews import KeptGroup
from servanda.usecases.ports.store import Store

# Part of every key: another way to compute shares, or to write them down, is another number.
_FORMAT = b"servanda-shares/3"

_GROUPS_AT_ONCE = 256  # whose leaves are read together, and then held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A group at this cut.

    Attributes:
        group: Which.
        key: What its shares would be kept under.
        statements: Hash of its statements as they count now.
        statements_before: Likewise as the cut before counted them.
    """

    group: Group
    key: bytes
    statements: bytes
    statements_before: bytes

    @property
    def is_as_before(self) -> bool:
        """Whether the cut before counted them just so."""
        return self.statements == self.statements_before


class ShareKeeper:
    """The shares of one pair at one cut; made for one review.

    Attributes:
        computed: What was computed anew, to be kept.
    """

    def __init__(
        self,
        grouped: Grouped,
        contents: CutContents,
        *,
        own: Origin,
        store: Store | None,
        kept: Mapping[bytes, KeptGroup],
    ) -> None:
        """Read the calendars and checks of the cut.

        Args:
            grouped: The statements of the cut.
            contents: The cut.
            own: Origin of our log of its pair.
            store: Where leaves are read, many at a time; None: those of `contents` are in memory.
            kept: What was kept, by name.
        """
        self.computed: list[KeptGroup] = []
        self._grouped, self._contents, self._kept = grouped, contents, kept
        self._own, self._store = own, store
        self._parties = contents.accord.parties
        calendars = grouped.calendars
        self._calendars_now = self._read(self._places(grouped.now, calendars.now))
        self._calendars_before = self._read(self._places(grouped.before, calendars.before))
        previous = contents.previous
        self._ends = format_instant(contents.until).encode()
        if previous is not None:
            self._ends += format_instant(previous.until).encode()
        checks = self._kept_checks()
        self._check_shares = checks.shares
        self._rules = self._rules_by(checks.bounds)

    def shares(self) -> Iterator[tuple[Group, KeptShares]]:
        """Yield the shares of each group that adds something, by their first statements.

        What the checks add, those that answer nothing, is about no request and counts last.
        """
        if self._grouped.checks.now:
            yield self._grouped.checks, decode_shares(self._check_shares)
        waiting: list[tuple[_Wanted, KeptShares | None]] = []
        unknown = 0
        for group in self._grouped.groups:
            if not group.now:
                continue
            wanted = self._wanted(group)
            found = self._kept.get(group.name)
            if found is not None and self._adds_nothing(wanted, found):
                continue
            shares = None if found is None or found.key != wanted.key else self._valid(found)
            unknown += shares is None
            waiting.append((wanted, shares))
            if unknown >= _GROUPS_AT_ONCE:
                yield from self._complete(waiting)
                waiting, unknown = [], 0
        yield from self._complete(waiting)

    def computed_of(self, names: Container[bytes]) -> Mapping[bytes, KeptGroup]:
        """Return the groups of these names, all computed anew."""
        waiting = [
            (self._wanted(group), None)
            for group in self._grouped.groups
            if group.now and group.name in names
        ]
        for start in range(0, len(waiting), _GROUPS_AT_ONCE):
            list(self._complete(waiting[start : start + _GROUPS_AT_ONCE]))
        return {one.name: one for one in self.computed}

    def _adds_nothing(self, wanted: _Wanted, found: KeptGroup) -> bool:
        """Return whether all was counted before, and the review then was the last to say of it."""
        previous = self._contents.previous
        return (
            found.is_over
            and wanted.is_as_before
            and found.statements == wanted.statements
            and previous is not None
            and found.at <= previous.until
        )

    def _valid(self, found: KeptGroup) -> KeptShares | None:
        shares = decode_shares(found.shares)
        bound_at = self._rules.skew.bound_at
        same = all(bound_at(instant_of(at)) == bound for at, bound in shares.asked)
        return shares if same else None

    def _wanted(self, group: Group) -> _Wanted:
        calendars = self._grouped.calendars
        now = self._grouped.now.inputs(sorted([*group.now, *calendars.now]))
        before = self._grouped.before.inputs(sorted([*group.before, *calendars.before]))
        statements = hash_of(_FORMAT, now)
        return _Wanted(
            group=group,
            key=hash_of(statements, before, self._ends),
            statements=statements,
            statements_before=hash_of(_FORMAT, before),
        )

    def _complete(
        self, waiting: Sequence[tuple[_Wanted, KeptShares | None]]
    ) -> Iterator[tuple[Group, KeptShares]]:
        """Yield what is known, and between it what is computed now, in the order given."""
        unknown = [wanted.group for wanted, shares in waiting if shares is None]
        leaves = self._leaves(
            place
            for group in unknown
            for place in (
                *self._places(self._grouped.now, group.now),
                *self._places(self._grouped.before, group.before),
            )
        )
        for wanted, shares in waiting:
            yield wanted.group, shares or self._compute(wanted, leaves)

    def _compute(
        self, wanted: _Wanted, leaves: Mapping[tuple[PartyId, int], VerifiedStatement]
    ) -> KeptShares:
        group = wanted.group
        now = self._counted(self._grouped.now, group.now, leaves)
        before = self._counted(self._grouped.before, group.before, leaves)
        shares = compute_shares(
            _merged(now, self._calendars_now, group.now, self._grouped.calendars.now),
            _merged(before, self._calendars_before, group.before, self._grouped.calendars.before),
            rules=self._rules,
            matured_before=self._matured_before(wanted),
        )
        data = encode_shares(shares, statements=[each.statement.digest for each in now])
        self.computed.append(
            KeptGroup(
                name=group.name,
                key=wanted.key,
                statements=wanted.statements,
                at=self._rules.at,
                is_over=shares.is_over,
                shares=data,
            )
        )
        return decode_shares(data)

    def _matured_before(self, wanted: _Wanted) -> Mapping[str, Set[Key]] | None:
        """Return what the review before judged of a group, if it is what was kept last."""
        found, previous = self._kept.get(wanted.group.name), self._contents.previous
        if found is None or previous is None or found.at != previous.until:
            return None
        if found.statements != wanted.statements_before:
            return None
        return decode_shares(found.shares).matured_keys()

    def _kept_checks(self) -> KeptChecks:
        """Return what follows from the checks, kept or computed anew."""
        if not self._grouped.checks.now:
            return KeptChecks(bounds=(), shares=b"")
        wanted = self._wanted(self._grouped.checks)
        found = self._kept.get(wanted.group.name)
        if found is not None and found.key == wanted.key:
            return decode_checks(found.shares)
        checks = self._compute_checks()
        self.computed.append(
            KeptGroup(
                name=wanted.group.name,
                key=wanted.key,
                statements=wanted.statements,
                at=self._contents.until,
                is_over=False,
                shares=encode_checks(checks),
            )
        )
        return checks

    def _compute_checks(self) -> KeptChecks:
        grouped = self._grouped
        now = self._read(self._places(grouped.now, grouped.checks.now))
        before = self._read(self._places(grouped.before, grouped.checks.before))
        casework = empty_casework(terms=terms_of(self._contents.accords), parties=self._parties)
        for check in now:
            apply_counted(casework, check)
        bounds = casework.skew.bounds
        shares = compute_shares(now, before, rules=self._rules_by(bounds))
        statements = [each.statement.digest for each in now]
        return KeptChecks(bounds=bounds, shares=encode_shares(shares, statements=statements))

    def _rules_by(self, bounds: Sequence[SkewBound]) -> Rules:
        contents = self._contents
        return Rules(
            parties=self._parties,
            terms=terms_of(contents.accords),
            skew=Skew(bounds=list(bounds)),
            at=contents.until,
            at_before=None if contents.previous is None else contents.previous.until,
        )

    def _places(self, ordered: Ordered, numbers: Iterable[int]) -> list[Place]:
        return [ordered.places[number] for number in numbers]

    def _read(self, places: Sequence[Place]) -> list[Counted]:
        leaves = self._leaves(places)
        return [counted_statement(one, leaves[one.party, one.leaf_index]) for one in places]

    def _counted(
        self,
        ordered: Ordered,
        numbers: Sequence[int],
        leaves: Mapping[tuple[PartyId, int], VerifiedStatement],
    ) -> list[Counted]:
        places = self._places(ordered, numbers)
        return [counted_statement(one, leaves[one.party, one.leaf_index]) for one in places]

    def _leaves(self, places: Iterable[Place]) -> Mapping[tuple[PartyId, int], VerifiedStatement]:
        if self._store is None:
            logs = self._contents.logs
            return {(party, index): statement_of(logs[party], index) for party, index, *_ in places}
        origins = {origin.from_party: origin for origin in (self._own, self._own.reverse)}
        wanted = ((origins[place.party], place.leaf_index) for place in places)
        return {
            (origin.from_party, record.index): verified_leaf(origin, record)
            for origin, record in leaves_at(wanted, logs=self._store)
        }


def _merged(
    own: Sequence[Counted],
    shared: Sequence[Counted],
    own_numbers: Sequence[int],
    shared_numbers: Sequence[int],
) -> list[Counted]:
    """Return the statements of a group and what all groups rest on, in their order."""
    numbered = [*zip(own_numbers, own, strict=True), *zip(shared_numbers, shared, strict=True)]
    return [each for _, each in sorted(numbered, key=lambda one: one[0])]

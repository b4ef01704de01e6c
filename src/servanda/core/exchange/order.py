"""Which statements of a cut count, since when, and in what order: the input of every review.

Both sides, and whoever checks a bundle, run this over the same leaves and must come to the same
list. So nothing here depends on how leaves arrived; only on what stands in the two logs.

The work is done on outlines of the logs. A leaf itself is asked for only where its attachments
or a refusal of it decide, or where a caller wants the statement.

Source: docs/spec/cut-and-order.md, "Counted statements" and "The order".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import CLOCK_CONFLICT, JudgedLeaf, VerifiedStatement
from servanda.core.exchange.outline import (
    CONFLICT,
    HAS_ATTACHMENTS,
    HAS_BODY,
    STATEMENT,
    LogOutline,
    instant_of,
    outline_of,
    seconds_of,
)
from servanda.core.identifiers import PartyId

_CONFLICT = frozenset({CLOCK_CONFLICT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A statement that a review counts.

    Attributes:
        statement: A valid statement inside the cut.
        received_at: Time of receipt, UTC, as the receiver's leaf states it.
        marks: Those of the statement; `CLOCK_CONFLICT` too if the time of receipt contradicts
            another leaf beyond the accord's tolerance.
    """

    statement: VerifiedStatement
    received_at: datetime
    marks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of every valid statement of a cut but the cut itself.

    Those received after the cut's `until` are in none of the lists: the next cut counts them.

    Attributes:
        counted: In the order in which they take effect.
        annex: Without receipt, or with an attachment not receipted; each log in its order, the
            party named first in the accord first.
        refused: Receipted, but refused at once for their body, so without effect; as `annex`.
    """

    counted: list[Counted]
    annex: list[VerifiedStatement]
    refused: list[VerifiedStatement]


class Place(NamedTuple):
    """A counted statement, by its place.

    Attributes:
        party: Who said it.
        leaf_index: Where in that party's log.
        seen_size: Its `seen.size`.
        received: Time of receipt, in seconds from 1970 on.
        conflicts: Whether the time of receipt contradicts another leaf.
    """

    party: PartyId
    leaf_index: int
    seen_size: int
    received: int
    conflicts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What became of the statements of a cut, by their places.

    Attributes:
        counted: In the order in which they take effect; can be gone through once, and the
            lists below are complete only then.
        annex: Party and index; see `Settled`.
        refused: Party and index; see `Settled`.
    """

    counted: Iterator[Place]
    annex: Mapping[PartyId, list[int]]
    refused: Mapping[PartyId, list[int]]


def counted_statements(contents: CutContents) -> tuple[list[Counted], list[VerifiedStatement]]:
    """Return the counted statements in the order of their effect, and the annex."""
    settled = settle(contents)
    return settled.counted, settled.annex


def settle(contents: CutContents) -> Settled:
    """Return what became of every statement of the cut."""
    outlines = {party: outline_of(leaves) for party, leaves in contents.logs.items()}
    places = settle_places(contents, outlines)
    counted = [counted_at(place, contents) for place in places.counted]
    return Settled(
        counted=counted,
        annex=statements_at(places.annex, contents),
        refused=statements_at(places.refused, contents),
    )


def settle_places(contents: CutContents, outlines: Mapping[PartyId, LogOutline]) -> Places:
    """Return what became of every statement of the cut, by places, without reading the leaves.

    Args:
        contents: The cut.
        outlines: Of both logs; they may reach beyond the cut.
    """
    first, second = contents.accord.parties
    tolerance = _common_tolerance(contents)
    of_first, of_second = (
        _Side(
            party=party,
            contents=contents,
            own=outlines[party],
            other=outlines[others],
            others=others,
            tolerance=tolerance,
        )
        for party, others in ((first, second), (second, first))
    )
    return Places(
        counted=_merged(of_first.counted(), of_second.counted()),
        annex={first: of_first.annex, second: of_second.annex},
        refused={first: of_first.refused, second: of_second.refused},
    )


def counted_at(place: Place, contents: CutContents) -> Counted:
    """Return the counted statement at `place`."""
    return counted_statement(place, statement_of(contents.logs[place.party], place.leaf_index))


def counted_statement(place: Place, statement: VerifiedStatement) -> Counted:
    """Return the statement that stands at `place`, as it counts."""
    return Counted(
        statement=statement,
        received_at=instant_of(place.received),
        marks=statement.marks | _CONFLICT if place.conflicts else statement.marks,
    )


def statements_at(
    places: Mapping[PartyId, Sequence[int]], contents: CutContents
) -> list[VerifiedStatement]:
    """Return the statements at `places`, in their order."""
    return [
        statement_of(contents.logs[party], index)
        for party, indexes in places.items()
        for index in indexes
    ]


def merge(first: Iterator[Counted], second: Iterator[Counted]) -> Iterator[Counted]:
    """Yield two logs' counted statements in the one order.

    The next of a log is ready when all of the other log below its `seen.size` are taken. Of two
    that are ready the one received earlier goes first; at the same second, that of `first`.

    Args:
        first: Of the party named first in the accord, by index.
        second: Of the other party, by index.
    """
    by_place: dict[tuple[PartyId, int], Counted] = {}
    for place in _merged(_places(first, by_place), _places(second, by_place)):
        yield by_place.pop((place.party, place.leaf_index))


def _places(
    counted: Iterator[Counted], by_place: dict[tuple[PartyId, int], Counted]
) -> Iterator[Place]:
    """Yield the places of `counted`, noting under each what stands there."""
    for one in counted:
        statement = one.statement
        party, index = statement.origin.from_party, statement.index
        by_place[party, index] = one
        yield Place(
            party=party,
            leaf_index=index,
            seen_size=statement.header.seen.size,
            received=seconds_of(one.received_at),
            conflicts=False,
        )


def _merged(first: Iterator[Place], second: Iterator[Place]) -> Iterator[Place]:
    """Yield two logs' places in the order that `merge` says."""
    left, right = next(first, None), next(second, None)
    while left is not None and right is not None:
        # Never are both not ready: each would hold a hash made from the other's.
        left_ready = right.leaf_index >= left.seen_size
        right_ready = left.leaf_index >= right.seen_size
        if left_ready and (not right_ready or left.received <= right.received):
            yield left
            left = next(first, None)
        else:
            yield right
            right = next(second, None)
    if left is not None:
        yield left
        yield from first
    if right is not None:
        yield right
        yield from second


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One log of the cut, beside what the other says about it.

    Attributes:
        party: Whose log.
        contents: The cut.
        own: The log's outline; it may reach beyond the cut.
        other: The outline of the log that receipts it, likewise.
        others: Whose that is.
        tolerance: What all versions of the accord allow clocks to be apart, in seconds; None if
            they differ, so that each statement has to be asked for its version.
        annex: Filled by `counted`.
        refused: Filled by `counted`.
    """

    party: PartyId
    contents: CutContents
    own: LogOutline
    other: LogOutline
    others: PartyId
    tolerance: int | None
    annex: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def counted(self) -> Iterator[Place]:
        """Yield the counted statements by index; the others go to `annex` and `refused`."""
        cut = self.contents.cut
        own_cut = cut.index if cut.party == self.party else -1
        until = seconds_of(cut.until)
        others_size = len(self.contents.logs[self.others])
        own, other = self.own, self.other
        covering, times, known = other.covering, other.times, len(other.covering)
        has_refusals = bool(other.refusals)
        for index in range(len(self.contents.logs[self.party])):
            flags = own.flags[index]
            if not flags & STATEMENT or index == own_cut:
                continue
            receipt = covering[index] if index < known else others_size
            if receipt < others_size:
                if has_refusals and self._is_refused(index, receipt):
                    self.refused.append(index)
                    continue
                if flags & HAS_ATTACHMENTS:
                    receipt = self._last_receipt(index, receipt, others_size)
            if receipt >= others_size:
                self.annex.append(index)
                continue
            received = times[receipt]
            if received <= until:
                conflicts = self._conflicts(index, receipt)
                yield Place(self.party, index, own.seen_sizes[index], received, conflicts)

    def _is_refused(self, index: int, covering: int) -> bool:
        refusals = self.other.refusals
        if not self.own.flags[index] & HAS_BODY:
            return False
        digest = statement_of(self.contents.logs[self.party], index).digest
        # Only beside the first leaf that covers it: nobody refuses later what it let stand.
        refusal = refusals.get((digest, self.other.seen_sizes[covering]))
        return refusal is not None and refusal < len(self.contents.logs[self.others])

    def _last_receipt(self, index: int, covering: int, others_size: int) -> int:
        """Return the leaf whose time is the time of receipt of a statement with attachments.

        That is the latest of the leaf that covers it and the receipts that list its
        attachments; `others_size` if one is not listed inside the cut.
        """
        latest, times = covering, self.other.times
        for attachment in statement_of(self.contents.logs[self.party], index).header.att:
            listing = self.other.listing.get(attachment, others_size)
            if listing >= others_size:
                return others_size
            if times[listing] > times[latest]:
                latest = listing
        return latest

    def _conflicts(self, index: int, receipt: int) -> bool:
        """Return whether the time of receipt contradicts another leaf beyond the tolerance."""
        if self.other.flags[receipt] & CONFLICT:  # earlier than the leaf before it
            return True
        tolerance = self._tolerance(index) if self.tolerance is None else self.tolerance
        received = self.other.times[receipt]
        if received + tolerance < self.own.times[index]:
            return True
        # Post-dated: the sender had seen the receipt before the time that it states.
        if receipt >= len(self.own.covering):
            return False
        witness = self.own.covering[receipt]
        is_inside = witness < len(self.contents.logs[self.party])
        return is_inside and self.own.times[witness] + tolerance < received

    def _tolerance(self, index: int) -> int:
        """Return the tolerance of the version that the statement at `index` names."""
        contents = self.contents
        named = statement_of(contents.logs[self.party], index).header.accord
        # A proposal or acceptance names the version meant, which may never come into force.
        version = None if named is None else contents.accords.get(named)
        return (contents.accord if version is None else version).tolerance_seconds


def _common_tolerance(contents: CutContents) -> int | None:
    tolerances = {accord.tolerance_seconds for accord in contents.accords.values()}
    return tolerances.pop() if len(tolerances) == 1 else None


def statement_of(leaves: Sequence[JudgedLeaf], index: int) -> VerifiedStatement:
    """Return the valid statement at `index`; only valid leaves are ever counted."""
    leaf = leaves[index]
    if not isinstance(leaf, VerifiedStatement):  # only valid leaves are ever noted
        raise TypeError(f"leaf {index} was valid and is no longer")
    return leaf

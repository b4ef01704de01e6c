"""The cut: one leaf that fixes both logs, so that both sides review the same leaves.

The cut at leaf p of log P with `seen.size` q is P[0..p] and Q[0..q-1]: a leaf names the head of
its own log by `prev` and that of the other by `seen`. What either log holds beyond may differ.

Used when a cut is judged, by the review, and by the verifier of a bundle.

Source: docs/spec/cut-and-order.md, "The cut".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from servanda.core.accords.accord import Accord
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.faults import Expectation, Expected, Fault, expect
from servanda.core.identifiers import (
    Digest,
    PartyId,
    digest_from_hash,
    format_instant,
    parse_instant,
)
from servanda.core.statements.header import Header

CUT = "cut"
REAL_MODE = "real"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A cut and its place.

    Attributes:
        party: Who made it.
        index: Its place in that party's log.
        seen_size: How much of the other log it takes in.
        leaf_hash: The 32 bytes that name it.
        from_: Start of what is reviewed, UTC.
        until: End of what is reviewed, UTC; nothing received later is counted.
    """

    party: PartyId
    index: int
    seen_size: int
    leaf_hash: bytes
    from_: datetime
    until: datetime

    def takes_in(self, other: "Cut") -> bool:
        """Return whether `other` lies in the past of this cut."""
        if other.party == self.party:
            return other.index < self.index
        return other.index < self.seen_size


@dataclass(frozen=True, slots=True, kw_only=True)
class CutContents:
    """What a review is computed from: every leaf of a cut, and no other.

    Attributes:
        accords: Every version in force for a leaf of the cut, by its name. What a statement is
            held to is the version that its header names, whatever was agreed later.
        accord_digest: The name of the version in force for the cut leaf.
        cut: The cut itself.
        logs: Each party's judged leaves from 0 on; the cut is the last of its writer's.
        previous: The contents of the cut used before, for what is new since; None at the first.
            Its own `previous` is left out.
    """

    accords: Mapping[Digest, Accord]
    accord_digest: Digest
    cut: Cut
    logs: Mapping[PartyId, Sequence[JudgedLeaf]]
    previous: "CutContents | None"

    @property
    def accord(self) -> Accord:
        """The version in force for the cut leaf; its parties are in the order that decides ties."""
        return self.accords[self.accord_digest]

    @property
    def cut_digest(self) -> Digest:
        """The leaf hash of the cut, which names the whole of it."""
        return digest_from_hash(self.cut.leaf_hash)

    @property
    def from_(self) -> datetime:
        """Start of what is reviewed, UTC."""
        return self.cut.from_

    @property
    def until(self) -> datetime:
        """End of what is reviewed, UTC."""
        return self.cut.until


def read_cut(statement: VerifiedStatement) -> Cut:
    """Return the valid statement of type `cut` as what it fixes."""
    from_, until = _read_instants(statement.header)
    return Cut(
        party=statement.origin.from_party,
        index=statement.index,
        seen_size=statement.header.seen.size,
        leaf_hash=statement.leaf_hash,
        from_=from_,
        until=until,
    )


def find_cut_fault(header: Header, *, accord: Accord, cuts_before: Iterable[Cut]) -> Fault | None:
    """Return why the `cut` with this header is not valid, or None.

    Args:
        header: Its facts are checked against the schema, so both instants are there.
        accord: The version in force for the leaf.
        cuts_before: All valid cuts in its past.
    """
    from_, until = _read_instants(header)
    past = list(cuts_before)
    if accord.mode == REAL_MODE and until not in accord.periods[1:]:
        return Fault("until", expect(Expected.PERIOD_END), format_instant(until))
    if any(cut.until == until for cut in past):
        return Fault("until", expect(Expected.ONE_CUT), format_instant(until))
    expected = max((cut.until for cut in past), default=accord.periods[0])
    if from_ != expected:
        before = expect(Expected.WHERE_CUT_ENDED, value=format_instant(expected))
        return Fault("from", before, format_instant(from_))
    if until <= from_:
        after = expect(Expected.AFTER, start=format_instant(from_))
        return Fault("until", after, format_instant(until))
    wait = timedelta(seconds=accord.cut_wait_seconds)
    if header.time - until < wait:  # `until` may be the last instant that can be written
        return Fault("time", _not_before(until, wait), format_instant(header.time))
    return None


def _not_before(until: datetime, wait: timedelta) -> Expectation:
    """Return the first moment of a cut; the last that can be written may be before it."""
    last = datetime.max.replace(microsecond=0, tzinfo=UTC)
    return expect(Expected.CUT_TIME, value=format_instant(until + min(wait, last - until)))


def find_cut(
    cuts: Iterable[Cut], *, parties: Sequence[PartyId], until: datetime | None = None
) -> Cut | None:
    """Return the cut that is used for `until`, or the one with the latest end.

    Args:
        cuts: Valid cuts of both logs.
        parties: In the order of the accord: of two cuts for one `until`, which can only be
            two that crossed, the one of the party named first is used.
        until: None for the latest there is.
    """
    candidates = [cut for cut in cuts if until is None or cut.until == until]
    return max(
        candidates, key=lambda cut: (cut.until, -parties.index(cut.party), -cut.index), default=None
    )


def cuts_in(logs: Mapping[PartyId, Sequence[JudgedLeaf]]) -> list[Cut]:
    """Return all valid cuts of two logs, for a reader that did not collect them on the way."""
    return [
        read_cut(leaf)
        for leaves in logs.values()
        for leaf in leaves
        if isinstance(leaf, VerifiedStatement) and leaf.header.type == CUT
    ]


def cut_contents(
    cut: Cut,
    *,
    logs: Mapping[PartyId, Sequence[JudgedLeaf]],
    cuts: Iterable[Cut],
    accords: Mapping[Digest, Accord],
    accord_digest: Digest,
) -> CutContents:
    """Return the leaves that `cut` is, with those of the cut used before it.

    Args:
        cut: A valid cut.
        logs: Both logs, at least up to the cut.
        cuts: All valid cuts known; those outside the past of `cut` play no part.
        accords: The versions in force for leaves of the cut, as `PairState.accords_before` gives
            them for the cut leaf.
        accord_digest: The name of the one in force for the cut leaf.
    """
    in_past = [other for other in cuts if cut.takes_in(other)]
    before = find_cut(in_past, parties=accords[accord_digest].parties, until=cut.from_)
    contents = CutContents(
        accords=accords,
        accord_digest=accord_digest,
        cut=cut,
        logs=_leaves_of(cut, logs),
        previous=None,
    )
    if before is None:
        return contents
    return replace(contents, previous=replace(contents, cut=before, logs=_leaves_of(before, logs)))


def _leaves_of(
    cut: Cut, logs: Mapping[PartyId, Sequence[JudgedLeaf]]
) -> Mapping[PartyId, Sequence[JudgedLeaf]]:
    return {
        party: leaves[: cut.index + 1 if party == cut.party else cut.seen_size]
        for party, leaves in logs.items()
    }


def _read_instants(header: Header) -> tuple[datetime, datetime]:
    facts = header.facts
    return parse_instant(str(facts.get("from"))), parse_instant(str(facts.get("until")))

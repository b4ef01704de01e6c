"""Which statements of a cut count, since when, and in what order: the input of every review.

Both sides, and whoever checks a bundle, run this over the same leaves and must come to the same
list. So nothing here depends on how leaves arrived; only on what stands in the two logs.

One pass over each log notes which leaf receipts what; a second yields the statements. Each leaf
is asked for by index and kept by nobody, so a log of millions may be read from disk.

Source: docs/spec/cut-and-order.md, "Counted statements" and "The order".
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import (
    CLOCK_CONFLICT,
    RECEIPT,
    REFUSAL,
    JudgedLeaf,
    VerifiedStatement,
)
from servanda.core.identifiers import Digest
from servanda.core.statements.refusal import BODY_CODES

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


@dataclass(slots=True)
class _Receipts:
    """What the valid leaves of one log say about the other log; filled by one pass.

    Attributes:
        covering: For each leaf of the other log that is receipted: the index of the first leaf
            that covers it. As `seen.size` never falls, those without receipt come at the end.
        listing: For each attachment: the index of the first receipt that lists it.
        refusals: Statement and `seen.size` of each refusal for a body.
    """

    covering: "array[int]" = field(default_factory=lambda: array("q"))
    listing: dict[str, int] = field(default_factory=dict)
    refusals: set[tuple[Digest, int]] = field(default_factory=set)


def counted_statements(contents: CutContents) -> tuple[list[Counted], list[VerifiedStatement]]:
    """Return the counted statements in the order of their effect, and the annex."""
    settled = settle(contents)
    return settled.counted, settled.annex


def settle(contents: CutContents) -> Settled:
    """Return what became of every statement of the cut."""
    first, second = contents.accord.parties
    by_first = _read_receipts(contents.logs[first])
    by_second = _read_receipts(contents.logs[second])
    of_first = _Log(
        contents=contents,
        leaves=contents.logs[first],
        others=contents.logs[second],
        seen_by_own=by_first,
        seen_by_other=by_second,
    )
    of_second = _Log(
        contents=contents,
        leaves=contents.logs[second],
        others=contents.logs[first],
        seen_by_own=by_second,
        seen_by_other=by_first,
    )
    counted = list(merge(of_first.counted(), of_second.counted()))
    return Settled(
        counted=counted,
        annex=of_first.annex + of_second.annex,
        refused=of_first.refused + of_second.refused,
    )


def merge(first: Iterator[Counted], second: Iterator[Counted]) -> Iterator[Counted]:
    """Yield two logs' counted statements in the one order.

    The next of a log is ready when all of the other log below its `seen.size` are taken. Of two
    that are ready the one received earlier goes first; at the same second, that of `first`.

    Args:
        first: Of the party named first in the accord, by index.
        second: Of the other party, by index.
    """
    left, right = next(first, None), next(second, None)
    while left is not None and right is not None:
        # Never are both not ready: each would hold a hash made from the other's.
        left_ready = right.statement.index >= left.statement.header.seen.size
        right_ready = left.statement.index >= right.statement.header.seen.size
        if left_ready and (not right_ready or left.received_at <= right.received_at):
            yield left
            left = next(first, None)
        else:
            yield right
            right = next(second, None)
    while left is not None:
        yield left
        left = next(first, None)
    while right is not None:
        yield right
        right = next(second, None)


def _read_receipts(leaves: Sequence[JudgedLeaf]) -> _Receipts:
    receipts = _Receipts()
    covering = receipts.covering
    for leaf in leaves:
        if not isinstance(leaf, VerifiedStatement):
            continue
        header = leaf.header
        new = header.seen.size - len(covering)
        if new > 0:
            covering.extend([leaf.index] * new)
        if header.type == RECEIPT:
            attachments = header.facts.get("attachments")
            if isinstance(attachments, list | tuple):
                for attachment in attachments:
                    receipts.listing.setdefault(str(attachment), leaf.index)
        elif (
            header.type == REFUSAL
            and header.ref is not None
            and header.facts.get("code") in BODY_CODES
        ):
            receipts.refusals.add((header.ref, header.seen.size))
    return receipts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Log:
    """One log of the cut, with what each log says about the other.

    Attributes:
        contents: The cut.
        leaves: The statements' own log.
        others: The log that receipts them.
        seen_by_own: What `leaves` say about `others`.
        seen_by_other: What `others` say about `leaves`.
        annex: Filled by `counted`.
        refused: Filled by `counted`.
    """

    contents: CutContents
    leaves: Sequence[JudgedLeaf]
    others: Sequence[JudgedLeaf]
    seen_by_own: _Receipts
    seen_by_other: _Receipts
    annex: list[VerifiedStatement] = field(default_factory=list)
    refused: list[VerifiedStatement] = field(default_factory=list)

    def counted(self) -> Iterator[Counted]:
        """Yield the counted statements by index; the others go to `annex` and `refused`."""
        cut = self.contents.cut
        for leaf in self.leaves:
            if not isinstance(leaf, VerifiedStatement) or not leaf.is_statement:
                continue
            if leaf.index == cut.index and leaf.origin.from_party == cut.party:
                continue
            if self._is_refused(leaf):
                self.refused.append(leaf)
                continue
            receipt = self._time_giving_receipt(leaf)
            if receipt is None:
                self.annex.append(leaf)
            elif receipt.header.time <= cut.until:
                yield Counted(
                    statement=leaf,
                    received_at=receipt.header.time,
                    marks=leaf.marks | _CONFLICT if self._conflicts(leaf, receipt) else leaf.marks,
                )

    def _is_refused(self, leaf: VerifiedStatement) -> bool:
        refusals = self.seen_by_other.refusals
        if not refusals or leaf.header.body is None:
            return False
        covering = self._covering(leaf)
        # Only beside the first leaf that covers it: nobody refuses later what it let stand.
        return covering is not None and (leaf.digest, covering.header.seen.size) in refusals

    def _covering(self, leaf: VerifiedStatement) -> VerifiedStatement | None:
        covering = self.seen_by_other.covering
        return self._other(covering[leaf.index]) if leaf.index < len(covering) else None

    def _time_giving_receipt(self, leaf: VerifiedStatement) -> VerifiedStatement | None:
        """Return the leaf whose time is the time of receipt: with attachments the latest."""
        latest = self._covering(leaf)
        for attachment in leaf.header.att:
            index = self.seen_by_other.listing.get(attachment)
            if latest is None or index is None:
                return None
            listing = self._other(index)
            if listing.header.time > latest.header.time:
                latest = listing
        return latest

    def _conflicts(self, leaf: VerifiedStatement, receipt: VerifiedStatement) -> bool:
        """Return whether the time of receipt contradicts another leaf beyond the tolerance."""
        if CLOCK_CONFLICT in receipt.marks:  # earlier than the leaf before it
            return True
        tolerance = timedelta(seconds=self.contents.accord.tolerance_seconds)
        received_at = receipt.header.time
        if received_at + tolerance < leaf.header.time:
            return True
        # Post-dated: the sender had seen the receipt before the time that it states.
        seen_by_own = self.seen_by_own.covering
        if receipt.index >= len(seen_by_own):
            return False
        witness = self.leaves[seen_by_own[receipt.index]]
        return (
            isinstance(witness, VerifiedStatement) and witness.header.time + tolerance < received_at
        )

    def _other(self, index: int) -> VerifiedStatement:
        leaf = self.others[index]
        if not isinstance(leaf, VerifiedStatement):  # only valid leaves are ever noted
            raise TypeError(f"leaf {index} was valid and is no longer")
        return leaf

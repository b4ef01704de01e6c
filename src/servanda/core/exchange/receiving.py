"""Decide what to do with a run that arrived: the receiver's half of the exchange.

A pure decision: the node opens the envelope before and stores, signs and answers after. Every
run ends in exactly one of five ways, and the same run any number of times changes nothing more.

    Dropped   not of this log, or its head is not signed by it: no answer, for nobody is known
    Gap       it begins beyond the copy: hold it aside and answer with what is held
    Kept      it does not continue the copy: take nothing, keep it, answer with what is held
    Forked    two signed heads of one log contradict each other: stop copying, write a dispute
    Taken     its new leaves are judged and to be stored, whatever the verdicts

Source: docs/spec/exchange.md, "Receiving a run".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import verify_head
from servanda.core.exchange.judge import KEY, body_fault, judge_received
from servanda.core.exchange.leaf import (
    RECEIPT,
    REFUSAL,
    JudgedLeaf,
    ReceivedStatement,
    RejectedLeaf,
    read_leaf,
)
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, PartyId
from servanda.core.keys.timeline import KeyTimeline, LogKeys
from servanda.core.tlog.checkpoint import Checkpoint
from servanda.core.tlog.tree import MerkleTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Nothing is taken and nobody is answered; to be counted."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Leaves between the copy and the run are missing.

    Attributes:
        have: Number of leaves the copy holds, for the answer.
    """

    have: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The run is kept aside as it is, for people; a run from 0 would tell more.

    Attributes:
        reason: Expected and found.
        have: Number of leaves the copy holds, for the answer.
    """

    reason: str
    have: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked:
    """The counterpart signed two logs under one name.

    Attributes:
        reason: Expected and found.
        heads: The two signed heads that prove it: the one held before, the one that came.
    """

    reason: str
    heads: tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the node stores in one transaction and answers.

    Attributes:
        new: The judged leaves that the copy lacked, in order.
        carried: The same leaves with those bodies that fit them, for storing.
        refusals: Statement and code, one refusal each right after the one receipt.
        owes_receipt: Some new leaf is a statement: append a receipt.
        repeats: The run held a statement that the copy had already; with `owes_receipt` or
            this, the sender is answered.
        head: The head that the copy has now, or had then if nothing is new; None of an empty
            run.
        pair: The pair with the new leaves; replaces the one given once they are stored.
    """

    new: tuple[JudgedLeaf, ...]
    carried: tuple[CarriedLeaf, ...]
    refusals: tuple[tuple[Digest, str], ...]
    owes_receipt: bool
    repeats: bool
    head: Checkpoint | None
    pair: PairState

    @property
    def owes_answer(self) -> bool:
        """Whether the sender gets a run in answer, on whatever carrier it came."""
        return self.owes_receipt or self.repeats


RunDecision: TypeAlias = Dropped | Gap | Kept | Forked | Taken


def decide_run(
    run: Run, *, us: PartyId, pair: PairState, held_checkpoint: bytes | None
) -> RunDecision:
    """Decide about a run by the steps of the source, (2) to (6) and (8).

    Args:
        run: As opened; nothing in it is verified.
        us: The receiver.
        pair: As stored, or as left by the decision before; not changed.
        held_checkpoint: The newest signed head of the copy; None while the copy is empty.
    """
    sender = run.origin.from_party
    if sender == us or sender not in pair.parties or run.origin != pair.origin(sender):
        return Dropped(reason=f"expected {pair.origin(pair.counterpart(us))}, found {run.origin}")
    if run.checkpoint is None:
        return _nothing_new(pair, head=None, repeats=False)

    have = pair.log(sender).roots.size
    received = [read_leaf(carried.note) for carried in run.leaves]
    end = run.first + len(received)
    try:
        head, keys = _verify_signed_head(run, run.checkpoint, received, pair=pair, have=have)  # (2)
    except CounterpartError as error:
        return Dropped(reason=str(error))
    if head.size != end:
        return Dropped(reason=f"expected a head over {end} leaves, found one over {head.size}")
    if run.first > have:  # (3)
        return Gap(have=have)
    return _compare(  # (4)
        run, received, pair=pair, head=head, keys=keys, held_checkpoint=held_checkpoint
    )


def _compare(
    run: Run,
    received: Sequence[ReceivedStatement],
    *,
    pair: PairState,
    head: Checkpoint,
    keys: LogKeys,
    held_checkpoint: bytes | None,
) -> RunDecision:
    """Take the run if copy and run are one log under `head`; else say what they are."""
    roots = pair.log(run.origin.from_party).roots
    have = roots.size
    known = received[: max(have - run.first, 0)]
    same_leaves = all(
        roots.node(0, index) == leaf.leaf_hash for index, leaf in enumerate(known, start=run.first)
    )
    taken = None
    if head.size > have:
        if same_leaves:
            taken = _take(run, received, pair=pair, head=head)
        # The whole log came, and is another one than the copy. Its leaves must lead to the
        # signed root: a genuine head over leaves that anybody made up proves nothing.
        is_forked = run.first == 0 and not same_leaves and _root_of(received) == head.root
    else:
        same_root = roots.root_at(head.size) == head.root
        is_forked = not same_root
        if same_leaves and same_root:
            repeats = any(_asks_for_receipt(leaf) for leaf in known)
            return _nothing_new(pair, head=head, repeats=repeats)

    if taken is not None:
        now = taken.pair.log(run.origin.from_party).keys.newest
        if (now.log_ed25519, now.log_ml_dsa_44) != (keys.log_ed25519, keys.log_ml_dsa_44):
            return Dropped(reason="expected a head signed with the keys after its last leaf")
        return taken
    reason = f"copy and run are not one log of {head.size} leaves with the root that is signed"
    if is_forked and held_checkpoint is not None and run.checkpoint is not None:
        return Forked(reason=reason, heads=(held_checkpoint, run.checkpoint))
    return Kept(reason=reason, have=have)


def _root_of(received: Sequence[ReceivedStatement]) -> bytes:
    tree = MerkleTree()
    tree.extend(leaf.leaf_hash for leaf in received)
    return tree.root()


def _take(
    run: Run, received: Sequence[ReceivedStatement], *, pair: PairState, head: Checkpoint
) -> Taken | None:
    """Judge what is new (5); return None if the leaves do not lead to the signed root."""
    sender = run.origin.from_party
    grown = pair.branch()
    past = grown.past_of_next(sender)
    skip = past.own_size - run.first
    new: list[JudgedLeaf] = []
    stored: list[CarriedLeaf] = []
    refusals: list[tuple[Digest, str]] = []
    for leaf, carried in zip(received[skip:], run.leaves[skip:], strict=True):
        judged = judge_received(leaf, origin=run.origin, past=past, checked=None)
        code = _refusal_code(judged, carried)
        if code is not None:
            refusals.append((judged.digest, code))
        has_good_body = code is None and judged.header is not None and judged.header.body
        body = carried.body if has_good_body else None
        salt = carried.salt if has_good_body else None
        grown.add(judged, body=body)
        new.append(judged)
        is_whole = body is carried.body and salt is carried.salt
        stored.append(carried if is_whole else CarriedLeaf(note=carried.note, salt=salt, body=body))
    if past.own_size != head.size or grown.log(sender).roots.root_at(head.size) != head.root:
        return None
    return Taken(
        new=tuple(new),
        carried=tuple(stored),
        refusals=tuple(refusals),
        owes_receipt=any(judged.is_statement for judged in new),
        repeats=any(_asks_for_receipt(leaf) for leaf in received[:skip]),
        head=head,
        pair=grown,
    )


def _refusal_code(judged: JudgedLeaf, carried: CarriedLeaf) -> str | None:
    """Return the code to refuse the leaf with, or None if it is not refused."""
    if isinstance(judged, RejectedLeaf):
        return judged.code if judged.is_refusable else None
    if judged.header.type in (RECEIPT, REFUSAL):
        return None
    return body_fault(carried, judged.header)


def _asks_for_receipt(leaf: ReceivedStatement) -> bool:
    return leaf.header is None or leaf.header.type != RECEIPT


def _nothing_new(pair: PairState, *, head: Checkpoint | None, repeats: bool) -> Taken:
    return Taken(
        new=(),
        carried=(),
        refusals=(),
        owes_receipt=False,
        repeats=repeats,
        head=head,
        pair=pair,
    )


def _verify_signed_head(
    run: Run,
    checkpoint: bytes,
    received: Sequence[ReceivedStatement],
    *,
    pair: PairState,
    have: int,
) -> tuple[Checkpoint, LogKeys]:
    """Verify the run's head, and say with which keys, before any leaf costs us a judgement.

    The keys after the last leaf may come in the run itself. So every sheet in it that the root
    signed is tried; that they were the right keys is checked once the leaves are judged.
    """
    timeline = pair.log(run.origin.from_party).keys
    end = run.first + len(received)
    candidates = [timeline.keys_after(end - 1)]
    if end > have:
        candidates = _candidate_keys(timeline, received, first=run.first, have=have)
    for keys in candidates[1:]:
        try:
            return verify_head(checkpoint, origin=run.origin, keys=keys), keys
        except CounterpartError:
            continue
    return verify_head(checkpoint, origin=run.origin, keys=candidates[0]), candidates[0]


def _candidate_keys(
    timeline: KeyTimeline, received: Sequence[ReceivedStatement], *, first: int, have: int
) -> list[LogKeys]:
    candidates = [timeline.newest]
    for index, leaf in enumerate(received, start=first):
        if index < have or leaf.header is None or leaf.header.type != KEY:
            continue
        try:
            timeline = timeline.with_key_leaf(index, leaf.header.facts)
        except CounterpartError:
            continue  # no key of the party; judged like any other leaf
        candidates.append(timeline.newest)
    return candidates

"""Restore a damaged or lost pair of logs from the counterpart's copy.

    request_refill   the damaged side asks, signed by its log key
    allow_refill     a person on the other side looks at the request and sends both logs
    apply_refill     the damaged side verifies all of it and puts it in place

The copy is whole because copies are; lost is only what was never sent. What the counterpart
sends is believed no more than anything else: our log must be under a head that we signed, its
log under a head that it signed, and every leaf is judged again.

Source: docs/spec/exchange.md, "Refill".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import ClassVar

from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.envelope.sealed import open_sealed, seal_run
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.exchange.heads import verify_head
from servanda.core.exchange.leaf import JudgedLeaf, read_leaf
from servanda.core.exchange.pair import PairState
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Origin, PartyId, digest_from_hash
from servanda.core.tlog.checkpoint import Checkpoint
from servanda.core.tlog.hashing import leaf_hash
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.leaf_records import leaf_record
from servanda.usecases.exchange.pair_step import CLAIMS_MORE, REFILL_ASKED, SIGNING_STOPPED
from servanda.usecases.exchange.receive_envelope import newest_kem, seal_to_counterpart
from servanda.usecases.exchange.runs import build_run, empty_run
from servanda.usecases.ports.outside import Head, SealedEnvelope
from servanda.usecases.ports.records import (
    BodyRecord,
    CheckpointRecord,
    LeafRecord,
    PairRecord,
)
from servanda.usecases.ports.store import StepCommit
from servanda.usecases.services import (
    Services,
    origin_of,
    own_card,
    require_counterpart_card,
    require_node,
    require_pair,
)
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from servanda.usecases.upkeep.refill_request import RefillRequest, sign_refill_request
from servanda.usecases.upkeep.replay import replay_logs
from servanda.usecases.upkeep.said_already import said_already
from servanda.usecases.upkeep.say_again import SaidAgain, find_lost_statements, say_again

# What a person had to look at until both logs were whole again.
_HEALED = frozenset((SIGNING_STOPPED, CLAIMS_MORE))


class IncompleteRefillError(CounterpartError):
    """What came back is not both logs from the first leaf to a signed head."""

    code: ClassVar[str] = "incomplete-refill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """One log after a refill.

    Attributes:
        origin: The log.
        leaves: How many it has now.
        changed: Indexes of leaves that were missing or different before.
    """

    origin: Origin
    leaves: int
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillResult:
    """Both logs after a refill.

    Attributes:
        restored: The logs.
        said_again: What became of our statements on a branch that was given up.
    """

    restored: tuple[Restored, ...]
    said_again: SaidAgain


def request_refill(*, counterpart: PartyId, accord_name: str, services: Services) -> SealedEnvelope:
    """Return the envelope that asks `counterpart` for both logs.

    Needs nothing of the store but the counterpart's card, so it works with an empty one.
    """
    own = origin_of(services, counterpart=counterpart, accord_name=accord_name)
    require_counterpart_card(services, counterpart)
    signer = services.working.of(services.keys).head_signers(own, ml_dsa_at=None)[0]
    request = RefillRequest(origin=own, asked_at=services.clock.now())
    note = sign_refill_request(request, signer=signer)
    # What we hold is in doubt, so we claim to hold nothing.
    run = replace(empty_run(own, have=0), refill=note)
    return _envelope(seal_to_counterpart(run, services=services))


def allow_refill(
    *, counterpart: PartyId | None = None, accord_name: str | None = None, services: Services
) -> tuple[SealedEnvelope, ...]:
    """Return the envelopes that give `counterpart` both logs back; a person decided it.

    The request stays open, for whoever sends them, until `note_given_back`.

    Raises:
        InvalidInputError: It has not asked.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    copy = pair.own.reverse
    asked = [
        alarm
        for alarm in services.store.alarms()
        if alarm.kind == REFILL_ASKED and alarm.subject == str(copy)
    ]
    if not asked:
        wanted = expect(Expected.REFILL_REQUEST, party=pair.counterpart)
        raise InvalidInputError(Fault("", wanted, Found.NOTHING))
    if pair.forked:  # the branch held here stands; whoever forked goes on from it
        services.store.commit(StepCommit(pairs=(replace(pair, forked=False),)))
    name, public = newest_kem(services, copy)
    envelopes = []
    for origin in (copy, pair.own):
        for run in _runs_of(origin, pair, services=services):
            sealed = seal_run(run, to=pair.counterpart, kem_name=name, kem_public=public)
            envelopes.append(_envelope(sealed))
    return tuple(envelopes)


def note_given_back(
    *, counterpart: PartyId | None = None, accord_name: str | None = None, services: Services
) -> None:
    """Note that both logs were handed over; a request that comes anew is shown anew."""
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    services.store.settle_alarms((REFILL_ASKED,), str(pair.own.reverse), at=services.clock.now())


def apply_refill(
    envelopes: Sequence[bytes], *, accept_loss: bool = False, services: Services
) -> RefillResult:
    """Put both logs from `envelopes` in place; the caller holds the lease.

    Leaves of ours that follow the counterpart's copy are kept as they are stored; what stood on
    another branch is gone from the log, and waits to be said again.

    Args:
        envelopes: All that `allow_refill` made, in any order.
        accept_loss: Go on though leaves that we signed are nowhere any more. They were never
            receipted; the head file forgets them.
        services: The node's ports.

    Raises:
        IncompleteRefillError: Leaves are missing, or the heads are not signed by their owners.
        BehindHeadError: The result does not extend the head file, and no loss was accepted.
    """
    runs = [_open(envelope, services=services) for envelope in envelopes]
    own = _own_origin(runs, services=services)
    logs = {origin: _joined_runs(origin, runs) for origin in (own, own.reverse)}
    heads = {origin: logs[origin][1] for origin in logs}
    leaves = {origin: logs[origin][0] for origin in logs}
    leaves[own] += _own_tail(own, leaves[own], services=services)
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    state, judged = replay_logs(leaves, cards=cards)
    checkpoints = [
        _verified_head(origin, heads[origin], state, services=services) for origin in logs
    ]
    _set_heads(own, state, accept_loss=accept_loss, services=services)
    # Before the log itself: a crash in between leaves a store that still refuses to sign.
    services.store.commit(StepCommit(appended=said_already(own, judged[own], services=services)))
    again = _say_again(own, judged[own], state, head=heads[own], services=services)
    restored = tuple(
        _restore(origin, judged[origin], leaves[origin], services=services) for origin in logs
    )
    pair = PairRecord(own=own, opened_at=services.clock.now())
    services.store.open_pair(pair)
    services.store.commit(StepCommit(checkpoints=checkpoints))
    services.pairs.drop_all()
    rebuild_projections(check=False, services=services)
    for origin in logs:
        services.store.settle_alarms(_HEALED, str(origin), at=services.clock.now())
    return RefillResult(restored=restored, said_again=again)


def _say_again(
    own: Origin,
    judged: Sequence[JudgedLeaf],
    state: PairState,
    *,
    head: bytes | None,
    services: Services,
) -> SaidAgain:
    """Let what stands only on a branch that is given up wait to be said again."""
    lost = find_lost_statements(
        own,
        held={leaf.leaf_hash for leaf in judged},
        keys=state.log(own.from_party).keys,
        services=services,
    )
    stored, signed = services.store.checkpoint(own), _signed_head(own, state, services=services)
    heads = None
    if head is not None and stored is not None and signed is not None:
        is_another = not _extends(signed, own, state)
        heads = (head, stored.note) if is_another else None
    return say_again(lost, own=own, heads=heads, services=services)


def _runs_of(origin: Origin, pair: PairRecord, *, services: Services) -> Iterable[Run]:
    first = 0
    while True:
        run = build_run(services.store, origin, first=first, have=pair.copy_size)
        if not run.leaves:
            return
        yield run
        first += len(run.leaves)


def _open(envelope: bytes, *, services: Services) -> Run:
    us = require_node(services).party
    return open_sealed(envelope, to=us, kem_keys=services.working.of(services.keys).kem)


def _own_origin(runs: Sequence[Run], *, services: Services) -> Origin:
    us = require_node(services).party
    owns = {run.origin if run.origin.from_party == us else run.origin.reverse for run in runs}
    if len(owns) != 1 or us != next(iter(owns)).from_party:
        raise IncompleteRefillError("expected the two logs of one pair")
    return next(iter(owns))


def _joined_runs(origin: Origin, runs: Sequence[Run]) -> tuple[list[CarriedLeaf], bytes | None]:
    """Return a log's leaves from 0 on, and the head over them."""
    leaves: list[CarriedLeaf] = []
    head: bytes | None = None
    for run in sorted((run for run in runs if run.origin == origin), key=lambda run: run.first):
        if run.first > len(leaves):
            raise IncompleteRefillError(
                f"{origin}: expected leaf {len(leaves)}, found a run from {run.first}"
            )
        new = run.leaves[len(leaves) - run.first :]
        if new:
            leaves.extend(new)
            head = run.checkpoint
    return leaves, head


def _own_tail(own: Origin, held: Sequence[CarriedLeaf], *, services: Services) -> list[CarriedLeaf]:
    """Return our stored leaves after those that came back, as far as they are whole."""
    store = services.store
    tail: list[CarriedLeaf] = []
    records = store.leaves(own, len(held), store.log_size(own))
    bodies = store.bodies([record.leaf_hash for record in records])
    before = leaf_hash(held[-1].note) if held else None
    for record in records:
        header = read_leaf(record.note).header
        if leaf_hash(record.note) != record.leaf_hash or header is None:
            break
        if before is not None and header.prev != digest_from_hash(before):
            break  # of another branch: it would stand here for ever as an invalid leaf
        before = record.leaf_hash
        body = bodies.get(record.leaf_hash)
        tail.append(
            CarriedLeaf(
                note=record.note,
                salt=None if body is None else body.salt,
                body=None if body is None else body.body,
            )
        )
    return tail


def _verified_head(
    origin: Origin, note: bytes | None, state: PairState, *, services: Services
) -> CheckpointRecord:
    log = state.log(origin.from_party)
    if note is None:
        raise IncompleteRefillError(f"{origin}: expected a signed head, found no leaf")
    try:
        head: Checkpoint = verify_head(note, origin=origin, keys=log.keys.newest)
    except CounterpartError as error:
        raise IncompleteRefillError(f"{origin}: {error}") from error
    if head.size > log.roots.size or log.roots.root_at(head.size) != head.root:
        raise IncompleteRefillError(f"{origin}: the leaves do not lead to the signed head")
    return CheckpointRecord(
        origin=origin,
        size=head.size,
        root=head.root,
        note=note,
        signed_at=services.clock.now(),
    )


def _set_heads(own: Origin, state: PairState, *, accept_loss: bool, services: Services) -> None:
    """Put the restored logs into the head file, which they must extend."""
    present = services.heads.read()
    heads = {origin: _head_of(origin, state) for origin in (own, own.reverse)}
    signed_here = _signed_head(own, state, services=services)
    for origin, old in (
        (own, present.logs.get(str(own))),
        (own, signed_here),  # after a fork the head file knows the other branch
        (own.reverse, present.copies.get(str(own.reverse))),
    ):
        if old is not None and not accept_loss and not _extends(old, origin, state):
            raise BehindHeadError(
                f"{origin}: the counterpart's copy and the whole leaves here do not reach the head "
                f"of {old.size} leaves that was signed or held here; what is lost was never "
                f"receipted: to go on without it, accept the loss"
            )
    services.heads.replace(
        present,
        replace(
            present,
            logs={**present.logs, str(own): heads[own]},
            copies={**present.copies, str(own.reverse): heads[own.reverse]},
        ),
    )


def _signed_head(own: Origin, state: PairState, *, services: Services) -> Head | None:
    """Return our newest head in the store, if it is ours; of a damaged store it may be anything."""
    stored = services.store.checkpoint(own)
    if stored is None:
        return None
    try:
        head = verify_head(stored.note, origin=own, keys=state.log(own.from_party).keys.newest)
    except CounterpartError:
        return None
    return Head(size=head.size, root=digest_from_hash(head.root))


def _extends(old: Head, origin: Origin, state: PairState) -> bool:
    roots = state.log(origin.from_party).roots
    return old.size <= roots.size and digest_from_hash(roots.root_at(old.size)) == old.root


def _head_of(origin: Origin, state: PairState) -> Head:
    roots = state.log(origin.from_party).roots
    return Head(size=roots.size, root=digest_from_hash(roots.root_at(roots.size)))


def _restore(
    origin: Origin,
    judged: Sequence[JudgedLeaf],
    carried: Sequence[CarriedLeaf],
    *,
    services: Services,
) -> Restored:
    new = [leaf_record(leaf) for leaf in judged]
    old: Mapping[int, LeafRecord] = {
        record.index: record
        for record in services.store.leaves(origin, 0, services.store.log_size(origin))
    }
    changed = tuple(record.index for record in new if old.get(record.index) != record)
    beyond = len(old) > len(new)
    bodies = [
        BodyRecord(leaf_hash=leaf.leaf_hash, salt=one.salt, body=one.body)
        for leaf, one in zip(judged, carried, strict=True)
        if one.salt is not None and one.body is not None
    ]
    if changed or beyond:
        services.store.drop_reviews()  # its outline is of the log as it was
        services.store.restore_log(origin, new, bodies)
    return Restored(origin=origin, leaves=len(new), changed=changed)


def _envelope(content: bytes) -> SealedEnvelope:
    return SealedEnvelope(digest=sha256(content).hexdigest(), content=content)

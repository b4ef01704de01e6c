"""What the pairs of one step have to be stored, as one transaction, and how they stand after it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin
from servanda.usecases.attachments.attachment_facts import grow_attachments
from servanda.usecases.exchange.facts import grow_facts
from servanda.usecases.exchange.leaf_records import leaf_record
from servanda.usecases.exchange.pair_step import REFILL_ASKED, PairStep
from servanda.usecases.exchange.stored_tree import new_tiles
from servanda.usecases.ports.records import AlarmRecord, BodyRecord, HeldRun, PairRecord
from servanda.usecases.ports.store import LogGrowth, LogReader, StepCommit, Store
from servanda.usecases.reading.filings import grow_filings

# What is held aside for one counterpart's gaps; the oldest goes first.
MAX_HELD_RUNS = 16
MAX_HELD_BYTES = 64 * 1024 * 1024
# Of one kind about one log: anybody who can seal to us could else fill the disk with them.
MAX_ALARMS = 4

# A direct answer carries what we just said; only if nothing comes back is it sent again.
_AFTER_ANSWER = timedelta(minutes=1)


def commit_of(steps: Sequence[PairStep], *, store: Store, now: datetime) -> StepCommit:
    """Return all that `steps` have to be stored; sets `record` and `coverage` of each."""
    return _joined([_commit_of_one(step, store=store, now=now) for step in steps])


def _commit_of_one(step: PairStep, *, store: Store, now: datetime) -> StepCommit:
    pair = step.pair
    own_leaves: list[JudgedLeaf] = [written.leaf for written in step.written]
    copy_leaves = [leaf for leaf, _ in step.copied]
    with_bodies = [*((one.leaf, one.carried) for one in step.written), *step.copied]
    own_facts = grow_facts(pair.own, own_leaves, pair.coverage[pair.own])
    copy_facts = grow_facts(pair.copy, copy_leaves, pair.coverage[pair.copy])
    own_attachments = grow_attachments(pair.own, own_leaves, due_at=now)
    copy_attachments = grow_attachments(pair.copy, copy_leaves, due_at=None)
    step.coverage = {pair.own: own_facts.coverage, pair.copy: copy_facts.coverage}
    step.record = _record_after(step, now=now)
    own = pair.own
    held, surplus = _bounded(step)
    step.held_after = _held_after(step, held, surplus)
    return StepCommit(
        growths=(
            _growth(step, own, own_leaves, store=store, old_size=pair.record.own_size),
            _growth(step, pair.copy, copy_leaves, store=store, old_size=pair.record.copy_size),
        ),
        bodies=_bodies(with_bodies),
        checkpoints=tuple(step.checkpoints),
        pairs=(step.record,),
        new_facts=(*own_facts.new, *copy_facts.new),
        covered=(*own_facts.covered, *copy_facts.covered),
        changes=(*own_facts.changes, *copy_facts.changes),
        attachments=(*own_attachments.named, *copy_attachments.named),
        listed=(*own_attachments.listed, *copy_attachments.listed),
        filings=tuple(grow_filings(with_bodies)),
        appended=tuple(step.appended),
        failed=tuple(step.failed),
        send_at=_send_at(step, now=now),
        settled=() if step.record.has_unreceipted else (own,),
        owed={} if step.owed_at is None else {own: step.owed_at},
        held=held,
        released=(*step.released, *surplus),
        alarms=_bounded_alarms(step.alarms, store=store),
        dropped=step.dropped,
    )


def _send_at(step: PairStep, *, now: datetime) -> dict[Origin, datetime]:
    """Return when to send what we just said, if that asks for a receipt."""
    if not any(written.leaf.is_statement for written in step.written):
        return {}
    answers_now = any(result.answers == "leaves" for result in step.results.values())
    return {step.pair.own: now + _AFTER_ANSWER if answers_now and not step.appended else now}


def _record_after(step: PairStep, *, now: datetime) -> PairRecord:
    record, state = step.pair.record, step.state
    us, them = record.own.from_party, record.own.to_party
    receipted = state.log(them).seen_size
    statements = [leaf.leaf.index for leaf in step.written if leaf.leaf.is_statement]
    return replace(
        record,
        own_size=state.log(us).roots.size,
        copy_size=state.log(them).roots.size,
        their_have=max(record.their_have, step.their_have, receipted),
        receipted=receipted,
        last_own_statement=statements[-1] if statements else record.last_own_statement,
        forked=step.forked,
        last_contact_at=now if step.results else record.last_contact_at,
    )


def _growth(
    step: PairStep,
    origin: Origin,
    leaves: Sequence[JudgedLeaf],
    *,
    store: LogReader,
    old_size: int,
) -> LogGrowth:
    if not leaves:
        return LogGrowth(origin=origin, leaves=())
    return LogGrowth(
        origin=origin,
        leaves=[leaf_record(leaf) for leaf in leaves],
        tiles=new_tiles(
            store,
            origin,
            old_size=old_size,
            leaf_hashes=[leaf.leaf_hash for leaf in leaves],
            fresh=step.state.fresh_nodes(origin.from_party),
        ),
    )


def _bodies(leaves: Iterable[tuple[JudgedLeaf, CarriedLeaf]]) -> tuple[BodyRecord, ...]:
    return tuple(
        BodyRecord(leaf_hash=leaf.leaf_hash, salt=one.salt, body=one.body)
        for leaf, one in leaves
        if one.salt is not None and one.body is not None
    )


def _bounded(step: PairStep) -> tuple[tuple[HeldRun, ...], tuple[str, ...]]:
    """Return the runs to hold, and the digests of older ones to let go for them."""
    if not step.held:
        return (), ()
    newest_first = sorted(
        (*step.held_before, *step.held), key=lambda held: held.held_at, reverse=True
    )
    kept: set[str] = set()
    size = 0
    for held in newest_first:
        size += len(held.run)
        if len(kept) == MAX_HELD_RUNS or size > MAX_HELD_BYTES:
            break
        kept.add(held.digest)
    surplus = tuple(held.digest for held in step.held_before if held.digest not in kept)
    return tuple(held for held in step.held if held.digest in kept), surplus


def _held_after(
    step: PairStep, held: Sequence[HeldRun], surplus: Sequence[str]
) -> Sequence[HeldRun]:
    if not held and not step.released:
        return step.held_before
    gone = {*step.released, *surplus}
    known = {one.digest for one in step.held_before}
    new = [one for one in held if one.digest not in known]
    kept = [one for one in (*step.held_before, *new) if one.digest not in gone]
    return sorted(kept, key=lambda one: (one.first, one.digest))


def _bounded_alarms(alarms: Sequence[AlarmRecord], *, store: Store) -> tuple[AlarmRecord, ...]:
    if not alarms:
        return ()
    before = store.alarms()
    counted = Counter((alarm.kind, alarm.subject) for alarm in before if alarm.is_open)
    # What was asked once is asked once: a copy of it, sent again, does not ask anew.
    asked = {(alarm.subject, alarm.evidence) for alarm in before if alarm.kind == REFILL_ASKED}
    kept = []
    for alarm in alarms:
        if alarm.kind == REFILL_ASKED and (alarm.subject, alarm.evidence) in asked:
            continue
        counted[alarm.kind, alarm.subject] += 1
        if counted[alarm.kind, alarm.subject] <= MAX_ALARMS:
            kept.append(alarm)
    return tuple(kept)


def _joined(parts: Sequence[StepCommit]) -> StepCommit:
    """Return all that `parts` write, as one."""
    dropped: Counter[str] = Counter()
    for part in parts:
        dropped.update(part.dropped)
    return StepCommit(
        growths=[one for part in parts for one in part.growths],
        bodies=[one for part in parts for one in part.bodies],
        checkpoints=[one for part in parts for one in part.checkpoints],
        pairs=[one for part in parts for one in part.pairs],
        new_facts=[one for part in parts for one in part.new_facts],
        covered=[one for part in parts for one in part.covered],
        changes=[one for part in parts for one in part.changes],
        attachments=[one for part in parts for one in part.attachments],
        listed=[one for part in parts for one in part.listed],
        filings=[one for part in parts for one in part.filings],
        appended=[one for part in parts for one in part.appended],
        failed=[one for part in parts for one in part.failed],
        send_at={own: at for part in parts for own, at in part.send_at.items()},
        settled=[one for part in parts for one in part.settled],
        owed={own: at for part in parts for own, at in part.owed.items()},
        held=[one for part in parts for one in part.held],
        released=[one for part in parts for one in part.released],
        alarms=[one for part in parts for one in part.alarms],
        dropped=dropped,
    )

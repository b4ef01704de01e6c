"""The sequencer's step: judge what arrived, append what waits, commit, sign, say what to answer.

Whoever calls it holds the lease. One step takes any number of runs of any number of pairs and
what is queued, and makes of it one transaction and one write of the head file: the cost of
durability is shared by all that waited.

    1. load the pairs concerned; compare them with the head file and some stored leaves
    2. judge the runs; write receipt and refusals, then our own statements; sign the leaves
    3. one transaction; if a place was taken meanwhile, start over at 1
    4. sign the heads; head file, then store
    5. tell each run's bringer what to answer

Between any two of them the process may die: start-up does 4 again, and a sender that got no
answer sends the same run, which changes nothing and gets the same leaves.

Source: docs/spec/exchange.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from servanda.core.envelope.run import Run
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import Digest, Origin, digest_from_hash
from servanda.usecases.boundaries import COMMITTED, JUDGED, SIGNED
from servanda.usecases.exchange.loaded_pairs import LoadedPair, load_pair
from servanda.usecases.exchange.pair_commit import commit_of
from servanda.usecases.exchange.pair_step import OpenedRun, PairStep, RunKind, RunResult
from servanda.usecases.exchange.runs import build_run, empty_run
from servanda.usecases.exchange.sign_heads import GrownPair, sign_heads
from servanda.usecases.keys.heed_keys import heed_keys
from servanda.usecases.keys.own_keys import require_unexpired, wanted_keys
from servanda.usecases.ports.outside import HeadMovedError, Heads
from servanda.usecases.ports.records import PairRecord, QueuedStatement
from servanda.usecases.ports.store import IndexTakenError
from servanda.usecases.services import Services, own_card, require_counterpart_card
from servanda.usecases.upkeep.integrity import (
    ROLLING_LEAVES,
    check_some_leaves,
    require_extends_head,
)

MAX_QUEUED = 512  # taken into one step; the rest waits for the next
MAX_QUEUED_BEHIND = 100_000  # looked through where what waits for stopped pairs may stand before
MAX_ATTEMPTS = 5  # a place taken five times in a row means two sequencers fight
SENDING_DELAY = timedelta(minutes=1)  # before resending what a direct answer carries


class PairFailedError(MisconfiguredError):
    """The work on one pair failed in a way nobody foresaw; nothing of the step was stored.

    The caller leaves the pair out and takes the step again, so that the others go on.

    Attributes:
        own: Our log of the pair.
    """

    code: ClassVar[str] = "pair-failed"

    def __init__(self, own: Origin, cause: Exception) -> None:
        super().__init__(
            f"{own}: nothing can be signed: {type(cause).__name__}: {cause}; the other pairs go "
            f"on; report this, with what `servanda doctor` says"
        )
        self.own = own


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What became of one run of the batch.

    Attributes:
        own: Our log of the pair.
        kind: `taken`, `repeated`, `empty`, `gap`, `kept`, `forked` or `dropped`.
        reason: Expected and found, for people; empty where all is well.
        answer: What to seal and send back; None: no answer is owed.
        kem: Name and key to seal it to: the counterpart's newest.
    """

    own: Origin
    kind: RunKind
    reason: str
    answer: Run | None
    kem: tuple[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """A queued statement that became a leaf."""

    ticket: str
    leaf: Digest
    origin: Origin
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What one step did.

    Attributes:
        outcomes: One for each run of the batch, in its order.
        appended: Our statements that became leaves.
        failed: Ticket and reason of those that never can.
        more: Whether statements still wait; call again.
    """

    outcomes: tuple[RunOutcome, ...]
    appended: tuple[Appended, ...]
    failed: tuple[tuple[str, str], ...]
    more: bool


def sequence_statements(
    batch: Sequence[OpenedRun],
    *,
    services: Services,
    without: Collection[Origin] = (),
    also: Collection[Origin] = (),
) -> StepResult:
    """Run one step; see the top of the module.

    Args:
        batch: Opened runs in the order of arrival; may be empty.
        services: The node's ports. The caller holds `services.lease`.
        without: Logs of ours in which nothing may be signed: what is queued for them goes on
            waiting. The batch has no run of these pairs.
        also: Logs of ours to be looked at though nothing came or waits: they lack new keys.

    Raises:
        KeysExpiredError: Our keys may sign no more.
        BehindHeadError: The store does not extend what was signed: nothing was signed.
        LogDamagedError: A stored leaf was altered: nothing was signed.
        IndexTakenError: Another sequencer is faster again and again.
        PairFailedError: The work on one pair failed: nothing was signed.
    """
    for attempt in range(1, MAX_ATTEMPTS + 1):
        try:
            result = _step(batch, services=services, without=without, also=also)
        except (IndexTakenError, HeadMovedError):
            services.pairs.drop_all()
            if attempt == MAX_ATTEMPTS:
                raise
        except BaseException:
            services.pairs.drop_all()
            raise
        else:
            return result
    raise AssertionError("the last attempt returns or raises")


def queued_statements(
    *, services: Services, without: Collection[Origin] = ()
) -> Sequence[QueuedStatement]:
    """Return what one step may append, the oldest first, leaving out some of our logs."""
    if not without:
        return services.store.queued(limit=MAX_QUEUED)
    waiting = services.store.queued(limit=MAX_QUEUED_BEHIND)
    return [one for one in waiting if one.own not in without][:MAX_QUEUED]


def _step(
    batch: Sequence[OpenedRun],
    *,
    services: Services,
    without: Collection[Origin],
    also: Collection[Origin],
) -> StepResult:
    now = services.clock.now()
    queued = _by_pair(queued_statements(services=services, without=without))
    runs: dict[Origin, dict[int, OpenedRun]] = {}
    for number, opened in enumerate(batch):
        runs.setdefault(opened.run.origin.reverse, {})[number] = opened

    steps: list[PairStep] = []
    changes = services.store.foreign_changes()  # before any comparison, so that none is missed
    heads = services.heads.read()
    for own in dict.fromkeys([*runs, *queued, *also]):  # (1) (2)
        with _work_on(own):
            pair = load(own, services=services, now=now, changes=changes)
            step = _pair_step(pair, heads=heads, changes=changes, services=services, now=now)
            step.receive(runs.get(own, {}))
        services.boundaries.reached(JUDGED)
        with _work_on(own):
            step.write(queued.get(own, ()))
        steps.append(step)
        services.boundaries.reached(SIGNED)

    services.store.commit(commit_of(steps, store=services.store, now=now))  # (3)
    services.boundaries.reached(COMMITTED)
    sign_heads(_settle(steps, services=services), services=services, now=now)  # (4)
    heed_keys(steps, services=services)

    return StepResult(
        outcomes=tuple(_outcomes(batch, steps, services=services)),  # (5)
        appended=tuple(one for step in steps for one in _appended(step)),
        failed=tuple(failed for step in steps for failed in step.failed),
        more=any(step.left_over for step in steps) or sum(map(len, queued.values())) == MAX_QUEUED,
    )


@contextmanager
def _work_on(own: Origin) -> Iterator[None]:
    """Let what nobody foresaw say which pair it is about: what came from outside may cause it."""
    try:
        yield
    except ServandaError:
        raise
    except Exception as error:
        raise PairFailedError(own, error) from error


def load(
    own: Origin, *, services: Services, now: datetime, changes: int | None = None
) -> LoadedPair:
    """Return the pair of our log `own`, from memory if that is what the store has.

    Args:
        own: Origin of our log.
        services: The node's ports.
        now: When the pair was opened, if this opens it.
        changes: The store's count of foreign changes, just read; None to compare the sizes.
    """
    kept = services.pairs.get(own)
    store = services.store
    if kept is not None and not kept.record.forked:  # a fork ends when a person allows a refill
        if _is_unchanged(kept, changes):
            return kept
        sizes = (kept.record.own_size, kept.record.copy_size)
        if sizes == (store.log_size(own), store.log_size(own.reverse)):
            return kept
    record = store.pair(own) or PairRecord(own=own, opened_at=now)
    return load_pair(
        store,
        record,
        own_card=own_card(services),
        their_card=require_counterpart_card(services, own.to_party),
    )


def _is_unchanged(pair: LoadedPair, changes: int | None) -> bool:
    """Return whether nobody else has changed the store since the pair was compared with it."""
    return changes is not None and changes == pair.seen_changes


def _pair_step(
    pair: LoadedPair, *, heads: Heads, changes: int | None, services: Services, now: datetime
) -> PairStep:
    if pair.wanted is None:
        pair.wanted = wanted_keys(services)
    require_unexpired(pair.wanted.card, now=now)
    unchanged = _is_unchanged(pair, changes)
    for origin, known in ((pair.own, heads.logs), (pair.copy, heads.copies)):
        require_extends_head(origin, pair=pair.state, head=known.get(str(origin)))
        if not unchanged:
            pair.unread[origin] = pair.state.log(origin.from_party).roots.size
        if pair.unread.get(origin, 0) > 0:
            first = pair.checked.get(origin, 0)
            pair.checked[origin] = check_some_leaves(
                services.store, origin, pair=pair.state, first=first
            )
            pair.unread[origin] -= ROLLING_LEAVES
    if pair.held is None or not unchanged:
        pair.held = services.store.held_runs(pair.copy)
    pair.seen_changes = changes
    return PairStep(
        pair=pair,
        now=now,
        wanted=pair.wanted,
        signer=services.working.of(services.keys).leaf,
        held_before=pair.held,
    )


def _settle(steps: Sequence[PairStep], *, services: Services) -> list[GrownPair]:
    """Make what was stored the pairs in memory."""
    grown = [_settle_one(step) for step in steps]
    for one in grown:
        services.pairs.keep(one.pair)
    return grown


def _settle_one(step: PairStep) -> GrownPair:
    pair = step.pair
    old_size = pair.record.own_size
    step.state.settle()
    pair.state = step.state
    pair.record = step.record
    pair.coverage = step.coverage
    pair.copy_head = step.copy_head
    pair.held = step.held_after
    pair.keep_tail([written.carried for written in step.written])
    if step.asks_again:
        pair.asked_at = step.now
    return GrownPair(
        pair=pair,
        old_size=old_size,
        types={
            *(written.leaf.header.type for written in step.written),
            *(leaf.header.type for leaf, _ in step.copied if leaf.header is not None),
        },
    )


def _outcomes(
    batch: Sequence[OpenedRun], steps: Sequence[PairStep], *, services: Services
) -> list[RunOutcome]:
    by_number: dict[int, tuple[PairStep, RunResult]] = {}
    for step in steps:
        for number, result in step.results.items():
            by_number[number] = (step, result)
    answers: dict[tuple[Origin, int], Run] = {}  # many runs of one batch get the same
    outcomes = []
    for number, opened in enumerate(batch):
        step, result = by_number[number]
        outcomes.append(
            RunOutcome(
                own=step.pair.own,
                kind=result.kind,
                reason=result.reason,
                answer=_answer(opened.run, step, result, answers, services=services),
                kem=step.pair.state.log(opened.run.origin.from_party).keys.newest.newest_kem,
            )
        )
    return outcomes


def _answer(
    run: Run,
    step: PairStep,
    result: RunResult,
    answers: dict[tuple[Origin, int], Run],
    *,
    services: Services,
) -> Run | None:
    have = step.record.copy_size
    if result.answers == "nothing":
        return None
    if result.answers == "have":
        return empty_run(step.pair.own, have=have)
    own, first = step.pair.own, run.have
    if (own, first) not in answers:
        answers[own, first] = step.pair.answer_from_memory(first) or build_run(
            services.store, own, first=first, have=have
        )
    return answers[own, first]


def _appended(step: PairStep) -> list[Appended]:
    index_of = {written.leaf.leaf_hash: written.leaf.index for written in step.written}
    return [
        Appended(
            ticket=ticket,
            leaf=digest_from_hash(leaf_hash),
            origin=step.pair.own,
            index=index_of[leaf_hash],
        )
        for ticket, leaf_hash in step.appended
    ]


def _by_pair(queued: Sequence[QueuedStatement]) -> Mapping[Origin, list[QueuedStatement]]:
    result: dict[Origin, list[QueuedStatement]] = {}
    for statement in queued:
        result.setdefault(statement.own, []).append(statement)
    return result

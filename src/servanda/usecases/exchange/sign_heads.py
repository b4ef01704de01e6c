"""Sign the heads of our logs after a commit: head file first, then the store.

A head is signed only over leaves that are durable, and published only when the head file holds
it: so an old copy of the store can never sign what contradicts the past.

Source: docs/spec/exchange.md, "Sending a statement", 4.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.exchange.cut import CUT
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.usecases.boundaries import HEAD_FILED, HEAD_SIGNED, HEAD_STORED
from servanda.usecases.exchange.heads import advance_heads
from servanda.usecases.exchange.loaded_pairs import LoadedPair
from servanda.usecases.ports.outside import Head
from servanda.usecases.ports.records import CheckpointRecord
from servanda.usecases.ports.store import StepCommit
from servanda.usecases.services import Services

REVIEW = "review"

# Heads over these, ours or the counterpart's, are what a bundle ends with.
_SEALED_TYPES = frozenset((CUT, REVIEW))

# How often a head bears an ML-DSA-44 line, beside those at a cut and its review: it takes half a
# millisecond and 3.3 kB, too much for the path of a single receipt.
ML_DSA_LEAVES = 4_096
ML_DSA_INTERVAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownPair:
    """A pair whose logs are stored and may lack a head.

    Attributes:
        pair: As stored.
        old_size: Size of our log before.
        types: Types of the leaves that we appended or took.
    """

    pair: LoadedPair
    old_size: int
    types: Set[str] = frozenset()


def sign_heads(grown: Sequence[GrownPair], *, services: Services, now: datetime) -> None:
    """Sign what our logs lack, and put it and the copies' sizes into head file and store.

    Raises:
        BehindHeadError: The head file is ahead of what is to be signed.
    """
    records: list[CheckpointRecord] = []
    notes: dict[Origin, bytes] = {}
    logs: dict[Origin, Head] = {}
    copies: dict[Origin, Head] = {}
    for one in grown:
        pair = one.pair
        own_roots = pair.state.log(pair.own.from_party).roots
        if own_roots.size > pair.headed:
            record = _signed_head(one, services=services, now=now)
            records.append(record)
            notes[pair.own] = record.note
            logs[pair.own] = _head(record.size, record.root)
        copy_roots = pair.state.log(pair.copy.from_party).roots
        if copy_roots.size:
            copies[pair.copy] = _head(copy_roots.size, copy_roots.root_at(copy_roots.size))
    if not logs and not copies:
        return
    services.boundaries.reached(HEAD_SIGNED)
    advance_heads(services.heads, logs=logs, copies=copies)
    services.boundaries.reached(HEAD_FILED)
    if records:
        services.store.commit(StepCommit(checkpoints=records))
    services.boundaries.reached(HEAD_STORED)
    for one in grown:
        one.pair.headed = one.pair.state.log(one.pair.own.from_party).roots.size
        one.pair.head_note = notes.get(one.pair.own, one.pair.head_note)


def _signed_head(grown: GrownPair, *, services: Services, now: datetime) -> CheckpointRecord:
    pair = grown.pair
    roots = pair.state.log(pair.own.from_party).roots
    root = roots.root_at(roots.size)
    has_ml_dsa = _is_ml_dsa_due(grown, size=roots.size, now=now)
    signers = services.working.of(services.keys).head_signers(
        pair.own, ml_dsa_at=now if has_ml_dsa else None
    )
    checkpoint = Checkpoint(origin=str(pair.own), size=roots.size, root=root)
    note = sign_checkpoint(checkpoint, signers=signers)
    if has_ml_dsa:
        pair.ml_dsa_signed_at = now
    return CheckpointRecord(origin=pair.own, size=roots.size, root=root, note=note, signed_at=now)


def _is_ml_dsa_due(grown: GrownPair, *, size: int, now: datetime) -> bool:
    last = grown.pair.ml_dsa_signed_at
    return (
        not grown.types.isdisjoint(_SEALED_TYPES)
        or size // ML_DSA_LEAVES != grown.old_size // ML_DSA_LEAVES
        or last is None
        or not last <= now < last + ML_DSA_INTERVAL
    )


def _head(size: int, root: bytes) -> Head:
    return Head(size=size, root=digest_from_hash(root))

"""Say again, as new leaves, what stood only on a branch of our log that a refill gave up.

After a fork the branch that the counterpart holds stands. Whatever else we had said is no longer
in the log, though a person meant it; so it waits in the queue once more, after a `dispute` that
shows both heads and names the leaves that are gone. The sequencer judges each at its new place.

A database that was edited must not make us say what we never said: a leaf counts only with our
signature, and its body only if it has the hash that was signed.

Source: docs/spec/exchange.md, "Refill"; docs/spec/own-safety.md, "Refill".
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from servanda.core import canonical
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.errors import CounterpartError
from servanda.core.exchange.judge import body_fault, verify_signature
from servanda.core.exchange.leaf import ReceivedStatement, read_leaf
from servanda.core.identifiers import Digest, Origin, digest_from_hash, hash_from_digest
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.header import Header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.tlog.hashing import leaf_hash
from servanda.usecases.exchange.fork_evidence import fork_draft
from servanda.usecases.exchange.own_leaves import Draft
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.services import Services

# What the node writes by itself, for a place in the log: nobody would say it again.
_BOUND_TO_ITS_PLACE = frozenset({"key", "receipt", "refusal"})
_MAX_NAMED = 64  # leaves of one dispute
_TEXT = (
    "Our log was forked by accident. The branch that the counterpart holds stands. The statements "
    "named here stood only on the other branch; those whose bodies we hold are said again after "
    "this one.\n"
    "我方日志因意外出现分叉，以对方所持分支为准。所列声明只在另一分支中；正文仍在的，将在本声明之后重新提出。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostStatement:
    """A statement of ours that the log does not hold any more.

    Attributes:
        leaf: Its leaf hash on the branch that was given up.
        header: What it said.
        salt: Of its body; None without one.
        body: The body; None without one.
        is_whole: Whether all that it said is held, so that it can be said again.
    """

    leaf: Digest
    header: Header
    salt: bytes | None
    body: bytes | None
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAgain:
    """What became of a branch that was given up.

    Attributes:
        waiting: Leaf hashes whose statements wait to be said again.
        gone: Leaf hashes whose bodies nobody holds any more.
    """

    waiting: tuple[Digest, ...] = ()
    gone: tuple[Digest, ...] = ()


def find_lost_statements(
    own: Origin, *, held: Collection[bytes], keys: KeyTimeline, services: Services
) -> tuple[LostStatement, ...]:
    """Return our statements in the store that are not among `held`, in order.

    Args:
        own: Our log, as it is stored before the refill is put in place.
        held: Leaf hashes of the log that stands.
        keys: Ours.
        services: The node's ports.
    """
    store = services.store
    records = [
        record
        for record in store.leaves(own, 0, store.log_size(own))
        if record.leaf_hash not in held and leaf_hash(record.note) == record.leaf_hash
    ]
    bodies = store.bodies([record.leaf_hash for record in records])
    lost: list[LostStatement] = []
    of_this_log = {digest_from_hash(one) for one in held}
    for record in records:
        received, body = read_leaf(record.note), bodies.get(record.leaf_hash)
        # A leaf of another log of ours, put here by hand, follows none of this one.
        if not _is_ours(received, own, keys) or not _follows(received, of_this_log):
            continue
        of_this_log.add(digest_from_hash(record.leaf_hash))
        carried = CarriedLeaf(
            note=record.note,
            salt=None if body is None else body.salt,
            body=None if body is None else body.body,
        )
        lost.extend(_statement_in(carried, received.header))
    return tuple(lost)


def say_again(
    lost: Sequence[LostStatement],
    *,
    own: Origin,
    heads: tuple[bytes, bytes] | None,
    services: Services,
) -> SaidAgain:
    """Queue a `dispute` about the fork, and after it what was lost; twice queues once.

    Args:
        lost: From `find_lost_statements`.
        own: Our log.
        heads: Two heads of it, signed by us, that disagree; None if only one was ever signed, so
            that nobody was shown another history and there is nothing to state.
        services: The node's ports.
    """
    if not lost:
        return SaidAgain()
    if heads is not None:
        named = tuple(one.leaf for one in lost)[:_MAX_NAMED]
        draft = fork_draft(heads, leaves=named, text=_TEXT)
        ticket = f"fork {sha256(b''.join(heads)).hexdigest()}"[:64]
        _queue(draft, ticket=ticket, own=own, services=services)
    whole = [one for one in lost if one.is_whole]
    for one in whole:
        _queue(_draft_again(one), ticket=f"again {one.leaf}"[:64], own=own, services=services)
    return SaidAgain(
        waiting=tuple(one.leaf for one in whole),
        gone=tuple(one.leaf for one in lost if not one.is_whole),
    )


def _is_ours(received: ReceivedStatement, own: Origin, keys: KeyTimeline) -> bool:
    """Return whether we signed a leaf, and for this counterpart."""
    header = received.header
    if header is None or (header.from_party, header.to_party) != (own.from_party, own.to_party):
        return False
    try:
        verify_signature(received, keys.keys_after(header.seq).sign_verifier)
    except CounterpartError:
        return False
    return True


def _follows(received: ReceivedStatement, leaves: Collection[Digest]) -> bool:
    return received.header is not None and received.header.prev in leaves


def _statement_in(carried: CarriedLeaf, header: Header | None) -> Iterator[LostStatement]:
    if header is None or header.type not in STATEMENT_TYPES or header.type in _BOUND_TO_ITS_PLACE:
        return
    yield LostStatement(
        leaf=digest_from_hash(leaf_hash(carried.note)),
        header=header,
        salt=None if header.body is None else carried.salt,
        body=None if header.body is None else carried.body,
        is_whole=body_fault(carried, header) is None,
    )


def _draft_again(lost: LostStatement) -> Draft:
    header = lost.header
    return Draft(
        type=header.type,
        facts=header.facts,
        ref=header.ref,
        accord=header.accord if header.type in ("proposal", "acceptance") else None,
        salt=lost.salt,
        body=lost.body,
        att=tuple(header.att),
    )


def _queue(draft: Draft, *, ticket: str, own: Origin, services: Services) -> None:
    services.store.queue(
        QueuedStatement(
            ticket=ticket,
            own=own,
            type=draft.type,
            facts=canonical.encode(draft.facts),
            ref=None if draft.ref is None else hash_from_digest(draft.ref),
            accord=draft.accord,
            salt=draft.salt,
            body=draft.body,
            attachments=tuple(draft.att),
            queued_at=services.clock.now(),
        )
    )

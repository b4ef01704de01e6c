"""Draw the consequence of what a counterpart says and shows that it holds of our log.

    our log extends the head it shows   all is well
    a head that we signed and our log
    does not extend                     this store is older than what was signed: the head file
                                        learns it, so that nothing is signed here before a refill
    it names more and shows nothing     its word against ours: noted as a dispute

Source: docs/spec/own-safety.md, "At start".
"""

from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import verify_head
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.tlog.checkpoint import Checkpoint
from servanda.usecases.exchange.ask_heads import HeldHead
from servanda.usecases.exchange.heads import BehindHeadError, advance_heads
from servanda.usecases.exchange.pair_step import SIGNING_STOPPED
from servanda.usecases.exchange.sequence_statements import load
from servanda.usecases.ports.outside import Head
from servanda.usecases.ports.records import AlarmRecord
from servanda.usecases.ports.store import StepCommit
from servanda.usecases.services import Services

DISPUTE = "dispute"
MAX_DISPUTES = 4  # noted about one log; a counterpart could else fill the disk with numbers


class UnprovenClaimError(CounterpartError):
    """A counterpart names more of our log than there is, and shows no head of ours for it."""

    code: ClassVar[str] = "unproven-claim"


def require_not_behind(held: HeldHead, *, services: Services) -> None:
    """Require that our log extends what the counterpart shows; changes nothing.

    Raises:
        BehindHeadError: We signed more, or something else, than the store holds.
        UnprovenClaimError: It claims more, which proves nothing.
    """
    own, size = held.own, _size(held.own, services=services)
    head = _signed_by_us(held, services=services)
    if head is not None and not _extends(own, head, services=services):
        raise BehindHeadError(
            f"{own}: the counterpart shows a head of {head.size} leaves that we signed, and the "
            f"store has {size} or other leaves; it was restored from a backup or altered: nothing "
            f"is signed in this log until `servanda refill`"
        )
    if held.named > size:
        raise UnprovenClaimError(
            f"{own}: the counterpart says that it holds {held.named} leaves, the store has {size}, "
            f"and no head of ours is shown for them: its word against ours; if this machine was "
            f"restored from a backup, run `servanda refill` before anything else is said"
        )


def heed_head(held: HeldHead, *, services: Services) -> None:
    """Note what follows from `held`; the caller holds the lease.

    Raises:
        BehindHeadError: Nothing may be signed in this log. It is noted for people, and the head
            file knows it, so that it holds after the next start too.
    """
    try:
        require_not_behind(held, services=services)
    except UnprovenClaimError as error:
        _alarm(held, DISPUTE, str(error), services=services)
    except BehindHeadError as error:
        _alarm(held, SIGNING_STOPPED, str(error), services=services)
        head = _signed_by_us(held, services=services)
        if head is not None and head.size > _size(held.own, services=services):
            written = Head(size=head.size, root=digest_from_hash(head.root))
            advance_heads(services.heads, logs={held.own: written}, copies={})
        raise


def _signed_by_us(held: HeldHead, *, services: Services) -> Checkpoint | None:
    if held.note is None:
        return None
    pair = load(held.own, services=services, now=services.clock.now())
    keys = pair.state.log(held.own.from_party).keys.newest
    try:
        return verify_head(held.note, origin=held.own, keys=keys)
    except CounterpartError:
        return None


def _extends(own: Origin, head: Checkpoint, *, services: Services) -> bool:
    pair = load(own, services=services, now=services.clock.now())
    roots = pair.state.log(own.from_party).roots
    return head.size <= roots.size and roots.root_at(head.size) == head.root


def _size(own: Origin, *, services: Services) -> int:
    return services.store.log_size(own)


def _alarm(held: HeldHead, kind: str, message: str, *, services: Services) -> None:
    """Raise an alarm for people, once."""
    subject = str(held.own)
    known = [
        one.message
        for one in services.store.alarms()
        if one.kind == kind and one.subject == subject and one.is_open
    ]
    if message in known or (kind == DISPUTE and len(known) >= MAX_DISPUTES):
        return
    alarm = AlarmRecord(
        kind=kind,
        subject=subject,
        message=message,
        evidence=held.evidence,
        raised_at=services.clock.now(),
    )
    services.store.commit(StepCommit(alarms=(alarm,)))

"""Hand over what is due: each pair's leaves that the counterpart is not known to hold.

The outbox keeps no envelopes. What to send follows from the log and from what the counterpart
has `seen` or says it holds; each sending is sealed anew. Handing over is a hint only: a
statement is sent again, with growing pauses and over another carrier, until it is receipted.

Source: docs/spec/exchange.md, "Sending a statement", 5 and 6.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from servanda.core.envelope.run import Run
from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.exchange.sending import resend_after
from servanda.core.identifiers import Origin, PartyId
from servanda.usecases.boundaries import (
    DELIVERY_HANDED_OVER,
    DELIVERY_RECORDED,
    DELIVERY_SEALED,
)
from servanda.usecases.exchange.carrier_turns import Turns, judge_carriers
from servanda.usecases.exchange.note_return import MAX_SENDINGS
from servanda.usecases.exchange.receive_envelope import receive_envelope, seal_to_counterpart
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.ports.outside import (
    NO_PAUSE,
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.ports.sendings import SendingRecord
from servanda.usecases.services import Services, require_counterpart_card

MAX_RUNS = 64  # of one pair in one go: 32,768 leaves; the rest waits for the next round


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One attempt to hand over one envelope.

    Attributes:
        own: The log it was of.
        leaves: How many leaves it carried.
        carrier: Kind of the carrier; empty where none leads to the counterpart.
        location: Where it was left; empty if it was not.
        trouble: Why it was not handed over; empty if it was.
        retry_after: How long the counterpart asked us to wait.
    """

    own: Origin
    leaves: int
    carrier: str
    location: str = ""
    trouble: str = ""
    retry_after: timedelta = NO_PAUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverResult:
    """What one round of the outbox did.

    Attributes:
        sent: The attempts, in order.
        next_due_at: When the next pair is due; None: nothing waits.
    """

    sent: tuple[Sending, ...]
    next_due_at: datetime | None


def deliver_outbox(
    *,
    services: Services,
    receive: Callable[[bytes], None] | None = None,
    force: bool = False,
    only: PartyId | None = None,
    kinds: Container[str] | None = None,
) -> DeliverResult:
    """Send to every pair that is due.

    Args:
        services: The node's ports; the lease is needed only without `receive`.
        receive: Given each envelope that a carrier brings back at once; by default it is
            received here and now.
        force: Send also where nothing is due yet, to all pairs with something unreceipted.
        only: This counterpart alone.
        kinds: Kinds of carriers to use; None: all, the preferred one first.
    """
    take = receive or _receive_here(services)
    sent: list[Sending] = []
    for pair in _due(services, force=force):
        if only is None or pair.counterpart == only:
            sent.extend(_send_pair(pair, services=services, receive=take, kinds=kinds, force=force))
    waiting = [pair.due_at for pair in services.store.pairs() if pair.due_at is not None]
    return DeliverResult(sent=tuple(sent), next_due_at=min(waiting, default=None))


def _due(services: Services, *, force: bool) -> Sequence[PairRecord]:
    if not force:
        return services.store.due_pairs(services.clock.now())
    return [pair for pair in services.store.pairs() if pair.has_unreceipted or pair.answer_owed]


def _send_pair(
    pair: PairRecord,
    *,
    services: Services,
    receive: Callable[[bytes], None],
    kinds: Container[str] | None,
    force: bool,
) -> list[Sending]:
    """Send one pair's leaves over the carriers whose turn it is, and store how it went."""
    if not (pair.has_unreceipted or pair.answer_owed):
        services.store.save_sending(replace(pair, due_at=None), read=pair)
        return []
    policy = services.carriers.policy(pair.counterpart)
    judge_carriers(pair, policy=policy, services=services)
    try:
        transports = _transports(pair, services=services, kinds=kinds)
    except (InvalidInputError, MisconfiguredError) as error:
        return [_note(pair, services=services, sending=_no_way(pair, str(error)))]
    if not transports:
        return [_note(pair, services=services, sending=_no_way(pair, "no carrier leads there"))]
    turns = Turns(own=pair.own, transports=transports, policy=policy, services=services)
    attempts: list[Sending] = []
    while (transport := turns.next()) is not None:
        lies_until = None if force or pair.answer_owed else turns.lies_until(transport)
        if lies_until is not None and pair.handed_over >= pair.own_size:
            services.store.save_sending(replace(pair, due_at=lies_until), read=pair)
            return attempts
        first = pair.handed_over if lies_until is not None else _first_unheld(pair)
        sent, is_handed = _send_over(
            transport, turns, pair, first=first, services=services, receive=receive
        )
        attempts.extend(sent)
        if is_handed:
            return attempts
    _note(pair, services=services, sending=attempts[-1])
    return attempts


def _first_unheld(pair: PairRecord) -> int:
    """Return where to begin; what they say they hold is nobody's signed word.

    So what is said again begins at what a leaf of theirs has seen.
    """
    return pair.receipted if pair.attempts else pair.their_have


def _send_over(
    transport: OutboundTransport,
    turns: Turns,
    pair: PairRecord,
    *,
    first: int,
    services: Services,
    receive: Callable[[bytes], None],
) -> tuple[list[Sending], bool]:
    """Send one pair's leaves from `first` on over one carrier; return also if it took them all."""
    attempts: list[Sending] = []
    for _ in range(MAX_RUNS):
        run = build_run(services.store, pair.own, first=first, have=pair.copy_size)
        first = run.first + len(run.leaves)
        turns.note_handing(transport, until=first)
        sending, handed = _hand_over(run, transport, services=services)
        attempts.append(sending)
        if handed is None:
            turns.note_failure(transport.kind, sending.trouble)
            return attempts, False
        turns.note_taken(transport, until=first, is_answered=handed.answer is not None)
        _note(pair, services=services, sending=sending, handed_over=first)
        # What answers an empty run is our own head as the counterpart holds it (`show_head`), no
        # run of its log: nothing to take in. So it is when a leaf is stored and not headed yet.
        if handed.answer is not None and run.leaves:
            receive(handed.answer)
        if not run.leaves or first >= pair.own_size:
            return attempts, True
    _note(pair, services=services, sending=attempts[-1])
    return attempts, True


def _hand_over(
    run: Run, transport: OutboundTransport, *, services: Services
) -> tuple[Sending, HandedOver | None]:
    content = seal_to_counterpart(run, services=services)
    envelope = SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
    sending = Sending(own=run.origin, leaves=len(run.leaves), carrier=transport.kind)
    if transport.may_give_back:  # before it leaves: what comes back at once is known too
        services.store.add_sending(
            _remembered(run, envelope, transport, at=services.clock.now()), keep=MAX_SENDINGS
        )
    services.boundaries.reached(DELIVERY_SEALED)
    try:
        handed = transport.deliver(envelope)
    except DeliveryDelayedError as error:
        trouble = f"{error.code}: {error}"
        return replace(sending, trouble=trouble, retry_after=error.retry_after), None
    except DeliveryRefusedError as error:
        return replace(sending, trouble=f"{error.code}: {error}"), None
    services.boundaries.reached(DELIVERY_HANDED_OVER)
    return replace(sending, location=handed.location), handed


def _remembered(
    run: Run, envelope: SealedEnvelope, transport: OutboundTransport, *, at: datetime
) -> SendingRecord:
    return SendingRecord(
        digest=envelope.digest,
        own=run.origin,
        first=run.first,
        until=run.first + len(run.leaves),
        carrier=transport.kind,
        sent_at=at,
    )


def _note(
    pair: PairRecord, *, services: Services, sending: Sending, handed_over: int | None = None
) -> Sending:
    """Store how a sending went, before its answer is looked at."""
    again = pair.has_unreceipted or bool(sending.trouble)
    # A run ends at a signed head. Leaves that are stored and not headed yet follow at once.
    is_short = handed_over is not None and handed_over < pair.own_size
    pause = resend_after(pair.attempts, asked=sending.retry_after)
    due_at = services.clock.now() + (timedelta(0) if is_short else pause)
    services.store.save_sending(
        replace(
            pair,
            due_at=due_at if again else None,
            attempts=pair.attempts + 1,
            answer_owed=pair.answer_owed and bool(sending.trouble),
            handed_over=max(pair.handed_over, handed_over or 0),
            trouble=sending.trouble,
        ),
        read=pair,
    )
    services.boundaries.reached(DELIVERY_RECORDED)
    return sending


def _transports(
    pair: PairRecord, *, services: Services, kinds: Container[str] | None
) -> Sequence[OutboundTransport]:
    card = require_counterpart_card(services, pair.counterpart)
    return [
        transport
        for transport in services.carriers.towards(card)
        if kinds is None or transport.kind in kinds
    ]


def _no_way(pair: PairRecord, trouble: str) -> Sending:
    return Sending(own=pair.own, leaves=0, carrier="", trouble=trouble)


def _receive_here(services: Services) -> Callable[[bytes], None]:
    def receive(envelope: bytes) -> None:
        receive_envelope(envelope, answer_now=False, services=services)

    return receive

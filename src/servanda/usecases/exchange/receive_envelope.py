"""Take one envelope from whatever carrier: open it, let the sequencer decide, seal the answer.

`open_envelope` and `seal_answer` run in the thread that received it; only the decision in
between belongs to the sequencer. What is no envelope of a known counterpart is dropped and
counted: there is no signed answer to what may be anybody's.

Source: docs/spec/exchange.md, "Receiving a run".
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from servanda.core.envelope.run import Run
from servanda.core.envelope.sealed import (
    CannotOpenError,
    envelope_kem_name,
    open_sealed,
    seal_run,
)
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Origin
from servanda.usecases.boundaries import ANSWER_OWED, ANSWER_SEALED, OPENED
from servanda.usecases.exchange.pair_step import OpenedRun
from servanda.usecases.exchange.sequence_statements import RunOutcome, sequence_statements
from servanda.usecases.exchange.show_head import is_question, show_head
from servanda.usecases.keys.own_keys import kem_names_ever, keys_along, newest_kem_of
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.ports.store import LogReader, StepCommit
from servanda.usecases.services import Services, require_counterpart_card

MAX_OPEN_PAIRS = 8  # accord names of one counterpart that are not yet in force


class EnvelopeDroppedError(CounterpartError):
    """An envelope is not for us, not from a known counterpart, or not an envelope."""

    code: ClassVar[str] = "envelope-dropped"


class DestroyedKeyError(CounterpartError):
    """An envelope is sealed to a key of ours whose seed is destroyed; nobody can open it."""

    code: ClassVar[str] = "destroyed-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveResult:
    """What became of an envelope.

    Attributes:
        outcome: What the sequencer did; None if it was dropped before.
        answer: The sealed envelope to send back now, or None.
        dropped: Why it was dropped; empty if it was not.
    """

    outcome: RunOutcome | None
    answer: bytes | None
    dropped: str = ""


def receive_envelope(
    envelope: bytes, *, answer_now: bool = True, services: Services
) -> ReceiveResult:
    """Take one envelope alone; for carriers without a sequencer thread. Holds no lease itself."""
    try:
        opened = open_envelope(envelope, answer_now=answer_now, services=services)
    except CounterpartError as error:
        count_drop(error.code, services=services)
        return ReceiveResult(outcome=None, answer=None, dropped=str(error))
    outcome = sequence_statements([opened], services=services).outcomes[0]
    answer = None
    if answer_now and is_question(opened.run):
        answer = answer_question(opened.run, services=services)
    elif answer_now:
        answer = seal_answer(outcome, services=services)
    return ReceiveResult(outcome=outcome, answer=answer)


def open_envelope(envelope: bytes, *, answer_now: bool, services: Services) -> OpenedRun:
    """Open an envelope and check that it may concern us.

    Args:
        envelope: Bytes from anybody.
        answer_now: Whether an answer can go back on the same connection.
        services: The node's ports; from any thread.

    Raises:
        CounterpartError: It is dropped; the caller counts it (`count_drop`).
    """
    working = services.working.of(services.keys)
    us = working.secrets.party
    try:
        run = open_sealed(envelope, to=us, kem_keys=working.kem)
    except CannotOpenError as error:
        _require_not_destroyed(envelope, services=services, cause=error)
        raise
    origin = run.origin
    if origin.to_party != us:
        raise EnvelopeDroppedError(f"expected a log for {us}, found {origin}")
    if services.pairs.get(origin.reverse) is None:
        _require_admitted(origin, services=services)
    services.boundaries.reached(OPENED)
    return OpenedRun(run=run, digest=sha256(envelope).hexdigest(), answer_now=answer_now)


def seal_answer(outcome: RunOutcome, *, services: Services) -> bytes | None:
    """Return the answer to send back, sealed; None where none is owed."""
    if outcome.answer is None:
        return None
    name, public = outcome.kem
    run = outcome.answer
    sealed = seal_run(run, to=run.origin.to_party, kem_name=name, kem_public=public)
    services.boundaries.reached(ANSWER_SEALED)
    return sealed


def answer_question(run: Run, *, services: Services) -> bytes:
    """Return the answer to a question how much we hold, sealed; needs no sequencer."""
    shown = show_head(run, services=services)
    name, public = newest_kem(services, run.origin)
    return seal_run(shown, to=run.origin.from_party, kem_name=name, kem_public=public)


def seal_to_counterpart(run: Run, *, services: Services) -> bytes:
    """Return `run` sealed to the newest key of the party it is for."""
    name, public = newest_kem(services, run.origin.reverse)
    return seal_run(run, to=run.origin.to_party, kem_name=name, kem_public=public)


def owe_answer(outcome: RunOutcome, *, services: Services) -> None:
    """Let the outbox send what could not be answered in time on the connection."""
    if outcome.answer is not None and outcome.answer.leaves:
        services.store.owe_answer(outcome.own, due_at=services.clock.now())
        services.boundaries.reached(ANSWER_OWED)


def count_drop(reason: str, *, services: Services) -> None:
    """Count something that was dropped."""
    services.store.commit(StepCommit(dropped={reason: 1}))


def _require_not_destroyed(envelope: bytes, *, services: Services, cause: CannotOpenError) -> None:
    """Say apart what was sealed to a key that we had: its sender has to learn of the newer one."""
    name = envelope_kem_name(envelope)
    if name in services.working.of(services.keys).kem or name not in kem_names_ever(services):
        return
    raise DestroyedKeyError(
        f"sealed to our key {name}, whose seed is destroyed; its sender has an old card of ours, "
        f"or was restored from a backup: give it our card, or an envelope from our first leaf on "
        f"(`servanda deliver --from-start --out`)"
    ) from cause


def _require_admitted(origin: Origin, *, services: Services) -> None:
    counterpart = services.store.counterpart(origin.from_party)
    if counterpart is None or counterpart.confirmed_at is None:
        raise EnvelopeDroppedError(f"expected a confirmed counterpart, found {origin.from_party}")
    own = origin.reverse
    if services.store.pair(own) is None:
        _require_room(own, services=services)


def _require_room(own: Origin, *, services: Services) -> None:
    """A new accord name opens two logs, and anybody confirmed could open any number."""
    open_pairs = [
        pair
        for pair in services.store.pairs()
        if pair.counterpart == own.to_party and not _is_in_force(services.store, pair)
    ]
    if len(open_pairs) >= MAX_OPEN_PAIRS:
        raise EnvelopeDroppedError(
            f"expected at most {MAX_OPEN_PAIRS} accords of {own.to_party} not in force"
        )


def _is_in_force(store: LogReader, pair: PairRecord) -> bool:
    return any(
        leaf.type == "acceptance"
        for origin in (pair.own, pair.own.reverse)
        for leaf in store.landmarks(origin)
    )


def newest_kem(services: Services, log: Origin) -> tuple[str, bytes]:
    """Return the KEM key to seal to for the owner of the copy `log`.

    It is the last that the owner names anywhere: in any of its logs that we hold, or in its card.
    """
    card = require_counterpart_card(services, log.from_party)
    logs = [
        pair.own.reverse
        for pair in services.store.pairs()
        if pair.counterpart == log.from_party and pair.copy_size
    ]
    return newest_kem_of(card, [keys_along(services.store, one, card=card) for one in logs])

"""Ask counterparts how much of our logs they hold, and to show the heads that we signed.

Asked at start, before anything is signed, and again when a counterpart claims to hold more than
there is. Whoever does not answer in time is not waited for.

Source: docs/spec/own-safety.md, "At start".
"""

import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeAlias

from servanda.core.envelope.run import Run, encode_run
from servanda.core.envelope.sealed import open_sealed
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import Origin
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from servanda.usecases.exchange.runs import empty_run
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    OutboundTransport,
    SealedEnvelope,
)
from servanda.usecases.services import Services, require_counterpart_card

ASK_SECONDS = 10.0  # the protocol's limit, for all counterparts together
# Carriers that bring an answer on the same connection.
ASKED_CARRIERS = frozenset({"https"})

Ask: TypeAlias = Callable[[Sequence[Origin]], "Mapping[Origin, HeldHead]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldHead:
    """What a counterpart says, and shows, that it holds of a log of ours; nothing is verified.

    Attributes:
        own: Our log.
        named: How many of its leaves the counterpart names, in `have` or in a `seen`.
        note: The head that it shows, signed by us if it is true; None: it shows none.
        evidence: The run that said so.
    """

    own: Origin
    named: int
    note: bytes | None
    evidence: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about one log of ours, sealed, with the ways it may go."""

    own: Origin
    envelope: SealedEnvelope
    ways: tuple[OutboundTransport, ...]


def ask_heads(
    logs: Sequence[Origin],
    *,
    services: Services,
    kinds: Container[str] = ASKED_CARRIERS,
    seconds: float = ASK_SECONDS,
) -> Mapping[Origin, HeldHead]:
    """Ask about `logs` at once, and return what is answered within `seconds`."""
    questions = make_questions(logs, services=services, kinds=kinds)
    return put_questions(questions, services=services, seconds=seconds)


def make_questions(
    logs: Sequence[Origin], *, services: Services, kinds: Container[str] = ASKED_CARRIERS
) -> tuple[Question, ...]:
    """Return a question for each of `logs` to whose counterpart a carrier leads."""
    questions = []
    for own in logs:
        try:
            card = require_counterpart_card(services, own.to_party)
            found = services.carriers.towards(card)
            ways = tuple(way for way in found if way.kind in kinds)
            if not ways:
                continue
            run = empty_run(own, have=services.store.log_size(own.reverse))
            content = seal_to_counterpart(run, services=services)
        except ServandaError:
            continue  # not sealed or not sent for a fault of our store, which start-up names
        envelope = SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
        questions.append(Question(own=own, envelope=envelope, ways=ways))
    return tuple(questions)


def put_questions(
    questions: Sequence[Question], *, services: Services, seconds: float = ASK_SECONDS
) -> Mapping[Origin, HeldHead]:
    """Send `questions` at once, and return what is answered within `seconds`; uses no store."""
    answers: SimpleQueue[tuple[Origin, bytes | None]] = SimpleQueue()
    for question in questions:
        # Threads that nobody waits for: a line may take longer to fail than we have.
        Thread(target=_put, args=(question, answers), name="asking", daemon=True).start()
    end = time.monotonic() + seconds
    held: dict[Origin, HeldHead] = {}
    for _ in questions:
        try:
            own, answer = answers.get(timeout=max(end - time.monotonic(), 0.001))
        except Empty:
            break
        found = None if answer is None else read_answer(answer, own=own, services=services)
        if found is not None:
            held[own] = found
    return held


def read_answer(answer: bytes, *, own: Origin, services: Services) -> HeldHead | None:
    """Return what the envelope `answer` says about our log `own`; None: nothing about it."""
    try:
        keys = services.working.of(services.keys).kem
        run = open_sealed(answer, to=own.from_party, kem_keys=keys)
    except CounterpartError:
        return None
    if run.origin not in (own, own.reverse):
        return None
    is_ours = run.origin == own
    return HeldHead(
        own=own,
        named=max([run.have, *([] if is_ours else _seen(run))]),
        note=run.checkpoint if is_ours else None,
        evidence=encode_run(run),
    )


def _put(question: Question, answers: "SimpleQueue[tuple[Origin, bytes | None]]") -> None:
    answer = None
    for way in question.ways:
        try:
            answer = way.deliver(question.envelope).answer
        except (DeliveryDelayedError, DeliveryRefusedError):
            continue
        if answer is not None:
            break
    answers.put((question.own, answer))


def _seen(run: Run) -> list[int]:
    headers = [read_leaf(carried.note).header for carried in run.leaves]
    return [header.seen.size for header in headers if header is not None]

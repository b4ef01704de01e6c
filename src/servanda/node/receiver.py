"""Between a carrier's thread and the sequencer: open, hand over, wait a little, seal the answer.

Source: docs/spec/exchange.md, "Receiving a run", 7.
"""

import logging
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as OutcomeTimeoutError
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

from typing_extensions import override

from servanda.core.errors import CounterpartError, MisconfiguredError, ServandaError
from servanda.interfaces.refilling import keep_for_refill
from servanda.interfaces.web.carrier.reply import (
    Answered,
    Busy,
    CarrierReply,
    NothingOwed,
    NotTaken,
    Receiver,
    TakenLater,
    TooMany,
)
from servanda.node.intake import Intake, IntakeFullError, IntakeShareError
from servanda.usecases.exchange.pair_step import OpenedRun
from servanda.usecases.exchange.receive_envelope import (
    answer_question,
    count_drop,
    open_envelope,
    owe_answer,
    seal_answer,
)
from servanda.usecases.exchange.sequence_statements import RunOutcome
from servanda.usecases.exchange.show_head import is_question
from servanda.wiring import Node

ANSWER_SECONDS = 2.0  # the protocol's limit; then the answer follows through the outbox
BUSY_SECONDS = 1
FLOOD_SECONDS = 5  # many batches: who floods is to come back when its share is free for long
STOPPED_SECONDS = 60  # the node takes nothing until a person has looked

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReceiver(Receiver):
    """Receives for a node whose sequencer runs in the same process; used by many threads.

    Attributes:
        node: The node.
        intake: Where the sequencer takes from.
        refill: Set when an envelope of a refill was kept.
    """

    node: Node
    intake: Intake
    refill: Event

    @override
    def receive(self, envelope: bytes) -> CarrierReply:
        if self.takes_refill(envelope):
            return NothingOwed()
        try:
            return self._receive(envelope)
        except CounterpartError:
            return NotTaken()
        except IntakeFullError:
            return Busy(retry_after_seconds=BUSY_SECONDS)
        except IntakeShareError:
            return TooMany(retry_after_seconds=FLOOD_SECONDS)
        except MisconfiguredError as error:
            _LOG.error("an envelope was not taken: %s", error)
            return Busy(retry_after_seconds=STOPPED_SECONDS)

    def _receive(self, envelope: bytes) -> CarrierReply:
        opened = self._open(envelope, answer_now=True)
        if is_question(opened.run):
            return self._answer_question(opened, size=len(envelope))
        return self._answer(self.intake.put(opened, size=len(envelope)))

    def _answer(self, waiting: "Future[RunOutcome]") -> CarrierReply:
        try:
            outcome = waiting.result(timeout=ANSWER_SECONDS)
        except OutcomeTimeoutError:
            waiting.add_done_callback(self._owe)
            return TakenLater()
        except (ServandaError, CancelledError):
            return Busy(retry_after_seconds=STOPPED_SECONDS)
        answer = seal_answer(outcome, services=self.node.services)
        return NothingOwed() if answer is None else Answered(envelope=answer)

    def takes_refill(self, envelope: bytes) -> bool:
        """Keep `envelope` if it is part of a refill that we asked for; return whether it is."""
        if not keep_for_refill(envelope, node=self.node):
            return False
        self.refill.set()
        return True

    def hand_over(self, envelope: bytes, *, answer_now: bool) -> "Future[RunOutcome]":
        """Open `envelope` and let it wait for the sequencer.

        Args:
            envelope: From any carrier.
            answer_now: Whether its answer can go back on the same connection.

        Raises:
            CounterpartError: It was dropped, and counted.
            IntakeFullError: Too much waits already.
            IntakeShareError: Too much of this counterpart waits already.
        """
        opened = self._open(envelope, answer_now=answer_now)
        return self.intake.put(opened, size=len(envelope))

    def _open(self, envelope: bytes, *, answer_now: bool) -> OpenedRun:
        try:
            return open_envelope(envelope, answer_now=answer_now, services=self.node.services)
        except CounterpartError as error:
            count_drop(error.code, services=self.node.services)
            raise

    def _answer_question(self, opened: OpenedRun, *, size: int) -> CarrierReply:
        """Answer at once: the asker waits to begin, and so may our own sequencer."""
        with suppress(
            IntakeFullError, IntakeShareError
        ):  # it tells what the asker holds, which is only a hint
            self.intake.put(opened, size=size)
        return Answered(envelope=answer_question(opened.run, services=self.node.services))

    def _owe(self, waited: "Future[RunOutcome]") -> None:
        """Let the outbox answer what the connection could not; on the sequencer's thread."""
        if not waited.cancelled() and waited.exception() is None:
            owe_answer(waited.result(), services=self.node.services)

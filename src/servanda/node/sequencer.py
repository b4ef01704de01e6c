"""The one thread that appends: takes all that waits and runs the sequencer's step.

It holds the lease for as long as the node runs. What arrives wakes it at once; what a verb of
another process put into the queue it finds at its next look.

Source: docs/decisions/0012-one-process-on-sqlite.md.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from servanda.interfaces.refilling import try_refill
from servanda.node.intake import Intake, Waiting
from servanda.usecases.recover_node import recover_node
from servanda.usecases.sequence_statements import StepResult, sequence_statements
from servanda.wiring import Node

LOOK_SECONDS = 0.15  # how long a statement queued by another process waits at most
PAUSE_SECONDS = 5.0  # after a step that failed: looking again at once would only burn a core

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Sequencer:
    """Runs on a thread of its own, which alone touches `services.pairs`.

    Attributes:
        node: The node; the caller holds its lease while `run` runs.
        intake: What the carriers opened.
        stop: Ends `run` after the step at hand.
        trouble: Why nothing is signed; empty while all is well.
        refill: Set when an envelope of a refill has come.
    """

    node: Node
    intake: Intake
    stop: Event
    trouble: str = ""
    refill: Event = field(default_factory=Event)
    _is_recovered: bool = False
    _quiet_until: float = 0.0

    def run(self) -> None:
        """Take steps until `stop` is set; then tell those that still wait that nothing was done."""
        try:
            self._attempt(self._recover)
            while not self.stop.is_set():
                if self.refill.is_set():
                    self.refill.clear()
                    self._attempt(self._take_refill)
                waiting = self.intake.take(timeout_seconds=LOOK_SECONDS)
                if waiting or self._finds_queued():
                    self._step(waiting)
        finally:
            self._turn_away()

    def _recover(self) -> None:
        """Compare the store with all that was signed; nothing is signed before that."""
        recover_node(services=self.node.services)
        self._is_recovered = True
        self.trouble = ""

    def _take_refill(self) -> None:
        if try_refill(node=self.node) is not None:
            _LOG.warning("both logs were put back from the counterpart's copy")
            self._recover()

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a node that cannot sign still says why
            self._failed(error)

    def _finds_queued(self) -> bool:
        if time.monotonic() < self._quiet_until:
            return False
        try:
            return bool(self.node.services.store.queued(limit=1))
        except Exception as error:  # noqa: BLE001 - a lost database must not end the thread
            self._failed(error)
            return False

    def _step(self, waiting: Sequence[Waiting]) -> None:
        """Run one step for all that waits; if it fails, each alone, so that one harms no other."""
        try:
            if not self._is_recovered:
                self._recover()
        except Exception as error:  # noqa: BLE001 - whoever waits must learn of it
            self._failed(error)
            for one in waiting:
                one.outcome.set_exception(error)
            return
        try:
            self._settle(waiting, self._sequence(waiting))
        except Exception as error:  # noqa: BLE001 - as above
            self._failed(error)
            if len(waiting) == 1:
                waiting[0].outcome.set_exception(error)
                return
            for one in waiting:
                self._step([one])

    def _sequence(self, waiting: Sequence[Waiting]) -> StepResult:
        return sequence_statements([one.opened for one in waiting], services=self.node.services)

    def _settle(self, waiting: Sequence[Waiting], result: StepResult) -> None:
        self.trouble = ""
        self._quiet_until = 0.0
        for one, outcome in zip(waiting, result.outcomes, strict=True):
            one.outcome.set_result(outcome)

    def _failed(self, error: Exception) -> None:
        if str(error) != self.trouble:
            _LOG.error("the sequencer's step failed: %s", error, exc_info=error)
        self._is_recovered = False
        self.trouble = str(error) or type(error).__name__
        self._quiet_until = time.monotonic() + PAUSE_SECONDS
        self.node.services.pairs.drop_all()
        self.node.let_go()

    def _turn_away(self) -> None:
        while waiting := self.intake.take(timeout_seconds=0.0):
            for one in waiting:
                one.outcome.cancel()

"""The one thread that appends: takes all that waits and runs the sequencer's step.

It holds the lease for as long as the node runs. What arrives wakes it at once; what a verb of
another process put into the queue it finds at its next look. A pair whose store does not fit
what was signed is stopped by itself, and the others go on.

Source: docs/decisions/0012-one-process-on-sqlite.md; docs/spec/own-safety.md.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Origin
from servanda.interfaces.refilling import try_refill
from servanda.node.asking import Asking
from servanda.node.intake import Intake, Waiting
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.heed_head import heed_head
from servanda.usecases.exchange.sequence_statements import (
    PairFailedError,
    StepResult,
    queued_statements,
    sequence_statements,
)
from servanda.usecases.upkeep.integrity import LogDamagedError
from servanda.usecases.upkeep.recover_node import recover_pairs
from servanda.wiring import Node

LOOK_SECONDS = 0.15  # how long a statement queued by another process waits at most
PAUSE_SECONDS = 5.0  # after a step that failed: looking again at once would only burn a core
RECHECK_SECONDS = 60.0  # until a stopped pair is compared anew: somebody may have restored it

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Sequencer:
    """Runs on a thread of its own, which alone touches `services.pairs`.

    Attributes:
        node: The node; the caller holds its lease while `run` runs.
        intake: What the carriers opened.
        stop: Ends `run` after the step at hand.
        trouble: Why nothing, or nothing in some log, is signed; empty while all is well.
        refill: Set when an envelope of a refill has come.
        said: Set when a statement of ours was appended, so that the outbox looks at once.
        stopped: Our logs in which nothing is signed, and why.
        asking: Asks counterparts what they hold of our logs.
    """

    node: Node
    intake: Intake
    stop: Event
    trouble: str = ""
    refill: Event = field(default_factory=Event)
    said: Event = field(default_factory=Event)
    stopped: dict[Origin, ServandaError] = field(default_factory=dict)
    asking: Asking = field(init=False)
    _is_recovered: bool = False
    _quiet_until: float = 0.0
    _recheck_at: float = 0.0

    def __post_init__(self) -> None:
        """Prepare to ask the counterparts of this node."""
        self.asking = Asking(services=self.node.services)

    def run(self) -> None:
        """Take steps until `stop` is set; then tell those that still wait that nothing was done."""
        try:
            self._attempt(self._recover)
            while not self.stop.is_set():
                if self.refill.is_set():
                    self.refill.clear()
                    self._attempt(self._take_refill)
                self._attempt(self._heed_answers)
                if self.stopped and time.monotonic() > self._recheck_at:
                    self._attempt(self._recheck)
                waiting = self.intake.take(timeout_seconds=LOOK_SECONDS)
                if waiting or self._finds_queued():
                    self._step(waiting)
        finally:
            self._turn_away()

    def _recover(self) -> None:
        """Compare the store with all that was signed; nothing is signed before that."""
        result = recover_pairs(services=self.node.services, ask=self.asking.ask)
        self._is_recovered = True
        self._stop_pairs(result.stopped)

    def _recheck(self) -> None:
        self.asking.begin_anew()
        self._recover()

    def _take_refill(self) -> None:
        if try_refill(node=self.node) is not None:
            _LOG.warning("both logs were put back from the counterpart's copy")
            self._recheck()

    def _heed_answers(self) -> None:
        """Stop each pair whose counterpart, asked meanwhile, shows that our store is behind."""
        for held in self.asking.answered():
            try:
                heed_head(held, services=self.node.services)
            except (BehindHeadError, LogDamagedError) as error:
                self._stop_pairs({**self.stopped, held.own: error})

    def _stop_pairs(self, stopped: Mapping[Origin, ServandaError]) -> None:
        for own, error in stopped.items():
            if str(error) != str(self.stopped.get(own, "")):
                _LOG.error("nothing is signed in one log: %s", error)
            self.node.services.pairs.drop(own)
        self.stopped = dict(stopped)
        self._recheck_at = time.monotonic() + RECHECK_SECONDS
        self.trouble = "; ".join(str(error) for error in stopped.values())

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a node that cannot sign still says why
            self._failed(error)

    def _finds_queued(self) -> bool:
        if time.monotonic() < self._quiet_until:
            return False
        try:
            if self.stopped:
                services = self.node.services
                return bool(queued_statements(services=services, without=self.stopped))
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
        waiting = self._without_stopped(waiting)
        try:
            self._settle(waiting, self._sequence(waiting))
        except PairFailedError as error:
            _LOG.error("the work on one pair failed", exc_info=error)
            self._stop_pairs({**self.stopped, error.own: error})
            self._step(waiting)
        except Exception as error:  # noqa: BLE001 - as above
            self._failed(error)
            if len(waiting) == 1:
                waiting[0].outcome.set_exception(error)
                return
            for one in waiting:
                self._step([one])

    def _without_stopped(self, waiting: Sequence[Waiting]) -> Sequence[Waiting]:
        """Tell those that wait for a stopped pair why, and return the others."""
        if not self.stopped:
            return waiting
        going_on = []
        for one in waiting:
            error = self.stopped.get(one.opened.run.origin.reverse)
            if error is None:
                going_on.append(one)
            else:
                one.outcome.set_exception(error)
        return going_on

    def _sequence(self, waiting: Sequence[Waiting]) -> StepResult:
        return sequence_statements(
            [one.opened for one in waiting], services=self.node.services, without=self.stopped
        )

    def _settle(self, waiting: Sequence[Waiting], result: StepResult) -> None:
        if not self.stopped:
            self.trouble = ""
        self._quiet_until = 0.0
        if result.appended:
            self.said.set()
        for one, outcome in zip(waiting, result.outcomes, strict=True):
            if outcome.kind == "ahead":
                self.asking.ask_meanwhile(outcome.own)
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

"""The outbox's threads: look for what is due, and send it to several counterparts at once.

One counterpart that does not answer holds its own thread for some seconds and nobody else's.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from servanda.core.errors import ServandaError
from servanda.core.identifiers import PartyId
from servanda.node.receiver import NodeReceiver
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.services import Services

LOOK_SECONDS = 0.15  # what falls due by the clock alone, as a repetition, waits at most
MAX_SENDERS = 4

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Outbox:
    """Runs on a thread of its own and keeps at most one sender for each counterpart.

    Attributes:
        services: The node's ports.
        receiver: Takes the envelopes that come back.
        stop: Ends `run` at its next look, when the sendings at hand are done.
        wake: Set when something was said, and by whoever sets `stop`: look now.
    """

    services: Services
    receiver: NodeReceiver
    stop: Event
    wake: Event
    _senders: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(MAX_SENDERS, thread_name_prefix="sender")
    )
    _busy: "dict[PartyId, Future[None]]" = field(default_factory=dict)

    def run(self) -> None:
        """Send what is due until `stop` is set."""
        while not self._is_over():
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - a lost database must not end the thread
                _LOG.error("the outbox cannot look: %s", error, exc_info=error)
                self.receiver.node.let_go()
                self.stop.wait(LOOK_SECONDS * 20)
        self._senders.shutdown(cancel_futures=True)

    def _is_over(self) -> bool:
        """Wait for the next look, and say whether there is none."""
        self.wake.wait(LOOK_SECONDS)
        self.wake.clear()
        return self.stop.is_set()

    def _look(self) -> None:
        for party in [party for party, sender in self._busy.items() if sender.done()]:
            del self._busy[party]
        for pair in self.services.store.due_pairs(self.services.clock.now()):
            if pair.counterpart not in self._busy:
                sender = self._senders.submit(self._send, pair.counterpart)
                self._busy[pair.counterpart] = sender

    def _send(self, party: PartyId) -> None:
        try:
            deliver_outbox(services=self.services, receive=self._take, only=party)
        except Exception as error:  # noqa: BLE001 - the next look tries again; nothing is lost
            _LOG.error("sending to %s failed: %s", party, error, exc_info=error)
            self.receiver.node.let_go()

    def _take(self, envelope: bytes) -> None:
        """Hand an answer to the sequencer; what it cannot take now is resent by its sender."""
        try:
            self.receiver.hand_over(envelope, answer_now=False)
        except ServandaError as error:
            _LOG.warning("an answer was not taken: %s", error)

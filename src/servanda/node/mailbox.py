"""The thread that looks into our mailbox and takes in the envelopes it finds.

Source: docs/spec/mail.md, "Receiving".
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as OutcomeTimeoutError
from dataclasses import dataclass
from threading import Event
from typing import ClassVar, Protocol

from servanda.core.errors import CounterpartError, MisconfiguredError, ServandaError
from servanda.node.receiver import NodeReceiver
from servanda.store.home.mail_settings import MailSettings
from servanda.transports.mail.inbound import Mailbox, MailInbound
from servanda.transports.mail.mailbox import ImapMailbox
from servanda.transports.mail.report import FAILED, Report
from servanda.transports.mail.server import MailServer
from servanda.usecases.exchange.note_return import note_return
from servanda.usecases.exchange.receive_envelope import count_drop
from servanda.usecases.exchange.sequence_statements import RunOutcome
from servanda.wiring import Node, mail_server

LOOK_SECONDS = 2.0  # where the server does not tell what arrives, or something was left
IDLE_SECONDS = 25.0  # then we look anyway: what arrived between look and wait was told to nobody
TOLD_SECONDS = 0.25  # a server that tells of something without end is not asked without end
OUTCOME_SECONDS = 30.0
TROUBLE_SECONDS = 30.0  # between tries at a mailbox that cannot be used

_LOG = logging.getLogger(__name__)


class NotDecidedError(ServandaError):
    """An envelope waits for the sequencer; its mail stays, and it is taken at a later look."""

    code: ClassVar[str] = "not-decided"


class WatchedMailbox(Mailbox, Protocol):
    """A mailbox that is looked into again and again."""

    def wait(self, seconds: float, *, is_over: Callable[[], bool]) -> bool:
        """Wait for something to arrive; return False at once where the server does not tell."""
        ...

    def close(self) -> None:
        """End the connection; the next use makes another."""
        ...


@dataclass(slots=True, kw_only=True)
class MailboxWatch:
    """Runs on a thread of its own; without a mailbox in the settings it only waits.

    Attributes:
        node: Ours; its settings name the mailbox.
        receiver: Takes what is found.
        stop: Ends `run`.
        open_mailbox: Makes what looks into the mailbox of a server.
    """

    node: Node
    receiver: NodeReceiver
    stop: Event
    open_mailbox: Callable[[MailServer], WatchedMailbox] = ImapMailbox
    _settings: MailSettings | None = None
    _inbound: MailInbound | None = None
    _mailbox: WatchedMailbox | None = None
    _trouble: str = ""

    def run(self) -> None:
        """Take in what arrives until `stop` is set."""
        pause = 0.0
        while not self.stop.wait(pause):
            pause = LOOK_SECONDS
            try:
                if not self._look() and self._was_told():
                    pause = TOLD_SECONDS
            except MisconfiguredError as error:
                self._say(str(error))
                pause = TROUBLE_SECONDS
            except Exception as error:  # noqa: BLE001 - a lost database must not end the thread
                _LOG.error("the mailbox cannot be read: %s", error, exc_info=error)
                self.receiver.node.let_go()
                pause = TROUBLE_SECONDS
        if self._mailbox is not None:
            self._mailbox.close()

    def _was_told(self) -> bool:
        """Wait until the server tells of something; return False at once where it does not."""
        if self._mailbox is None:
            return False
        return self._mailbox.wait(IDLE_SECONDS, is_over=self._is_over)

    def _is_over(self) -> bool:
        return self.stop.is_set() or self.node.settings.mail != self._settings

    def _look(self) -> bool:
        """Take what lies in the mailbox; return whether there was anything to take."""
        settings = self.node.settings.mail
        if settings != self._settings:
            self._open(settings)
        if self._inbound is None:
            return False
        looked = self._inbound.look(self._take, now=self.node.services.clock.now())
        if self._trouble:
            _LOG.warning("the mailbox is back, and mail is taken again")
        self._trouble = ""
        for error in looked.rejected:
            _LOG.warning("a mail was rejected: %s: %s", error.code, error)
        return bool(looked.processed or looked.rejected or looked.left)

    def _open(self, settings: MailSettings | None) -> None:
        if self._mailbox is not None:
            self._mailbox.close()
        self._mailbox = self._inbound = None
        if settings is not None and settings.imap:
            server = mail_server(settings, settings.imap, user=settings.user)
            self._mailbox = self.open_mailbox(server)
            self._inbound = MailInbound(self._mailbox, self._hear)
        self._settings = settings

    def _say(self, trouble: str) -> None:
        """Report a trouble once, not at every look."""
        if trouble != self._trouble:
            _LOG.error("the mailbox is out of reach: %s", trouble)
        self._trouble = trouble

    def _take(self, envelopes: Sequence[bytes]) -> Sequence[ServandaError | None]:
        """Hand all over first, so that they are committed together, then wait for each."""
        waiting = [self._hand_over(envelope) for envelope in envelopes]
        return [_outcome(one) if isinstance(one, Future) else one for one in waiting]

    def _hear(self, report: Report) -> ServandaError | None:
        """Note a mail that came back; what is only late, or arrived, needs nobody."""
        if report.action != FAILED:
            return None
        services = self.node.services
        try:
            sent = note_return(report.digest, status=report.status, services=services)
        except CounterpartError as error:
            count_drop(error.code, services=services)
            return error
        except ServandaError as error:  # one report must not keep the others from being read
            return NotDecidedError(f"not noted yet: {error}")
        _LOG.warning("a mail to %s came back: %s", sent.own.to_party, report.status)
        return None

    def _hand_over(self, envelope: bytes) -> "Future[RunOutcome] | ServandaError | None":
        if self.receiver.takes_refill(envelope):
            return None
        try:
            return self.receiver.hand_over(envelope, answer_now=False)
        except ServandaError as error:
            return error


def _outcome(waiting: "Future[RunOutcome]") -> ServandaError | None:
    try:
        waiting.result(timeout=OUTCOME_SECONDS)
    except CounterpartError as error:
        return error
    except (ServandaError, CancelledError, OutcomeTimeoutError) as error:
        return NotDecidedError(f"not taken yet: {error}")
    return None

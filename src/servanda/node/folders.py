"""The thread that looks into folders: those of carriers, and the one of our own processes.

A verb such as `servanda deliver` runs in another process than the sequencer; it puts the
envelopes it was given into `arrived/` of the home, and waits until they are gone.
"""

import logging
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as OutcomeTimeoutError
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.node.receiver import NodeReceiver
from servanda.store.home.layout import Home
from servanda.store.home.settings_file import read_settings
from servanda.transports.folder.inbound import ArrivedFile, FolderInbound

LOOK_SECONDS = 0.2
OUTCOME_SECONDS = 30.0

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Folders:
    """Runs on a thread of its own.

    Attributes:
        home: Ours; its settings name the carriers' folders.
        us: Our party: the name of the folder to look into.
        receiver: Takes what is found.
        stop: Ends `run`.
    """

    home: Home
    us: PartyId
    receiver: NodeReceiver
    stop: Event

    def run(self) -> None:
        """Take in what arrives until `stop` is set."""
        while not self.stop.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - a stick pulled out must not end the thread
                _LOG.error("the folders cannot be read: %s", error, exc_info=error)
                self.receiver.node.let_go()
                self.stop.wait(LOOK_SECONDS * 20)

    def _look(self) -> None:
        own = FolderInbound(self.home.arrived, self.us)
        for arrived in own.arrived():
            if self._take(arrived):
                arrived.file.unlink(missing_ok=True)
        for folder in dict.fromkeys(read_settings(self.home.settings).folders.values()):
            carrier = FolderInbound(Path(folder), self.us)
            for arrived in carrier.arrived():
                if self._take(arrived):
                    carrier.take(arrived)

    def _take(self, arrived: ArrivedFile) -> bool:
        """Return whether the file is done with: committed, or dropped and counted."""
        if self.receiver.takes_refill(arrived.content):
            return True
        try:
            waiting = self.receiver.hand_over(arrived.content, answer_now=False)
            waiting.result(timeout=OUTCOME_SECONDS)
        except CounterpartError as error:
            _LOG.warning("%s was dropped: %s", arrived.file.name, error)
            return True
        except (ServandaError, CancelledError, OutcomeTimeoutError) as error:
            _LOG.warning("%s was not taken: %s", arrived.file.name, error)
            return False
        return True

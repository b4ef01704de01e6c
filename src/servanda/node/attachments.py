"""Attachments of a running node: taken from carriers and folders, sent on threads of their own.

A file of gigabytes travels for minutes; meanwhile statements go on as ever. What is whole is
queued as a receipt, which the sequencer finds at its next look.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from typing_extensions import override

from servanda.core.attachments.parts import AttachmentTooLargeError, OtherOffsetError
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.identifiers import Digest, PartyId
from servanda.interfaces.web.carrier.attachments import (
    AttachmentReceiver,
    AttachmentReply,
    ElsewhereExpected,
    Holds,
    NotNamed,
    NotNow,
    TooLarge,
)
from servanda.store.home.settings_file import read_settings
from servanda.transports.folder.attachments import ArrivedAttachment, FolderAttachments, take_in
from servanda.usecases.attachments.deliver_attachments import deliver_attachments, due_attachments
from servanda.usecases.attachments.receive_attachment import (
    UnnamedAttachmentError,
    attachment_have,
    receive_part,
    settle_attachments,
)
from servanda.usecases.ports.attachments import AttachmentBusyError, WrongAttachmentError
from servanda.usecases.ports.outside import DeliveryDelayedError
from servanda.usecases.services import Services, require_node
from servanda.wiring import Node

LOOK_SECONDS = 0.3
BUSY_SECONDS = 10
MAX_SENDERS = 2  # more would only share the line

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeAttachments(AttachmentReceiver):
    """Takes parts from the HTTPS carrier; used by many threads.

    Attributes:
        services: The node's ports.
    """

    services: Services

    @override
    def have(self, digest: Digest) -> AttachmentReply:
        try:
            return Holds(have=attachment_have(digest, services=self.services))
        except ServandaError as error:
            return _reply(error)

    @override
    def receive_part(
        self, digest: Digest, *, offset: int, length: int, pieces: Iterator[bytes]
    ) -> AttachmentReply:
        try:
            return Holds(
                have=receive_part(
                    digest, offset=offset, length=length, pieces=pieces, services=self.services
                )
            )
        except ServandaError as error:
            return _reply(error)
        except OSError as error:  # a full disk, or a line that broke: what came is kept
            _LOG.warning("a part of %s was not taken: %s", digest, error)
            return NotNow(retry_after_seconds=BUSY_SECONDS)


def _reply(error: ServandaError) -> AttachmentReply:
    match error:
        case UnnamedAttachmentError():
            return NotNamed()
        case OtherOffsetError():
            return ElsewhereExpected(have=error.have)
        case AttachmentTooLargeError():
            return TooLarge()
        case WrongAttachmentError():  # thrown away: to be sent again from its beginning
            return ElsewhereExpected(have=0)
        case _:
            return NotNow(retry_after_seconds=BUSY_SECONDS)


@dataclass(slots=True, kw_only=True)
class AttachmentTraffic:
    """Looks for attachments to send and to take in; runs on a thread of its own.

    Attributes:
        node: The node.
        stop: Ends `run`, and the sendings at hand after their piece.
    """

    node: Node
    stop: Event
    _senders: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(MAX_SENDERS, thread_name_prefix="attachments")
    )
    _busy: "dict[PartyId, Future[None]]" = field(default_factory=dict)
    _left_lying: set[tuple[Path, int]] = field(default_factory=set)

    def run(self) -> None:
        """Send and take in until `stop` is set."""
        self._attempt_settling()
        while not self.stop.wait(LOOK_SECONDS):
            try:
                self._send()
                self._look()
            except Exception as error:  # noqa: BLE001 - a stick pulled out must not end the thread
                _LOG.error("attachments cannot be looked for: %s", error, exc_info=error)
                self.stop.wait(LOOK_SECONDS * 20)
        self._senders.shutdown(cancel_futures=True)

    def _attempt_settling(self) -> None:
        try:
            settle_attachments(services=self.node.services)
        except Exception as error:  # noqa: BLE001 - the sender asks again, and so it is settled
            _LOG.error("attachments cannot be settled: %s", error, exc_info=error)

    def _send(self) -> None:
        for party in [party for party, sender in self._busy.items() if sender.done()]:
            del self._busy[party]
        for row in due_attachments(services=self.node.services):
            party = row.origin.to_party
            if party not in self._busy:
                self._busy[party] = self._senders.submit(self._send_to, party)

    def _send_to(self, party: PartyId) -> None:
        try:
            deliver_attachments(
                services=self.node.services, only=party, progress=self._require_running
            )
        except Exception as error:  # noqa: BLE001 - the next look tries again; nothing is lost
            _LOG.error("attachments to %s failed: %s", party, error, exc_info=error)

    def _require_running(self, _done: int) -> None:
        if self.stop.is_set():
            raise DeliveryDelayedError("the node ends; it goes on where this stopped")

    def _look(self) -> None:
        us = require_node(self.node.services).party
        folders = read_settings(self.node.home.settings).folders.values()
        for folder in dict.fromkeys(folders):
            carrier = FolderAttachments(Path(folder), us)
            for arrived in carrier.arrived():
                self._take(carrier, arrived)

    def _take(self, carrier: FolderAttachments, arrived: ArrivedAttachment) -> None:
        mark = (arrived.file, arrived.size)
        if mark in self._left_lying:
            return
        try:
            take_in(carrier, arrived, services=self.node.services)
        except (UnnamedAttachmentError, AttachmentBusyError):
            return  # its statement may come yet
        except (CounterpartError, OSError) as error:
            # Read again only when it has grown: it may still be being copied.
            self._left_lying.add(mark)
            _LOG.warning("%s was not taken: %s", arrived.file.name, error)

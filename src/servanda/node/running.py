"""A node that runs: the lease, the sequencer, the outbox, the folders and both listeners.

One process. Started in this order, ended in the reverse one: (1) the lease, (2) what a crash
left undone, (3) the threads, (4) the carrier's listener, (5) the pages, (6) the note that says
where all this listens.

Source: docs/decisions/0012-one-process-on-sqlite.md.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import PartyId
from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.node.attachments import AttachmentTraffic, NodeAttachments
from servanda.node.calendar_offer import CalendarOffer
from servanda.node.contact_checks import ContactChecks
from servanda.node.cycles import search_cycles_seldom
from servanda.node.deadline_watch import DeadlineWatch
from servanda.node.folders import Folders
from servanda.node.intake import Intake
from servanda.node.listener import Listener, WsgiApplication, parse_address
from servanda.node.mailbox import MailboxWatch
from servanda.node.outbox import Outbox
from servanda.node.receiver import NodeReceiver
from servanda.node.sequencer import Sequencer
from servanda.store.home.ready_file import ReadyNote, ready_file
from servanda.store.sql import StoreFailedError
from servanda.transports.https.identity import authorities_pem
from servanda.usecases.attachments.attach_file import sweep_unused
from servanda.usecases.ports.outside import LeaseHeldError
from servanda.usecases.services import known_card, own_card, require_node
from servanda.wiring import Node

LOOK_SECONDS = 0.5  # how long a counterpart just confirmed waits until it is admitted
LEASE_SECONDS = 10.0  # a verb may hold the lease for a moment when we start

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a running node listens; empty where it does not.

    Attributes:
        carrier: The address our card names for the HTTPS carrier.
        pages: The address of the pages.
    """

    carrier: str
    pages: str


def run_node(
    node: Node,
    *,
    pages: WsgiApplication,
    stop: Event,
    announce: Callable[[Addresses], None],
) -> None:
    """Run `node` until `stop` is set.

    Args:
        node: Set up and opened.
        pages: The WSGI application of the pages.
        stop: Set by whoever ends the node.
        announce: Told once where the node listens, when it does.

    Raises:
        MisconfiguredError: The node must not or cannot run; the message has the cure.
    """
    require_node(node.services)
    with ExitStack() as running:
        running.enter_context(_lease(node, stop))  # (1)
        sweep_unused(services=node.services)  # (2)
        threads = _Threads(node=node, stop=stop)
        running.enter_context(threads.running())  # (2) (3)
        carrier = _start_carrier(node, threads.receiver, running)  # (4)
        addresses = _start_pages(node, pages, running)  # (5)
        running.enter_context(ready_file(node.home.ready, _ready_note(addresses)))  # (6)
        announce(addresses)
        search_cycles_seldom()
        watch = _Watch(
            node=node,
            carrier=carrier,
            calendar=CalendarOffer(node),
            deadlines=DeadlineWatch(node.services),
            contacts=ContactChecks(node.services),
        )
        while not stop.wait(LOOK_SECONDS):
            threads.require_alive()
            watch.look()


@dataclass(slots=True, kw_only=True)
class _Watch:
    """What the main thread looks after while the others work; it holds the lease.

    Attributes:
        node: The running node.
        carrier: Its HTTPS listener, if it has one.
        calendar: Says our calendar where it is due.
        deadlines: Notes reminders and breaches.
        contacts: Asks the counterparts' contacts when a check is due.
    """

    node: Node
    carrier: Listener | None
    calendar: CalendarOffer
    deadlines: DeadlineWatch
    contacts: ContactChecks
    _admitted: bytes = b""
    _trouble: str = ""

    def look(self) -> None:
        """Look once; a database out of reach is reported once, and waited for.

        Raises:
            LeaseHeldError: Another machine took the lease while the database was away.
        """
        try:
            self.node.services.lease.keep()
            self.calendar.look()
            self.deadlines.look()
            self.contacts.look()
            self._admit()
        except StoreFailedError as error:
            if not self._trouble:
                _LOG.error("the node waits for its database: %s", error)
            self._trouble = str(error)
            return
        if self._trouble:
            _LOG.warning("the database is back, and the node goes on")
        self._trouble = ""

    def _admit(self) -> None:
        """Let in whom the operator has confirmed since the last look."""
        if self.carrier is None:
            return
        wanted = _authorities(self.node)
        if self._admitted and wanted != self._admitted:
            self.carrier.admit(self.node.carriers.identity, authorities=wanted)
        self._admitted = wanted


@contextmanager
def _lease(node: Node, stop: Event) -> Iterator[None]:
    end = time.monotonic() + LEASE_SECONDS
    while True:
        with ExitStack() as held:
            try:
                held.enter_context(node.services.lease.hold())
            except LeaseHeldError:
                if time.monotonic() > end or stop.wait(0.1):
                    raise
                continue
            yield
            return


@dataclass(slots=True, kw_only=True)
class _Threads:
    """The node's own threads; one that ends by itself is a fault, and ends the node."""

    node: Node
    stop: Event
    started: list[Thread]
    receiver: NodeReceiver
    sequencer: Sequencer
    outbox: Outbox
    folders: Folders
    mailbox: MailboxWatch
    attachments: AttachmentTraffic

    def __init__(self, *, node: Node, stop: Event) -> None:
        services = node.services
        intake = Intake()
        self.node = node
        self.stop = stop
        self.started = []
        self.sequencer = Sequencer(node=node, intake=intake, stop=stop)
        self.receiver = NodeReceiver(node=node, intake=intake, refill=self.sequencer.refill)
        said = self.sequencer.said
        self.outbox = Outbox(services=services, receiver=self.receiver, stop=stop, wake=said)
        us: PartyId = require_node(services).party
        self.folders = Folders(home=node.home, us=us, receiver=self.receiver, stop=stop)
        self.mailbox = MailboxWatch(node=node, receiver=self.receiver, stop=stop)
        self.attachments = AttachmentTraffic(node=node, stop=stop)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run all threads while the block lasts."""
        for name, target in (
            ("sequencer", self.sequencer.run),
            ("outbox", self.outbox.run),
            ("folders", self.folders.run),
            ("mailbox", self.mailbox.run),
            ("attachments", self.attachments.run),
        ):
            thread = Thread(target=target, name=name)
            thread.start()
            self.started.append(thread)
        try:
            yield
        finally:
            self.stop.set()
            self.outbox.wake.set()
            for thread in self.started:
                thread.join()

    def require_alive(self) -> None:
        for thread in self.started:
            if not thread.is_alive():
                raise MisconfiguredError(f"the node's {thread.name} ended; see the log above")


def _start_carrier(node: Node, receiver: NodeReceiver, running: ExitStack) -> Listener | None:
    listen = node.settings.listen
    if not listen:
        return None
    application = CarrierApplication(receiver, NodeAttachments(services=node.services))
    listener = Listener(application, parse_address(listen))
    listener.start_with_tls(node.carriers.identity, authorities=_authorities(node))
    running.callback(listener.end)
    return listener


def _start_pages(node: Node, pages: WsgiApplication, running: ExitStack) -> Addresses:
    carrier = own_card(node.services).newest.carriers.get("https", "")
    settings = node.settings
    shown = Addresses(
        carrier=carrier if settings.listen else "",
        pages=f"http://{settings.pages}/" if settings.pages else "",
    )
    if settings.pages:
        listener = Listener(pages, parse_address(settings.pages))
        listener.start()
        running.callback(listener.end)
    return shown


def _authorities(node: Node) -> bytes:
    """Return whom the carrier admits: confirmed counterparts, and ourselves.

    Our own authority is there so that the list is never empty, which no TLS library takes.
    """
    confirmed = [
        known_card(counterpart.card)
        for counterpart in node.services.store.counterparts()
        if counterpart.confirmed_at is not None
    ]
    return authorities_pem([own_card(node.services), *confirmed])


def _ready_note(addresses: Addresses) -> ReadyNote:
    return ReadyNote(carrier=addresses.carrier, pages=addresses.pages, pid=os.getpid())

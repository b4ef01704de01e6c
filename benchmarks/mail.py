"""`./run bench mail`: what a message and its receipt by mail cost both parties.

Two nodes, one with its store on disk and one in memory, send each other statements in turn over a
real mail path (SMTP, LMTP, Dovecot, IMAP) whose servers run in a process of their own. Beside it
the bare mail path with mails of the same sizes, and GnuPG sealing and opening the same payload.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from imapclient import IMAPClient
from typing_extensions import override

from benchmarks.accounting import Spent, counted_into
from benchmarks.desks import HUB, MODE, make_desks
from benchmarks.gnupg import GnuPg, gnupg
from benchmarks.payload import FACTS, TYPE, body, payload_text
from benchmarks.report import Report
from servanda.core.errors import ServandaError
from servanda.core.keys.card import Card
from servanda.interfaces.cli.init import set_up
from servanda.node.cycles import search_cycles_seldom
from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.mailbox import ImapMailbox
from servanda.transports.mail.message import build_message
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer, Security
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import open_envelope, owe_answer
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.ports.outside import (
    Carriers,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from servanda.usecases.services import Services
from servanda.wiring import open_node
from tests.programs import PROGRAMS, install_command

FULL_MESSAGES = 1_000
DEFAULT_MESSAGES = FULL_MESSAGES // 10
_A_ROUND = 10  # messages, before the others take their turn
_MILLI = 1e3
_CACHE = Path(__file__).parent / ".cache"  # on a disk: what is committed must be durable
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The mail servers of this run."""

    smtp: MailServer
    imap_port: int
    password_file: Path

    def imap(self, address: str) -> MailServer:
        """Return where the mailbox of `address` is."""
        return replace(
            self.smtp, port=self.imap_port, user=address, password_file=self.password_file
        )


@dataclass(slots=True, kw_only=True)
class Outgoing(Carriers, OutboundTransport):
    """The one carrier towards the other party; notes how large its mails are."""

    kind: ClassVar[str] = "mail"
    may_give_back: ClassVar[bool] = True

    carrier: MailOutbound
    sizes: list[int] = field(default_factory=list)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return [self]

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        self.sizes.append(len(envelope.content))
        return self.carrier.deliver(envelope)


@dataclass(slots=True, kw_only=True)
class Side:
    """One of the two parties."""

    services: Services
    outgoing: Outgoing
    inbound: MailInbound

    def say(self, number: int) -> None:
        """Queue a statement and let the sequencer take it."""
        queue_statement(type=TYPE, facts=FACTS, body=body(number), services=self.services)
        sequence_statements([], services=self.services)

    def send(self) -> None:
        """Let the outbox send what is due."""
        deliver_outbox(services=self.services)

    def look(self) -> None:
        """Take in what lies in the mailbox."""
        self.inbound.look(self._take, now=self.services.clock.now())

    @property
    def waits(self) -> bool:
        """Whether a receipt is awaited."""
        return any(pair.has_unreceipted for pair in self.services.store.pairs())

    def _take(self, envelopes: Sequence[bytes]) -> Sequence[ServandaError | None]:
        opened = [open_envelope(one, answer_now=False, services=self.services) for one in envelopes]
        for outcome in sequence_statements(opened, services=self.services).outcomes:
            owe_answer(outcome, services=self.services)
        return [None] * len(envelopes)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench mail", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_MESSAGES:,} messages")
    parser.add_argument("--messages", type=int, default=0, help="another number")
    chosen = parser.parse_args(arguments)
    if not PROGRAMS["dovecot"].is_there():
        print(f"needs Dovecot: {install_command({'dovecot'})}", file=sys.stderr)
        return 1
    messages = chosen.messages or (FULL_MESSAGES if chosen.full else DEFAULT_MESSAGES)
    _CACHE.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="mail-", dir=_CACHE) as folder:
        os.environ["SERVANDA_HOME"] = folder
        with _servers(Path(folder)) as servers, gnupg() as ring:
            _measure(servers, ring, messages=messages).print()
    return 0


@contextmanager
def _servers(folder: Path) -> Iterator[Servers]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mail_servers", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"},
    )
    with process:
        shown = json.loads(process.stdout.readline() if process.stdout else b"")
        smtp = MailServer(host="127.0.0.1", port=shown["smtp"], security=Security.PLAIN_LOOPBACK)
        yield Servers(
            smtp=smtp, imap_port=shown["imap"], password_file=Path(shown["password_file"])
        )
        process.communicate()


def _measure(servers: Servers, ring: GnuPg | None, *, messages: int) -> Report:
    set_up(HUB, mode=MODE)
    node = open_node()
    (desk,) = make_desks(1, hub=node.services)
    sides = [
        _side(services, servers, us=us, them=them)
        for services, us, them in (
            (node.services, "hub", "desk"),
            (desk.services, "desk", "hub"),
        )
    ]
    search_cycles_seldom()  # as a running node does
    _exchange(sides, first=0, count=2, spent=Spent())  # connections, and what is said but once
    for side in sides:
        side.outgoing.sizes.clear()
    ours, bare = Spent(), Spent()
    for first in range(0, messages, _A_ROUND):
        count = min(_A_ROUND, messages - first)
        _exchange(sides, first=first + 2, count=count, spent=ours)
        sizes = [size for side in sides for size in side.outgoing.sizes[-count:]]
        _bare(servers, sizes, spent=bare)
        if ring is not None:
            for number in range(count):
                ring.play(payload_text(first + number).encode())
    return _report(sides, ours, bare, ring, messages=messages)


def _side(services: Services, servers: Servers, *, us: str, them: str) -> Side:
    outgoing = Outgoing(
        carrier=MailOutbound(
            server=servers.smtp, sender=f"{us}@bench.example", recipient=f"{them}@bench.example"
        )
    )
    return Side(
        services=replace(services, carriers=outgoing),
        outgoing=outgoing,
        inbound=MailInbound(ImapMailbox(servers.imap(f"{us}@bench.example"))),
    )


def _exchange(sides: Sequence[Side], *, first: int, count: int, spent: Spent) -> None:
    """Send `count` messages, the parties in turn, each until it is receipted."""
    for number in range(first, first + count):
        sender, receiver = sides if number % 2 else reversed(sides)
        with counted_into(spent):
            sender.say(number)
            sender.send()
            receiver.look()
            receiver.send()
            sender.look()
        if sender.waits:
            raise ValueError("expected a receipt by mail, found none")


def _bare(servers: Servers, sizes: Sequence[int], *, spent: Spent) -> None:
    """Send mails of these sizes, fetch them and put them away, with the libraries alone."""
    address = "bare@bench.example"
    mails = [
        build_message(os.urandom(size), sender=address, recipient=address, is_piece=False)
        for size in sizes
    ]
    client = IMAPClient("127.0.0.1", servers.imap_port, ssl=False)
    client.login(address, servers.password_file.read_text("utf-8"))
    if not client.folder_exists("Done"):
        client.create_folder("Done")
    with counted_into(spent):
        for mail in mails:
            with smtplib.SMTP("127.0.0.1", servers.smtp.port) as connection:
                connection.send_message(mail)
            client.select_folder("INBOX")
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
            client.move(list(found), "Done")
    client.logout()


def _report(
    sides: Sequence[Side], ours: Spent, bare: Spent, ring: GnuPg | None, *, messages: int
) -> Report:
    sizes = [size for side in sides for size in side.outgoing.sizes]
    message = ours.cpu_seconds / messages * _MILLI
    path = bare.cpu_seconds / messages * _MILLI
    report = Report(bench="mail")
    report.rate("messages", messages)
    report.rate("mails_a_message", len(sizes) / messages)
    report.rate("bytes_a_mail", sum(sizes) / len(sizes))
    report.rate("message_milliseconds", message)
    report.rate("bare_milliseconds", path)
    report.ratio("message_of_bare", message / path)
    if ring is None:
        print("GnuPG is not installed (apt-get install gnupg): no figure beside it")
        return report
    sealing = ring.cpu_seconds / ring.count * _MILLI
    report.rate("gnupg_milliseconds", sealing)
    # A message and its receipt are two envelopes; beside sealing them a node signs, judges and
    # commits both.
    report.ratio("node_of_gnupg", (message - path) / (2 * sealing), goal="under 1")
    return report

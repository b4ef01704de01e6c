"""Envelopes of one statement over kept-alive HTTPS connections to a node in its own process.

Each connection is another counterpart's, with its own keys and logs, and sends the next
envelope when the answer to the last is there. Counted is the CPU of the node's process: TLS,
HTTP, opening, judging, the durable commit, receipt, head, sealing the answer. The senders'
work, before and after, is done while nothing is counted.
"""

import secrets
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.accounting import cpu_seconds_of
from benchmarks.desks import Desk
from benchmarks.line import Connection, exchange_all
from benchmarks.payload import PAYLOAD_BYTES
from servanda.core.keys.card import Card
from servanda.transports.https.identity import build_identity, client_context
from servanda.usecases.services import own_card


@dataclass(slots=True)
class SingleResult:
    """What single envelopes took.

    Attributes:
        statements: How many were exchanged.
        server_cpu_seconds: Of the node's process, all threads.
        wire_bytes: Both ways, TLS included, handshakes not.
    """

    statements: int = 0
    server_cpu_seconds: float = 0.0
    wire_bytes: int = 0

    @property
    def rate(self) -> float:
        """Statements for each CPU-second of the node."""
        return self.statements / self.server_cpu_seconds

    @property
    def wire_overhead(self) -> float:
        """Bytes that travel for each byte of payload."""
        return self.wire_bytes / (self.statements * PAYLOAD_BYTES)


def tls_context(desk: Desk, *, hub_card: Card) -> ssl.SSLContext:
    """Return what `desk` connects to the node with."""
    identity = build_identity(
        desk.services.keys.load(),
        card=own_card(desk.services),
        host="",
        randomness=secrets.token_bytes,
    )
    return client_context(identity, counterpart=hub_card)


def exchange_singles(
    each: int,
    *,
    desks: Sequence[Desk],
    lines: Sequence[Connection],
    kem: tuple[str, bytes],
    server: int,
    result: SingleResult,
) -> None:
    """Let every desk send `each` statements one by one on its own connection.

    Args:
        each: Statements of one desk.
        desks: The senders.
        lines: Their connections.
        kem: Name and key to seal to.
        server: Process id of the node.
        result: What it took is added here.

    Raises:
        ValueError: A receipt is missing at the end.
    """
    for desk, line in zip(desks, lines, strict=True):
        line.waiting = _envelopes(desk, each, kem)[::-1]
        line.answers = []
    bytes_before = sum(line.wire_bytes for line in lines)
    cpu_before = cpu_seconds_of(server)
    exchange_all(lines)
    result.statements += each * len(desks)
    result.server_cpu_seconds += cpu_seconds_of(server) - cpu_before
    result.wire_bytes += sum(line.wire_bytes for line in lines) - bytes_before
    for desk, line in zip(desks, lines, strict=True):
        for answer in line.answers:
            desk.take(answer)
        record = desk.services.store.pair(desk.own)
        if record is None or record.has_unreceipted:
            raise ValueError(f"expected a receipt for every statement of {desk.party}")


def _envelopes(desk: Desk, count: int, kem: tuple[str, bytes]) -> list[bytes]:
    """Return envelopes of one statement each, made before the answers to them are there.

    The node answers each with one receipt, so how much of its log the sender will hold when it
    sends the next one is known beforehand.
    """
    envelopes = []
    held = desk.have
    for number in range(count):
        desk.say(1)
        desk.have = held + number
        envelopes.append(desk.envelope(hub_kem=kem))
    return envelopes

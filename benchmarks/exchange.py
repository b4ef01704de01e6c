"""`./run bench exchange`: what it costs a node to receive, beside the bound and beside a peer.

Three parts in one run: batches of 256 beside bare cryptography on the same bytes; single
statements over 64 HTTPS connections; the peer `as4` exchanging the same payload.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accounting import pss_megabytes_of
from benchmarks.batches import BatchResult, exchange_batches
from benchmarks.desks import HUB, MODE, hub_kem, make_desks
from benchmarks.line import connections
from benchmarks.payload import PAYLOAD_BYTES, payload_text
from benchmarks.report import Report
from benchmarks.served import environment_with_source, served
from benchmarks.singles import SingleResult, exchange_singles, tls_context
from servanda.interfaces.cli.init import set_up
from servanda.node.cycles import search_cycles_seldom
from servanda.store.home.settings_file import read_settings
from servanda.usecases.services import own_card
from servanda.wiring import Node, open_node

FULL_ROUNDS = 400
DEFAULT_ROUNDS = 4
CONNECTIONS = 64
_BATCHES_A_ROUND = 4
_SINGLES_A_ROUND = 10  # on each connection
_PEER_A_ROUND = 25
_IDLE_SECONDS = 3.0  # until what starting a node needed is given back
_CACHE = Path(__file__).parent / ".cache"  # on a disk: what is committed must be durable
_PEER_VARIABLE = "SERVANDA_PEER_PYTHON"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench exchange", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_ROUNDS} rounds")
    parser.add_argument("--rounds", type=int, default=0, help="another number of rounds")
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    chosen = parser.parse_args(arguments)
    rounds = chosen.rounds or (FULL_ROUNDS if chosen.full else DEFAULT_ROUNDS)

    _CACHE.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="exchange-", dir=_CACHE) as folder:
        os.environ["SERVANDA_HOME"] = folder
        _measure(Path(folder), rounds=rounds, connection_count=chosen.connections).print()
    return 0


def _measure(home: Path, *, rounds: int, connection_count: int) -> Report:
    """Play the parts, each between parts of the peer, so that what slows one slows both."""
    set_up(HUB, mode=MODE)
    node = open_node()
    peer = _Peer()
    desks = make_desks(connection_count, hub=node.services)
    batches = BatchResult()
    search_cycles_seldom()  # as a running node does
    for _ in range(rounds):
        exchange_batches(_BATCHES_A_ROUND, desk=desks[0], hub=node.services, result=batches)
        peer.play(_PEER_A_ROUND)

    kem, card = hub_kem(node.services), own_card(node.services)
    contexts = [tls_context(desk, hub_card=card) for desk in desks]
    many, alone = SingleResult(), SingleResult()
    with served(home, environment=environment_with_source()) as server:
        time.sleep(_IDLE_SECONDS)
        idle = pss_megabytes_of(server)
        with connections(_address(node), contexts) as lines:
            warm = SingleResult()
            exchange_singles(1, desks=desks, lines=lines, kem=kem, server=server, result=warm)
            for _ in range(rounds):
                exchange_singles(
                    _SINGLES_A_ROUND, desks=desks, lines=lines, kem=kem, server=server, result=many
                )
                peer.play(_PEER_A_ROUND)
            exchange_singles(
                _SINGLES_A_ROUND * rounds,
                desks=desks[:1],
                lines=lines[:1],
                kem=kem,
                server=server,
                result=alone,
            )
        busy = pss_megabytes_of(server)
    return _report(batches, many, alone, peer=peer, idle=idle, busy=busy)


def _report(
    batches: BatchResult,
    many: SingleResult,
    alone: SingleResult,
    *,
    peer: "_Peer",
    idle: float,
    busy: float,
) -> Report:
    report = Report(bench="exchange")
    report.rate("batch_statements", batches.rate)
    report.rate("bound_statements", batches.bound_rate)
    report.rate("https_statements", many.rate, goal="at least 1,200")
    report.rate("https_statements_one_connection", alone.rate)
    if peer.count:
        report.rate("as4_exchanges", peer.rate)
    report.rate("idle_node_pss_megabytes", idle, goal="under 150")
    report.rate("busy_node_pss_megabytes", busy)
    report.ratio("batch_of_bound", batches.rate / batches.bound_rate, goal="at least 0.60")
    if peer.count:
        report.ratio("https_of_as4", many.rate / peer.rate, goal="at least 8")
    report.ratio("wire_overhead", batches.wire_overhead, goal="under 3")
    report.ratio("wire_overhead_single", many.wire_overhead, goal="under 5")
    if peer.count:
        report.ratio("wire_overhead_as4", peer.wire_overhead)
    return report


def _address(node: Node) -> tuple[str, int]:
    host, _, port = read_settings(node.home.settings).listen.rpartition(":")
    return host, int(port)


@dataclass(slots=True)
class _Peer:
    """The peer in an interpreter of its own, added up over several calls.

    `./run bench exchange` always has it; without it, its rate and ratios are left out.

    Attributes:
        count: Exchanges played.
        cpu_seconds: Spent on them, by both of its sides.
        wire_bytes: Of one exchange.
    """

    count: int = 0
    cpu_seconds: float = 0.0
    wire_bytes: int = 0

    @property
    def rate(self) -> float:
        """Exchanges for each CPU-second."""
        return self.count / self.cpu_seconds

    @property
    def wire_overhead(self) -> float:
        """Bytes that travel for each byte of payload."""
        return self.wire_bytes / PAYLOAD_BYTES

    def play(self, count: int) -> None:
        """Let the peer play `count` exchanges; nothing where it is not installed."""
        python = os.environ.get(_PEER_VARIABLE)
        if python is None:
            return
        done = subprocess.run(
            [python, str(Path(__file__).with_name("peer_as4.py")), str(count)],
            input=payload_text(0).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        found = json.loads(done.stdout)
        self.count += found["count"]
        self.cpu_seconds += found["cpu_seconds"]
        self.wire_bytes = found["wire_bytes"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`./run bench directory`: what the worker's look at a directory of contacts costs.

A node on disk has accords with 200 parties, each with five points of contact in use. Measured is
one look that finds a check due for each of the thousand channels and queues it, and one that
finds none; beside them the bound, reading the leaves that the directory is folded from.

Source: docs/reference/benchmarks.md.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accounting import counted
from benchmarks.desks import HUB, MODE, Desk, bring, exchange, hub_kem, make_desks
from benchmarks.report import Report
from servanda.core.canonical import JsonObject
from servanda.core.contacts.fold import CONTACT_TYPES
from servanda.core.identifiers import digest_of
from servanda.simulation.clock import VirtualClock
from servanda.simulation.years.accord import START
from servanda.store.home.layout import Home
from servanda.usecases.conduct.ask_contacts import ask_contacts
from servanda.usecases.conduct.counted_statements import counted_of_types
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.services import Services
from servanda.wiring import open_node

PARTIES = 200
CHANNELS_A_PARTY = 5
_MONTHS = 6
_FACTS: JsonObject = {
    "step": "proposed",
    "role": "duty",
    "carrier": "telephone",
    "fingerprint": digest_of(b"benchmark"),
    "tlp": "amber",
}
_BODY: JsonObject = {"office": "Desk", "address": "extension 0"}
_ACCEPTED: JsonObject = {"step": "accepted", "tlp": "amber"}


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench directory", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the same: this is the full size")
    parser.add_argument("--parties", type=int, default=PARTIES, help="another number of parties")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="directory-") as folder:
        measure(Path(folder), parties=chosen.parties).print()
    return 0


def measure(folder: Path, *, parties: int) -> Report:
    """Make the directory in a new home and return what the looks take."""
    clock = VirtualClock(START)
    os.environ["SERVANDA_HOME"] = str(folder / "home")  # read by the settings of the store
    hub = open_node(home=Home(folder / "home"), clock=clock).services
    init_node(party=HUB, mode=MODE, carriers={}, services=hub)
    for desk in make_desks(parties, hub=hub, check_months=_MONTHS):
        _name_contacts(desk, hub)
    with counted() as reading:
        leaves = sum(1 for _ in _statements(hub))
    with counted() as due:
        queued = len(ask_contacts(services=hub).queued)
    expected = parties * CHANNELS_A_PARTY
    if queued != expected:
        raise ValueError(f"expected {expected} checks queued, found {queued}")
    while sequence_statements([], services=hub).more:
        pass
    with counted() as idle:
        again = len(ask_contacts(services=hub).queued)
    if again:
        raise ValueError(f"expected no check due, found {again}")
    report = Report(bench="directory")
    report.rate("channels", queued)
    report.rate("statements", leaves)
    report.rate("read_cpu_seconds", reading.cpu_seconds)
    report.rate("ask_all_cpu_seconds", due.cpu_seconds, goal="under 10 at full size")
    report.rate("nothing_due_cpu_seconds", idle.cpu_seconds)
    report.ratio("nothing_due_of_reading", idle.cpu_seconds / reading.cpu_seconds)
    return report


def _name_contacts(desk: Desk, hub: Services) -> None:
    """Let `desk` propose its contacts and the hub accept them, receipted both ways."""
    for _ in range(CHANNELS_A_PARTY):
        queue_statement(type="contact", facts=_FACTS, body=_BODY, services=desk.services)
    proposed = sequence_statements([], services=desk.services).appended
    exchange(desk, hub, hub_kem(hub))
    for one in proposed:
        queue_statement(
            type="contact", facts=_ACCEPTED, ref=one.leaf, counterpart=desk.party, services=hub
        )
    sequence_statements([], services=hub)
    bring(desk, hub)
    exchange(desk, hub, hub_kem(hub))


def _statements(hub: Services) -> Iterator[object]:
    for pair in hub.store.pairs():
        yield from counted_of_types(pair, CONTACT_TYPES, services=hub)

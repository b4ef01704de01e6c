"""A real node or guest to be killed: Alice, on SQLite or in files, in processes of their own.

Started as `python -m tests.faults.driver KIND FOLDER` with the home in `FOLDER/home`, where KIND
is `node` or `guest`. For each line
of JSON on its input it forks a child, which opens the database and works, and answers with a
line that says how the child ended and what it said. The fork saves the seconds that starting
Django takes; what is killed is a process with its own connection to the database all the same.
"""

import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connections

from servanda.core.errors import ServandaError
from servanda.core.identifiers import format_instant, parse_instant
from servanda.guest_wiring import open_guest
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import Lines
from servanda.simulation.stopping import KillAt
from servanda.store.home.layout import Home
from servanda.transports.folder.inbound import FolderInbound
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.boundaries import NoStop
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import owe_answer, receive_envelope
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.ports.outside import SealedEnvelope
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.services import Services
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from servanda.usecases.upkeep.recover_node import recover_node
from servanda.wiring import open_node
from tests.usecases.nodes import ALICE, BOB

NODE = "node"
MAX_ENDLESS = 10_000  # passes of a child that waits to be killed


@dataclass(slots=True, kw_only=True)
class Child:
    """One process of Alice's node.

    Attributes:
        services: Its ports.
        folder: Where both sides' envelopes lie.
        command: What it was told.
    """

    services: Services
    folder: Path
    command: dict[str, Any]

    def setup(self) -> dict[str, Any]:
        """Make the keys, take Bob's card, and give ours."""
        init_node(party=ALICE, mode="exercise", carriers={}, services=self.services)
        add_counterpart(card=bytes.fromhex(self.command["card"]), services=self.services)
        confirm_counterpart(party=BOB, words=self.command["words"], services=self.services)
        card = show_card(services=self.services)
        return {"card": card.card.hex(), "words": list(card.words)}

    def accept(self) -> dict[str, Any]:
        """Accept what Bob proposed."""
        accept_accord(services=self.services)
        return self.play()

    def play(self) -> dict[str, Any]:
        """Start up; take what arrived, say something, step, send."""
        recover_node(services=self.services)
        self._pass()
        return {}

    def endless(self) -> dict[str, Any]:
        """Play until killed."""
        recover_node(services=self.services)
        for _ in range(MAX_ENDLESS):
            self._pass()
        return {}

    def report(self) -> dict[str, Any]:
        """Say what is stored."""
        recover_node(services=self.services)
        store = self.services.store
        (pair,) = store.pairs()
        tickets = [store.ticket(ticket) for ticket in self._promised()]
        return {
            "own": [leaf.note.decode() for leaf in store.iterate_leaves(pair.own)],
            "copy": [leaf.note.decode() for leaf in store.iterate_leaves(pair.own.reverse)],
            "tickets": [
                None if one is None or one.leaf_hash is None else one.leaf_hash.hex()
                for one in tickets
            ],
            "unreceipted": pair.has_unreceipted,
            "differences": rebuild_projections(check=True, services=self.services).differences,
        }

    def review(self) -> dict[str, Any]:
        """Compute the review of the newest cut."""
        return {"figures": compute_review(services=self.services).document.decode()}

    def _pass(self) -> None:
        inbound = FolderInbound(self.folder, ALICE)
        for arrived in list(inbound.arrived()):
            now = bool(self.command.get("answers_now", True))
            result = receive_envelope(arrived.content, answer_now=now, services=self.services)
            if result.answer is not None:
                self._hand_over(result.answer)
            elif self.command.get("is_late") and result.outcome is not None:
                owe_answer(result.outcome, services=self.services)
            inbound.take(arrived)
        if self.command.get("says", True) and self.services.store.pairs():
            self._say()
        sequence_statements([], services=self.services)
        deliver_outbox(services=self.services, force=True)

    def _say(self) -> None:
        """Queue one statement, and note beside the store that it was taken."""
        was_new = False
        while not was_new:  # one that a kill kept us from noting is noted first
            ticket = f"ticket-{len(self._promised())}"
            was_new = queue_statement(
                type="request",
                facts=REQUEST,
                body=REQUEST_BODY,
                ticket=ticket,
                services=self.services,
            ).queued
            self._promise(ticket)

    def _promise(self, ticket: str) -> None:
        with (self.folder / "promised").open("a") as file:
            file.write(f"{ticket}\n")
            file.flush()
            os.fsync(file.fileno())

    def _promised(self) -> list[str]:
        """What we were told is queued; the last line may be half a line after a kill."""
        file = self.folder / "promised"
        lines = file.read_text().splitlines(keepends=True) if file.exists() else []
        return [line.strip() for line in lines if line.endswith("\n")]

    def _hand_over(self, content: bytes) -> None:
        envelope = SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
        FolderOutbound(self.folder, BOB).deliver(envelope)


def serve(kind: str, folder: Path) -> None:
    """Fork a child for each command until the input ends."""
    os.environ["SERVANDA_HOME"] = str(folder / "home")
    opened = _node_once() if kind == NODE else partial(_guest_anew, Home(folder / "home"))
    for line in sys.stdin:
        if kind == NODE:
            connections.close_all()
        print(json.dumps(_in_child(json.loads(line), folder, opened)), flush=True)  # noqa: T201


def _node_once() -> Callable[[], Services]:
    """Return what gives the node's ports, opened before the fork: it saves seconds each time."""
    services = open_node().services
    return lambda: services


def _guest_anew(home: Home) -> Services:
    """Open the guest as each of its commands does: it reads all its files and keeps nothing."""
    return open_guest(home).services


def _in_child(
    command: dict[str, Any], folder: Path, opened: Callable[[], Services]
) -> dict[str, Any]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        status = 70
        try:
            status = _child(command, folder, opened(), writer)
        except Exception:  # noqa: BLE001 - told by the exit code; a fork must not go on
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writer)
    kill_after = command.get("kill_after_seconds")
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    ended = os.waitstatus_to_exitcode(status)
    return {"status": ended, "said": json.loads(said) if said else None}


def _child(command: dict[str, Any], folder: Path, services: Services, writer: int) -> int:
    if "file_size" in command:  # a disk that is full: no file grows beyond this
        resource.setrlimit(resource.RLIMIT_FSIZE, (command["file_size"], resource.RLIM_INFINITY))
    stop_at = command.get("stop_at")
    child = Child(
        services=replace(
            services,
            clock=VirtualClock(parse_instant(command["now"])),
            carriers=Lines({BOB: [FolderOutbound(folder, BOB)]}),
            boundaries=KillAt(stop_at, command.get("passes", 0)) if stop_at else NoStop(),
            pairs=LoadedPairs(),
        ),
        folder=folder,
        command=command,
    )
    work: Callable[[], dict[str, Any]] = getattr(child, command["do"])
    try:
        said = work()
    except (ServandaError, OSError) as error:
        said = {"error": type(error).__name__, "message": str(error)}
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(said).encode())
    return 1 if "error" in said else 0


def command_of(do: str, *, now: datetime, **rest: object) -> bytes:
    """Return one line of the driver's input."""
    return json.dumps({"do": do, "now": format_instant(now), **rest}).encode() + b"\n"


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))

"""Two whole nodes over HTTPS, each a process of its own."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.interfaces.cli.homes import Desk, compared

START_SECONDS = 60.0


@dataclass
class Pair:
    alice: Desk
    bob: Desk
    processes: dict[str, subprocess.Popen[bytes]]

    def start(self, desk: Desk) -> None:
        (desk.folder / "ready.json").unlink(missing_ok=True)
        with (desk.folder / "log").open("ab") as log:
            self.processes[desk.party] = subprocess.Popen(
                [sys.executable, "-m", "servanda", "serve"],
                env=desk.environment(),
                stdout=log,
                stderr=log,
            )
        await_true((desk.folder / "ready.json").exists)

    def end(self, desk: Desk, number: int) -> int:
        process = self.processes.pop(desk.party)
        process.send_signal(number)
        return process.wait(START_SECONDS)

    def pages(self, desk: Desk) -> str:
        return str(desk.read_json("ready.json")["pages"])


def await_true(look: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not look():
        assert time.monotonic() < end, "expected it within a minute"
        time.sleep(0.05)  # another process does it, and tells nobody


@contextmanager
def running(folder: Path) -> Iterator[Pair]:
    alice, bob = (Desk(folder / name, f"{name}.example") for name in ("alice", "bob"))
    pair = Pair(alice=alice, bob=bob, processes={})
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
        pair.start(desk)
    try:
        compared(alice, bob, folder)  # while both run: each is admitted without a restart
        yield pair
    finally:
        for process in pair.processes.values():
            process.terminate()
            process.wait(START_SECONDS)


def agree(pair: Pair) -> None:
    """Put an accord into force over the line."""
    accord = pair.alice.do(
        "accord", "propose", "--template", "us-china-2015", "--with", "bob.example"
    )["accord"]
    await_true(lambda: bool(pair.bob.do("accord", "show")["accords"]))
    pair.bob.do("accord", "accept", accord)
    await_true(lambda: pair.alice.do("accord", "show")["accords"][0]["state"] == "in_force")

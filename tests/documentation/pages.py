"""Run the commands of a page on two homes, as the two people would who read it.

A page marks each block of commands with who types it (`ours`, `theirs`, `both`) and, where there
are two ways, with the way (`network`, `files`). What a person reads off a screen or hears by
telephone, and what travels, the test puts in.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from servanda.simulation.demo.stage import Stage
from tests.house.places import ROOT

BLOCK = re.compile(r"^```sh (\w+)(?: (\w+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
SIDES = ("ours", "theirs")
WORDS = re.compile(r'--words "[^"]*"')
COMMAND_SECONDS = 120
START_SECONDS = 60
_STOP_SECONDS = 20

# Plays the `./run` of a checkout, with this test's Python in place of `.venv`.
RUN = """#!/bin/sh
[ "$1" != servanda ] || shift
exec "{python}" -m servanda "$@"
"""


@dataclass(frozen=True)
class Step:
    """One command of a page."""

    side: str
    command: str


def steps_of(page: str, *, way: str) -> Iterator[Step]:
    """Yield the commands of a page in their order; `both` is ours and then theirs."""
    for side, only, commands in BLOCK.findall((ROOT / "docs" / page).read_text()):
        if only in {"", way}:
            for command in commands.splitlines():
                for one in SIDES if side == "both" else (side,):
                    yield Step(side=one, command=command)


@dataclass
class Readers:
    """Two people with a page, each with a folder, a home and perhaps a running node."""

    folder: Path
    nodes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for side in SIDES:
            place = self.place(side)
            place.mkdir()
            (place / "run").write_text(RUN.format(python=sys.executable))
            (place / "run").chmod(0o755)

    def place(self, side: str) -> Path:
        return self.folder / side

    def home(self, side: str) -> Path:
        return self.place(side) / "home"

    def environment(self, side: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "SERVANDA" not in name}
        return {**kept, "SERVANDA_HOME": str(self.home(side)), "PYTHONPATH": str(ROOT / "src")}

    def type(self, step: Step) -> str:
        """Run one command in the shell of its side; return what it printed."""
        done = subprocess.run(
            ["/bin/sh", "-c", step.command],
            cwd=self.place(step.side),
            env=self.environment(step.side),
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        assert done.returncode == 0, (step, done.stdout.decode(), done.stderr.decode())
        return done.stdout.decode()

    def start(self, step: Step) -> None:
        """Run a command that goes on, until its node is up."""
        log = (self.place(step.side) / "node.log").open("wb")
        self.nodes[step.side] = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {step.command}"],
            cwd=self.place(step.side),
            env=self.environment(step.side),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        log.close()
        ready = self.home(step.side) / "ready.json"
        self.wait_until(ready.exists, f"the node of {step.side}")

    def stop(self) -> None:
        for node in self.nodes.values():
            node.send_signal(signal.SIGTERM)
        for node in self.nodes.values():
            node.wait(_STOP_SECONDS)
        self.nodes.clear()

    def verbs(self) -> Stage:
        """Return what runs verbs on the homes and reads their JSON."""
        return _Places(folder=self.folder, say=lambda _: None)

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        self.verbs().wait_for(lambda: {} if is_so() else None, what, START_SECONDS)

    def telephone(self, command: str, *, listener: str) -> str:
        """Put the words that the other side reads out into `command`."""
        speaker = other_side(listener)
        words = self.verbs().verb(speaker, "card")["words"]
        return WORDS.sub(f'--words "{words}"', command)

    def carry(self, name: str, *, by: str, named: str = "") -> None:
        """Bring a file of one side to the other."""
        content = (self.place(by) / name).read_bytes()
        (self.place(other_side(by)) / (named or name)).write_bytes(content)


class _Places(Stage):
    """A stage whose homes lie where the readers keep them."""

    @override
    def home(self, party: str) -> Path:
        return self.folder / party / "home"


def other_side(side: str) -> str:
    return "theirs" if side == "ours" else "ours"

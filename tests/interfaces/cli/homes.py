"""Homes of their own, and verbs run on them as a person would: each in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from servanda.interfaces.cli.output import DONE

VERB_SECONDS = 120


@dataclass(frozen=True)
class Run:
    exit: int
    out: bytes
    err: str

    @property
    def result(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out.decode().strip().splitlines()[-1])
        return loaded


@dataclass(frozen=True)
class Desk:
    """One party's home."""

    folder: Path
    party: str

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "SERVANDA" not in name}
        # Dozens of processes begin here; each would compile everything anew.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return {**kept, "SERVANDA_HOME": str(self.folder)}

    def run(self, *arguments: str | Path, **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "servanda", *map(str, arguments)],
            env={**self.environment(), **environment},
            capture_output=True,
            timeout=VERB_SECONDS,
            check=False,
        )
        return Run(exit=done.returncode, out=done.stdout, err=done.stderr.decode())

    def do(self, *arguments: str | Path) -> dict[str, Any]:
        """Run a verb that must succeed; return what it printed as JSON."""
        run = self.run(*arguments, "--json")
        assert run.exit == DONE, run.err
        return run.result

    def read_json(self, name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.folder / name).read_bytes())
        return loaded


@dataclass(frozen=True)
class Guest(Desk):
    """A party without a node: the same verbs below `guest`, in a home of files."""

    @override
    def run(self, *arguments: str | Path, **environment: str) -> Run:
        return super().run("guest", *arguments, **environment)


def compared(one: Desk, other: Desk, folder: Path) -> None:
    """Exchange cards by file and compare the words by telephone."""
    for desk in (one, other):
        desk.do("card", "--out", folder / f"{desk.party}.card")
    for desk, peer in ((one, other), (other, one)):
        words = peer.do("card")["words"]
        card = folder / f"{peer.party}.card"
        assert desk.do("counterpart", "add", card, "--words", words)["confirmed"]


def agreed_by_file(one: Desk, other: Desk, folder: Path) -> str:
    """Put an accord into force with nothing but files between the two."""
    there, back, last = (folder / f"{name}.servanda" for name in ("there", "back", "last"))
    proposed = one.do(
        "accord", "propose", "--template", "us-china-2015", "--with", other.party,
        "--start", "2026-01-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z",
        "--cut-wait", "0", "--out", there,
    )  # fmt: skip
    other.do("deliver", there, "--out", folder / "unused.servanda")
    other.do("accord", "accept", "--out", back)
    one.do("deliver", back, "--out", last)
    other.do("deliver", last, "--out", folder / "unused.servanda")
    return str(proposed["accord"])

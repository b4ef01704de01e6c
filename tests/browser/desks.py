"""Two live desks with something on every page, and a sample person for each role.

They are those of the demonstration. Playing it costs the most here, so the worker processes of one
run share it: whoever comes first plays, and ends the nodes when all others have left.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from servanda.core.people.page_table import OPEN_ROUTES, PAGE_TABLE
from servanda.node.urls import page_routes
from servanda.simulation.demo.accounts import PASSPHRASE, give_accounts
from servanda.simulation.demo.play import play
from servanda.simulation.demo.stage import PARTIES, Stage

# Pages about one thing that a page of the menu links to.
LINKED = frozenset(("request", "write-new"))
LAST_ACT = "review"  # after it stands something on nearly every page; what follows is slow
_LEAVE_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Where both desks answer, and how one signs in.

    Attributes:
        north: Address of Northmark's pages, without a slash at its end.
        south: Of Southmere's.
        folder: Of the demonstration: both homes lie in it.
    """

    north: str
    south: str
    folder: Path

    @property
    def passphrase(self) -> str:
        """That of every sample person."""
        return PASSPHRASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the table.

    Attributes:
        name: Of its route.
        path: From the root; what it names of many stands in pointed brackets.
    """

    name: str
    path: str

    @property
    def has_place(self) -> bool:
        """Whether the address names one thing of many."""
        return "<" in self.path


def every_page() -> tuple[Page, ...]:
    """Return each page of the desk, from its own table, so that none is left out."""
    return tuple(
        Page(name=str(route.name), path=f"/{route.pattern}")
        for route in page_routes
        if str(route.name) in {*PAGE_TABLE, *LINKED, *OPEN_ROUTES}
    )


@contextmanager
def played_desks(base: Path) -> Iterator[Desks]:
    """Return both desks, shared by all processes that are given the same `base`."""
    shared = base / "desks"
    users = shared / "users"
    users.mkdir(parents=True, exist_ok=True)
    mine = users / str(os.getpid())
    stage = Stage(folder=shared / "servanda-demo", say=lambda _: None)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mine.touch()
        addresses = shared / "addresses.json"
        if not addresses.exists():
            _play(stage, addresses)
    read = json.loads(addresses.read_text(encoding="utf-8"))
    try:
        yield Desks(north=read[PARTIES[0]], south=read[PARTIES[1]], folder=stage.folder)
    finally:
        mine.unlink()
        if stage.nodes:
            _await_others(users)
            stage.stop_nodes()


def _play(stage: Stage, addresses: Path) -> None:
    try:
        play(stage, language="en", fresh=False, last_act=LAST_ACT)
        stage.start_launchers()
        give_accounts(stage)
    except BaseException:
        stage.stop_nodes()
        raise
    finally:
        stage.end_launchers()
    found = {
        party: json.loads((stage.home(party) / "ready.json").read_bytes())["pages"].rstrip("/")
        for party in PARTIES
    }
    addresses.write_text(json.dumps(found), encoding="utf-8")


def _await_others(users: Path) -> None:
    end = time.monotonic() + _LEAVE_SECONDS
    while any(users.iterdir()):
        if time.monotonic() > end:
            pytest.fail("another worker did not leave the desks")
        time.sleep(0.2)  # no event tells when another process is done

"""Two whole nodes, one on SQLite and one on PostgreSQL, do the same and arrive at the same."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typing_extensions import override

from servanda.core.identifiers import digest_of
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared
from tests.postgres import PostgresServer, make_database, running_postgres
from tests.usecases.nodes import REQUEST, REQUEST_BODY

pytestmark = pytest.mark.needs("postgres")

PASSWORD = "s3cret"  # noqa: S105 - of nobody: the server of the tests trusts this machine
WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Home(Desk):
    """A home whose store may lie elsewhere."""

    settings: Mapping[str, str] = field(default_factory=dict)

    @override
    def environment(self) -> dict[str, str]:
        return {**super().environment(), **self.settings}


@dataclass(frozen=True)
class Houses:
    """Alice, whose store is a file, and Bob, whose store is a database of a server."""

    alice: Home
    bob: Home
    server: PostgresServer
    folder: Path
    accord: str

    def carry_the_stick(self, times: int = 2) -> None:
        stick = self.folder / "stick"
        stick.mkdir(exist_ok=True)
        for _ in range(times):
            for home in (self.alice, self.bob):
                home.do("deliver", "--folder", stick, "--all")


def url_of(server: PostgresServer, database: str) -> str:
    return server.url(database).replace("@", f":{PASSWORD}@")


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """Both homes, used by one test after the other; the server is theirs alone."""
    with running_postgres() as server:
        yield set_up(server, tmp_path_factory.mktemp("houses"))


def set_up(server: PostgresServer, folder: Path) -> Houses:
    make_database(server.url("postgres"), "bob")
    settings = {"SERVANDA_DATABASE_URL": url_of(server, "bob")}
    alice = Home(folder / "alice", "alice.example")
    bob = Home(folder / "bob", "bob.example", settings=settings)
    for home in (alice, bob):
        home.do("init", home.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, folder)
    accord = agreed_by_file(alice, bob, folder)
    return Houses(alice=alice, bob=bob, server=server, folder=folder, accord=accord)


def test_a_node_whose_server_is_started_again_waits_says_so_and_goes_on(houses: Houses) -> None:
    alice, bob = houses.alice, houses.bob
    with serving(alice), serving(bob) as log:
        alice.do("check", "bob.example", "--until-receipted")

        houses.server.stop()
        leaf = alice.do("check", "bob.example", "--ticket", "server-gone")["leaf"]
        await_true(lambda: "waits for its database" in log.read_text())
        failed = bob.run("doctor", "--json")
        assert (failed.exit, failed.result["error"]) == (1, "store-failed")
        houses.server.start()

        await_true(lambda: "the node goes on" in log.read_text())
        alice.do("deliver", "--all")
        await_true(lambda: bool(alice.do("show", leaf)["received_at"]))
        assert len([one for one in held_by(bob) if one["leaf"] == leaf]) == 1
        bob.do("check", "alice.example", "--until-receipted")
    assert bob.do("rebuild", "--check")["differences"] == []
    assert PASSWORD not in log.read_text() + failed.err + failed.out.decode()


def test_one_database_holds_one_party(houses: Houses) -> None:
    carol = Home(houses.folder / "carol", "carol.example", settings=houses.bob.settings)

    run = carol.run("init", carol.party, "--mode", "demonstration", "--json")

    assert run.exit == 2
    assert "bob.example" in run.result["message"]


def test_an_edited_row_is_named_and_comes_back_by_files(houses: Houses) -> None:
    alice, bob = houses.alice, houses.bob
    edit_first_leaf(houses.server.url("bob"))
    doctor = bob.run("doctor", "--json")
    assert (doctor.exit, doctor.result["signing"]) == (1, False)
    asked, given, unused = (houses.folder / name for name in ("asked", "given", "unused"))

    bob.do("refill", "--ask", "--out", asked)
    alice.do("deliver", *asked.iterdir(), "--out", unused)
    alice.do("refill", "--allow", "bob.example", "--out", given)
    bob.do("deliver", *given.iterdir(), "--out", unused)

    assert bob.do("doctor")["signing"]
    with (
        psycopg.connect(houses.server.url("bob")) as store,
        pytest.raises(psycopg.DatabaseError, match="only grows"),
    ):
        store.execute("DELETE FROM store_leaf")


def edit_first_leaf(url: str) -> None:
    """Do what only who owns the tables can do."""
    with psycopg.connect(url) as store:
        store.execute("ALTER TABLE store_leaf DISABLE TRIGGER USER")
        store.execute(
            "UPDATE store_leaf SET note = overlay(note placing 'x' from 40 for 1)"
            " WHERE id = (SELECT min(id) FROM store_leaf)"
        )
        store.execute("ALTER TABLE store_leaf ENABLE TRIGGER USER")


def test_a_node_on_postgresql_does_all_that_one_on_sqlite_does(houses: Houses) -> None:
    alice, bob = houses.alice, houses.bob
    for name, value in (("facts", REQUEST), ("body", REQUEST_BODY)):
        (houses.folder / f"{name}.json").write_text(json.dumps(value))
    for home in (alice, bob):
        queued = home.do(
            "send", "request", "--facts", houses.folder / "facts.json",
            "--body", houses.folder / "body.json", "--ticket", "asked",
        )  # fmt: skip
        assert queued["state"] == "queued"
    houses.carry_the_stick()
    for home in (alice, bob):
        assert home.do("show", "asked")["received_at"] == "2026-01-05T08:00:00Z"

    for home in (alice, bob):
        home.do("clock", "set", "2026-07-02T00:00:00Z")
    bob.do("cut")
    houses.carry_the_stick()
    reviews = [home.do("review", "--sign") for home in (alice, bob)]
    houses.carry_the_stick(3)

    assert reviews[0]["figures"] == reviews[1]["figures"]
    assert bob.do("review")["agreed"]
    assert bob.do("rebuild", "--check", "--processes", "2")["differences"] == []
    assert bob.do("rebuild")["replaced"]
    assert bob.do("doctor")["signing"]
    bundles = [houses.folder / f"{home.party}.zip" for home in (alice, bob)]
    for home, bundle in zip((alice, bob), bundles, strict=True):
        home.do("export", bundle)
        verified = alice.do("verify", bundle, "--accord", houses.accord)
        assert verified["figures"] == reviews[0]["figures"]
    assert digest_of(bundles[0].read_bytes()) == digest_of(bundles[1].read_bytes())
    assert not (bob.folder / "store.sqlite3").exists()


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (f"mysql://me:{PASSWORD}@127.0.0.1/desk", "database-url"),
        (f"postgresql://me:{PASSWORD}/x@127.0.0.1/desk", "database-url"),
        (f"postgresql://me:{PASSWORD}@127.0.0.1:1/desk", "store-failed"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_with_the_cure_and_without_its_password(
    tmp_path: Path, url: str, error: str
) -> None:
    home = Home(tmp_path / "home", "alice.example", settings={"SERVANDA_DATABASE_URL": url})

    run = home.run("init", home.party, "--json")

    assert (run.exit, run.result["error"]) == (1, error)
    assert PASSWORD not in run.err + run.out.decode()


def held_by(home: Home) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = home.do("inbox", "--all")["statements"]
    return found


@contextmanager
def serving(home: Home) -> Iterator[Path]:
    """Run the node while the block lasts; give its log."""
    (home.folder / "ready.json").unlink(missing_ok=True)
    log = home.folder / "log"
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "servanda", "serve"],
            env=home.environment(),
            stdout=written,
            stderr=written,
        )
    try:
        await_true(lambda: (home.folder / "ready.json").exists() or process.poll() is not None)
        yield log
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT_SECONDS) == 0, log.read_text()
    finally:
        process.kill()
        process.wait(WAIT_SECONDS)


def await_true(look: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not look():
        assert time.monotonic() < end, "expected it within a minute"
        time.sleep(0.05)  # another process does it, and tells nobody

"""A PostgreSQL server for the tests: in a temporary folder, on a free port, ended by its own id.

PostgreSQL refuses to run as root, so there it runs as `postgres` or `nobody`. Only this machine
can reach it, it holds nothing but what tests write, and its folder goes when it ends.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
import pytest
from psycopg import sql

from tests.programs import PROGRAMS, install_command, is_required, postgres_program

START_SECONDS = 60
STOP_SECONDS = 30
POLL_SECONDS = 0.1

_USER = "servanda"
_MAKE_CLUSTER = ("initdb", "--auth=trust", "--no-sync", "-E", "UTF8", "-U", _USER, "-D")
# Nothing in here outlives the tests, so no write has to reach the disk.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
}


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of an empty database, `postgresql://…`; the test is left out without PostgreSQL."""
    _require_program()
    with running_postgres() as server:
        yield server.url("postgres")


@pytest.fixture
def postgres_server() -> Iterator["PostgresServer"]:
    """A server of the test's own, which it may stop and start."""
    _require_program()
    with running_postgres() as server:
        yield server


def _require_program() -> None:
    if not PROGRAMS["postgres"].is_there():
        if is_required():
            pytest.fail(f"this machine must have: {install_command({'postgres'})}", pytrace=False)
        pytest.skip("needs the program postgres")


def make_database(url: str, name: str) -> str:
    """Make an empty database on the server that `url` names; return its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.rpartition("/")[0] + f"/{name}"


@dataclass(slots=True, kw_only=True)
class PostgresServer:
    """One cluster in a folder of its own, and its process while it runs."""

    folder: Path
    port: int
    owner: pwd.struct_passwd | None
    process: "subprocess.Popen[bytes] | None" = None

    def url(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def make_cluster(self) -> None:
        """Make its files."""
        with self._log() as log:
            cluster = _start(
                [*_MAKE_CLUSTER, str(self.folder / "data")], self.owner, self.folder, log
            )
        if cluster.wait(START_SECONDS) != 0:
            pytest.fail(f"initdb failed: {_end_of(self.folder / 'log')}")

    def start(self) -> None:
        """Start it, and wait until it answers queries."""
        arguments = _server_arguments(self.folder, self.port)
        with self._log() as log:
            self.process = _start(arguments, self.owner, self.folder, log)
        _wait_until_up(self.process, self.port, self.folder / "log")

    def stop(self) -> None:
        """End it at once but in order: all connections are ended, what was committed stays."""
        if self.process is not None:
            _stop(self.process)
        self.process = None

    def _log(self) -> IO[bytes]:
        return (self.folder / "log").open("ab")


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a server while the block lasts."""
    owner = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="servanda-postgres-"))
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    server = PostgresServer(folder=folder, port=_free_port(), owner=owner)
    try:
        server.make_cluster()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Return who the server runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _server_arguments(folder: Path, port: int) -> list[str]:
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return ["postgres", "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), *settings]


def _start(
    arguments: Sequence[str], owner: pwd.struct_passwd | None, folder: Path, log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    """Start a program of PostgreSQL as `owner`; the process is the program itself, no shell."""
    program = postgres_program(arguments[0])
    return subprocess.Popen(
        [str(program), *arguments[1:]],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=folder,
        user=None if owner is None else owner.pw_uid,
        group=None if owner is None else owner.pw_gid,
        extra_groups=None if owner is None else (),
        # Its own group: Ctrl-C at the keyboard reaches the tests, and they stop the server.
        start_new_session=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when the server answers queries; a connection alone comes a moment too early."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"PostgreSQL ended at once: {_end_of(log)}")
        with suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://{_USER}@127.0.0.1:{port}/postgres").close()
            return
        time.sleep(POLL_SECONDS)
    pytest.fail(f"PostgreSQL was not up after {START_SECONDS} s: {_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-1_000:]


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server by its own process id: at once, but in order; by force if it hangs."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

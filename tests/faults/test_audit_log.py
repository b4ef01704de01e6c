"""The audit log through crashes and crowds: no act without its entry, each entry its place."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections
from typing_extensions import override

from servanda.core.audit.audit_file import InvalidAuditError
from servanda.core.audit.entry import AuditEntry, Outcome, build_entry
from servanda.core.errors import ServandaError
from servanda.core.people.actor import UNNAMED
from servanda.core.people.roles import Access
from servanda.memory.store import MemoryStore
from servanda.store.head_file import FileHeads
from servanda.usecases.people.audit_log import check_audit
from servanda.usecases.people.boundary import Call, admit
from servanda.usecases.people.record_entry import record
from servanda.usecases.ports.audit import AuditRecord
from servanda.usecases.services import Services
from tests.django_stores import sqlite_store
from tests.interfaces.cli.homes import Desk
from tests.usecases.nodes import make_cast

WRITERS, EACH = 4, 6


def note(services: Services, verb: str) -> int:
    return record(
        actor=UNNAMED, verb=verb, access=Access.ACT, outcome=Outcome.DONE, services=services
    )


def test_many_writers_lose_nothing_and_the_head_only_moves_on(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        node = make_cast((store, MemoryStore())).alice
        services = replace(node.services, heads=FileHeads(tmp_path / "heads.json"))

        def write(name: int) -> list[int]:
            try:
                return [note(services, f"{name}.{at}") for at in range(EACH)]
            finally:
                connections.close_all()  # each thread has its own

        with ThreadPoolExecutor(WRITERS) as pool:
            numbers = [number for one in pool.map(write, range(WRITERS)) for number in one]

        report = check_audit(services=services)
        head = services.heads.read().audit
        assert sorted(numbers) == list(range(WRITERS * EACH))
        assert head is not None
        assert (report.size, report.gaps, head.size) == (WRITERS * EACH, (), WRITERS * EACH)


def test_a_crash_between_the_entry_and_the_head_file_is_no_gap(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        services = make_cast((store, MemoryStore())).alice.services
        note(services, "before")
        entry = AuditEntry(
            at=services.clock.now(),
            actor=UNNAMED,
            verb="crashed",
            access=Access.ACT,
            outcome=Outcome.ALLOWED,
        )
        store.append_audit(build_entry(entry), kind="")  # the head file never heard of it

        assert check_audit(services=services).size == 2
        note(services, "after")

        report = check_audit(services=services)
        assert (report.size, report.gaps, report.broken_off) == (3, (), (1,))


class _NoRoom(MemoryStore):
    """A store whose disk is full."""

    @override
    def append_audit(self, line: bytes, *, kind: str) -> AuditRecord:
        raise ServandaError(f"no room for {len(line)} bytes of {kind or 'an act'}")


def test_nothing_is_admitted_that_cannot_be_noted() -> None:
    services = make_cast((_NoRoom(), MemoryStore())).alice.services

    with pytest.raises(ServandaError, match="no room"):
        admit(Call(verb="show"), claim=None, services=services)

    assert not services.acting.is_open


KILLED = """
import os, sys
from servanda.interfaces.cli import guard
from servanda.interfaces.cli.main import main
guard.conclude = lambda *_, **__: os._exit(9)  # the power goes before the end is written
sys.exit(main(["rebuild"]))
"""


def test_a_verb_that_is_killed_leaves_that_it_began(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "northmark.example")
    desk.do("init", desk.party, "--no-https")

    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=desk.environment(), timeout=60, check=False
    )

    assert done.returncode == 9
    verified = desk.do("audit", "verify")
    (begun,) = verified["broken_off"]
    shown = {one["number"]: one for one in desk.do("audit", "show")["entries"]}
    assert (shown[begun]["verb"], shown[begun]["outcome"]) == ("rebuild", "allowed")


def test_a_store_that_was_put_back_is_told_by_verify_and_then_noted_as_a_gap(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "home", "northmark.example")
    desk.do("init", desk.party, "--no-https")
    desk.do("rebuild")
    kept = (desk.folder / "store.sqlite3").read_bytes()
    desk.do("rebuild")
    (desk.folder / "store.sqlite3").write_bytes(kept)

    behind = desk.run("audit", "verify", "--json")
    desk.do("rebuild")
    after = desk.do("audit", "verify")

    assert behind.result["error"] == InvalidAuditError.code
    assert len(after["gaps"]) == 1

"""Somebody with the database in hand alters the log of acts: row edited, removed, cut off."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from servanda.core.audit.audit_file import InvalidAuditError, NotedHead
from servanda.core.audit.entry import Outcome
from servanda.core.people.actor import UNNAMED
from servanda.core.people.roles import Access
from servanda.memory.store import MemoryStore
from servanda.store.append_only import AUDIT_TABLES, drop_triggers
from servanda.store.django_store import DjangoStore
from servanda.usecases.people.audit_log import check_audit, sign_head
from servanda.usecases.people.record_entry import head_of, record
from servanda.usecases.services import Services
from servanda.usecases.upkeep.check_node import check_node
from tests.django_stores import sqlite_store
from tests.usecases.nodes import make_cast

ALTERED = {
    "edited": "UPDATE store_auditentry SET line = (SELECT line FROM store_auditentry WHERE seq = 1)"
    " WHERE seq = 2",
    "removed": "DELETE FROM store_auditentry WHERE seq = 2",
    "cut off": "DELETE FROM store_auditentry WHERE seq >= 4",
    "emptied": "DELETE FROM store_auditentry WHERE seq >= 0",
    "filed as nothing": "UPDATE store_auditentry SET kind = '' WHERE seq = 3",
    "edge exchanged": "UPDATE store_auditentry SET edge = (SELECT edge FROM store_auditentry"
    " WHERE seq = 1) WHERE seq = 2",
}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A node on disk whose people did six things; the triggers are gone, as for an attacker."""
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        node = make_cast((store, MemoryStore())).alice
        for number in range(6):
            record(
                actor=UNNAMED,
                verb=f"verb {number}",
                access=Access.ACT,
                outcome=Outcome.DONE,
                event={"kind": "duty_set"} if number == 3 else None,
                services=node.services,
            )
        drop_triggers(connections[store.alias], tables=AUDIT_TABLES)
        yield node.services


@pytest.mark.parametrize("how", ALTERED)
def test_what_was_altered_is_found_by_the_node_and_told_by_the_doctor(
    how: str, services: Services
) -> None:
    assert check_audit(services=services).size == 6
    alter(services, ALTERED[how])

    with pytest.raises(InvalidAuditError):
        check_audit(services=services)

    found = {one.code: one.level for one in check_node(services=services).findings}
    assert found["invalid-audit"] == "warning"


def test_who_rewrites_the_log_and_the_head_file_is_found_by_the_head_that_was_noted(
    services: Services,
) -> None:
    noted = sign_head(services).head
    alter(services, "DELETE FROM store_auditentry WHERE seq >= 4")
    present = services.heads.read()
    last = services.store.last_audit()
    assert last is not None
    services.heads.replace(present, replace(present, audit=head_of(last)))

    assert check_audit(services=services).size == 4  # the node alone cannot know any more
    with pytest.raises(InvalidAuditError, match="cut off"):
        check_audit(noted=[NotedHead(size=noted.size, root=noted.root)], services=services)


def alter(services: Services, sql: str) -> None:
    store = services.store
    assert isinstance(store, DjangoStore)
    store.run(sql)

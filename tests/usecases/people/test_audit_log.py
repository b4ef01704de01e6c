"""Every act leaves its entry before and after; what was lost is a gap in the log for ever."""

from dataclasses import replace

import pytest

from servanda.core.audit.audit_file import InvalidAuditError, NotedHead, verify_audit_file
from servanda.core.audit.entry import Outcome
from servanda.core.audit.head import parse_audit_key
from servanda.core.people.actor import UNNAMED
from servanda.core.people.roles import Access
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.audit_log import check_audit, export_audit, show_audit, sign_head
from servanda.usecases.people.record_entry import record
from servanda.usecases.services import Services
from servanda.usecases.upkeep.check_node import check_node
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, peopled_desk


def note(services: Services, verb: str = "show") -> int:
    return record(
        actor=UNNAMED, verb=verb, access=Access.SEALED, outcome=Outcome.ALLOWED, services=services
    )


def test_an_act_leaves_that_it_was_allowed_and_how_it_ended() -> None:
    desk = peopled_desk("ada")
    before = len(desk.entries())

    desk.act("doctor", "ada")
    desk.act("rebuild", "ada")
    with pytest.raises(ZeroDivisionError):
        desk.act("rebuild", "ada", lambda: 1 // 0)

    told = [(one.verb, one.outcome.value, one.code) for one in desk.entries()[before:]]
    assert told == [
        ("rebuild", "allowed", ""),
        ("rebuild", "done", ""),
        ("rebuild", "allowed", ""),
        ("rebuild", "failed", "broken-off"),
    ]


def test_in_a_home_without_persons_what_is_read_and_done_is_noted_as_unnamed() -> None:
    desk = PeopledDesk(agreed_cast())

    desk.act("show", None)
    desk.act("doctor", None)
    desk.act("send", None)

    told = [(one.verb, one.outcome.value, one.actor.name) for one in desk.entries()]
    assert told == [
        ("show", "allowed", "unnamed"),
        ("send", "allowed", "unnamed"),
        ("send", "done", "unnamed"),
    ]


def test_the_head_in_the_head_file_follows_and_the_log_is_whole() -> None:
    services = agreed_cast().alice.services
    for _ in range(5):
        note(services)

    report = check_audit(services=services)

    head = services.heads.read().audit
    assert head is not None
    assert (report.size, report.root) == (head.size, head.root) == (5, head.root)


def test_an_auditor_verifies_a_file_with_the_head_and_key_that_were_noted() -> None:
    services = agreed_cast().alice.services
    note(services)
    noted = sign_head(services)
    note(services)
    _, lines = export_audit(services)
    file = [*lines]

    head = NotedHead(size=noted.head.size, root=noted.head.root)
    report = verify_audit_file(file, key=parse_audit_key(noted.key), noted=[head])

    assert report.size == 2


def test_an_empty_log_has_a_head_too() -> None:
    services = agreed_cast().alice.services
    noted = sign_head(services)
    note(services)
    _, lines = export_audit(services)

    head = NotedHead(size=0, root=noted.head.root)
    assert verify_audit_file(lines, key=parse_audit_key(noted.key), noted=[head]).size == 1


def test_entries_are_found_by_who_and_what_the_newest_first() -> None:
    services = agreed_cast().alice.services
    for number in range(12):
        note(services, verb="show" if number % 3 else "find")

    found = show_audit(lambda entry: entry.verb == "find", limit=3, services=services)

    assert [one.number for one in found] == [9, 6, 3]


def test_a_log_behind_its_head_goes_on_with_a_gap_and_everybody_is_told() -> None:
    services = agreed_cast().alice.services
    for _ in range(5):
        note(services)
    kept = list(services.store.audit_records(first=0, limit=3))
    lost = services.heads.read().audit
    services.store._audit[:] = kept  # type: ignore[attr-defined]

    with pytest.raises(InvalidAuditError):
        check_audit(services=services)
    with pytest.raises(InvalidAuditError):
        sign_head(services)
    assert note(services) == 4
    note(services)

    report = check_audit(services=services)
    assert lost is not None
    gap = show_audit(lambda entry: entry.kind == "gap", limit=9, services=services)
    assert [(one.number, one.entry.event) for one in gap] == [
        (3, {"kind": "gap", "size": 5, "root": lost.root, "held": 3})
    ]
    assert (report.size, report.gaps) == (6, (3,))
    found = {one.code: one.level for one in check_node(services=services).findings}
    assert found["audit-gap"] == "warning"
    with pytest.raises(InvalidAuditError):
        check_audit(noted=[NotedHead(size=lost.size, root=lost.root)], services=services)


@pytest.mark.parametrize("kind", ["person_added", ""])
def test_an_entry_that_is_filed_as_what_it_is_not_is_found(kind: str) -> None:
    desk = peopled_desk("ada")
    store = desk.services.store
    number = next(at for at, one in enumerate(desk.entries()) if bool(one.kind) != bool(kind))
    row = store.audit_records(first=number, limit=1)[0]
    store._audit[number] = replace(row, kind=kind)  # type: ignore[attr-defined]

    with pytest.raises(InvalidAuditError, match="filed"):
        check_audit(services=desk.services)


def test_an_act_names_what_it_made_and_outside_of_acts_nothing_is_kept() -> None:
    desk = PeopledDesk(agreed_cast())
    services = desk.services

    def ask(ticket: str) -> None:
        queue_statement(
            type="request", facts=REQUEST, body=REQUEST_BODY, ticket=ticket, services=services
        )

    ask("by the machine")
    desk.act("send", None, lambda: ask("by hand"))

    ended = desk.entries()[-1]
    assert ended.about[0] == "by hand"
    assert ended.about[1].startswith("sha256:")
    assert services.acting.made == []

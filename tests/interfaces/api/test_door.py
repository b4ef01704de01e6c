"""Every operation × role × scope: who finds what, and what is noted of it."""

from datetime import timedelta

import pytest

from servanda.core.audit.entry import AuditEntry, Outcome
from servanda.core.people.api_key import Group
from servanda.core.people.operation_table import OPERATION_TABLE
from servanda.core.people.page_table import row_at_the_desk
from servanda.core.people.roles import RECORDED
from servanda.interfaces.api.description import describe
from servanda.interfaces.api.service import service
from tests.interfaces.api.calls import call
from tests.interfaces.api.programs import Program, program_of, told
from tests.interfaces.web.browser import signed_in
from tests.usecases.people.desk import ROLES, PeopledDesk

OPERATIONS = [
    (str(one["operationId"]), method, path.removeprefix("/api/v1"))
    for path, methods in describe(service)["paths"].items()
    for method, one in methods.items()
]


@pytest.mark.parametrize("name", ROLES)
def test_each_role_may_call_what_its_row_says(name: str, desk: PeopledDesk) -> None:
    program = program_of(desk, name)
    for operation, method, path in OPERATIONS:
        one = OPERATION_TABLE[operation]
        row, sealed = row_at_the_desk(one.verb), row_at_the_desk(one.sealed)
        assert row is not None
        roles = {*ROLES[name]}
        noted_as = one.sealed if sealed is not None and sealed.roles & roles else one.verb
        before = len(desk.entries())

        answer = call(program, method, path)

        verb = row_at_the_desk(noted_as)
        assert verb is not None
        first = desk.entries()[before:][:1]
        if not verb.roles & roles:
            assert (answer.status_code, told(answer)["code"]) == (403, "not-permitted"), operation
            assert [one.outcome for one in first] == [Outcome.REFUSED], operation
        else:
            assert answer.status_code in {200, 201, 202, 404, 409, 422}, (operation, answer.content)
            expected = [Outcome.ALLOWED] if verb.access in RECORDED else []
            assert [one.outcome for one in first] == expected, operation
        assert all(is_of(entry, name, noted_as) for entry in first), operation


def is_of(entry: AuditEntry, name: str, verb: str) -> bool:
    """Return whether an entry names the person, the verb and a key."""
    return (entry.actor.name, entry.verb) == (name, verb) and entry.about[0].startswith("key ")


@pytest.mark.parametrize("group", Group)
def test_a_key_opens_its_own_part_and_no_other(group: Group, desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo", groups=[group], writes=True)
    for operation, method, path in OPERATIONS:
        one = OPERATION_TABLE[operation]

        answer = call(program, method, path)

        if one.group not in {None, group}:
            assert (answer.status_code, told(answer)["code"]) == (403, "out-of-scope"), operation
            assert desk.entries()[-1].code == "out-of-scope"
        else:
            assert told(answer).get("code") != "out-of-scope", operation


def test_a_key_that_reads_writes_nothing(desk: PeopledDesk) -> None:
    program = program_of(desk, "dora", writes=False)
    for operation, method, path in OPERATIONS:
        if OPERATION_TABLE[operation].writes:
            answer = call(program, method, path)
            assert (answer.status_code, told(answer)["code"]) == (403, "out-of-scope"), operation


def test_without_a_key_that_counts_no_operation_says_anything(desk: PeopledDesk) -> None:
    over = program_of(desk, "cleo", lasts=timedelta(seconds=1))
    for key in desk.services.store.api_keys():
        if key.key.description == "of cleo":
            desk.services.store.end_api_key(key.key.token)
    before = len(desk.entries())
    for program in (over, Program(""), Program("servanda_" + "x" * 43)):
        for _, method, path in OPERATIONS[:5]:
            answer = call(program, method, path)
            assert answer.status_code == 401
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert told(answer).keys() == {"type", "title", "status", "detail", "code", "misfits"}
    assert len(desk.entries()) == before  # nobody said who it is: nothing to note
    desk.services.store.clear_attempts("#127.0.0.1")


def test_every_answer_is_kept_by_nobody_and_for_no_other_origin(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    for answer in (program.get("/requests"), program.get("/nothing"), Program("").get("/requests")):
        assert answer["Cache-Control"] == "no-store"
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_a_session_of_the_desk_opens_nothing_here() -> None:
    assert signed_in("cleo").get("/api/v1/requests").status_code == 401

"""Whoever noted a head finds everything that was changed, removed or put in between under it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.audit.audit_file import (
    AuditReport,
    InvalidAuditError,
    NotedHead,
    audit_file,
    check_entries,
    verify_audit_file,
)
from servanda.core.audit.edge import NO_EDGE, grown_edge, root_of
from servanda.core.audit.entry import AuditEntry, Outcome, build_entry
from servanda.core.audit.head import (
    InvalidAuditKeyError,
    audit_key,
    parse_audit_key,
    sign_audit_head,
    verify_audit_head,
)
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.core.people.actor import Actor
from servanda.core.people.roles import Access
from tests.core.keys.cast import secrets_of

AT = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
SECRETS = secrets_of(PartyId("alice.example"))
KEY = parse_audit_key(audit_key(SECRETS))
MALLORY = secrets_of(PartyId("mallory.example"))


def line(number: int, **members: object) -> bytes:
    values: dict[str, object] = {
        "at": AT,
        "actor": Actor(name="ada"),
        "verb": f"verb {number}",
        "access": Access.ACT,
        "outcome": Outcome.DONE,
        **members,
    }
    return build_entry(AuditEntry(**values))  # type: ignore[arg-type]  # members of a test's own


LINES = [line(number) for number in range(9)]


def noted(lines: Sequence[bytes]) -> NotedHead:
    edge = NO_EDGE
    for number, one in enumerate(lines):
        edge = grown_edge(one, size=number, edge=edge)
    return NotedHead(size=len(lines), root=root_of(edge, size=len(lines)))


def file_of(lines: Sequence[bytes]) -> list[bytes]:
    head = noted(lines)
    return [*audit_file(sign_audit_head(size=head.size, root=head.root, secrets=SECRETS), lines)]


def test_a_whole_file_is_verified_with_the_key_and_every_head_that_was_noted() -> None:
    heads = [noted(LINES[:size]) for size in range(len(LINES) + 1)]

    report = verify_audit_file(file_of(LINES), key=KEY, noted=heads)

    assert report == AuditReport(size=9, root=heads[-1].root, gaps=(), broken_off=(), refused=0)


@given(
    st.integers(0, 8), st.integers(1, 9), st.sampled_from(["edit", "drop", "swap", "add", "cut"])
)
def test_a_desk_that_writes_its_log_anew_is_found_by_any_head_above_the_change(
    at: int, above: int, how: str
) -> None:
    other = list(LINES)
    match how:
        case "edit":
            other[at] = line(99)
        case "drop":
            del other[at]
        case "swap":
            other[at], other[at - 1] = other[at - 1], other[at]
        case "add":
            other.insert(at, line(99))
        case _:
            del other[at:]
    head = noted(LINES[: max(above, at + 1)])

    # Signed anew by the desk itself: the key alone would let it pass.
    assert verify_audit_file(file_of(other), key=KEY).size == len(other)
    with pytest.raises(InvalidAuditError):
        verify_audit_file(file_of(other), key=KEY, noted=[head])


@given(st.data())
def test_a_file_with_a_changed_byte_is_refused(data: st.DataObject) -> None:
    whole = b"".join(file_of(LINES))
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(ServandaError):
        verify_audit_file(bytes(changed).splitlines(keepends=True), key=KEY, noted=[noted(LINES)])


@pytest.mark.parametrize("kept", range(1, 9))
def test_a_file_that_was_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(InvalidAuditError):
        verify_audit_file(file_of(LINES)[:kept], key=KEY)


def test_a_head_of_another_party_or_another_key_is_refused() -> None:
    head = noted(LINES)
    note = sign_audit_head(size=head.size, root=head.root, secrets=MALLORY)

    with pytest.raises(CounterpartError):
        verify_audit_file(audit_file(note, LINES), key=KEY)
    with pytest.raises(CounterpartError):
        verify_audit_head(note, key=KEY)


def test_two_noted_heads_of_one_size_that_differ_are_found() -> None:
    head = noted(LINES)
    other = NotedHead(size=head.size, root=noted(LINES[:3]).root)

    with pytest.raises(InvalidAuditError):
        check_entries(LINES, noted=[head, other])


def test_gaps_refusals_and_acts_without_an_end_are_told() -> None:
    lines = [
        line(0, outcome=Outcome.ALLOWED),
        line(1, outcome=Outcome.DONE, entry=0),
        line(2, outcome=Outcome.ALLOWED),
        line(3, outcome=Outcome.ALLOWED, access=Access.SEALED),
        line(4, outcome=Outcome.REFUSED, code="not-permitted"),
        line(5, event={"kind": "gap", "size": 9}),
    ]

    report = check_entries(lines)

    assert (report.gaps, report.broken_off, report.refused) == ((5,), (2,), 1)


def test_an_entry_that_names_one_that_is_not_before_it_is_refused() -> None:
    with pytest.raises(InvalidAuditError, match="not before it"):
        check_entries([line(0, entry=0)])


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_any_lines_are_an_audit_file_or_refused(lines: list[bytes]) -> None:
    with pytest.raises(ServandaError):
        verify_audit_file(lines, key=KEY)


WRONG_COPIES: dict[str, Callable[[str], str]] = {
    "cut": lambda key: key[:-1],
    "longer": lambda key: "x" + key,
    "nothing": lambda _: "",
    "of another log": lambda key: key.replace("servanda-audit", "servanda"),
    "not ASCII": lambda key: key.replace("+", "\u2795"),
}


@pytest.mark.parametrize("how", WRONG_COPIES)
def test_a_key_that_was_copied_wrong_is_refused(how: str) -> None:
    with pytest.raises(InvalidAuditKeyError):
        parse_audit_key(WRONG_COPIES[how](audit_key(SECRETS)))

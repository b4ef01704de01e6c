"""The desk's casework: it follows the logs case by case, and equals the fold over all of it."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject
from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import fold_casework
from servanda.core.exchange.order import Counted, merge
from servanda.core.identifiers import Digest, Origin, format_instant, hash_from_digest
from servanda.usecases.casework.case_rows import WRITTEN, case_deadlines, case_row
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.casework.follow_casework import follow_all_casework, follow_casework
from servanda.usecases.casework.note_deadlines import note_deadlines
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.casework import CaseRecord, CaseworkChange, CaseworkMark, NoticeRecord
from servanda.usecases.ports.store import Store
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, Node, agreed_cast

ACKNOWLEDGED: JsonObject = {"access": "direct", "tlp": "amber"}
DESK: JsonObject = {"desk": "Duty desk", "file_number": "B-1"}
TEXT: JsonObject = {"text": "See above."}
ACCEPTED: JsonObject = {"step": "accepted", "tlp": "amber"}


def ask(cast: Cast) -> Digest:
    leaf = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    return leaf


def whole(node: Node) -> Casework:
    """Return what folding both logs at once comes to."""
    services = node.services
    terms = read_pair_terms(node.pair, services=services)
    assert terms is not None
    first, second = (
        counted(node, node.pair.own if party == node.party else node.pair.own.reverse)
        for party in terms.parties
    )
    return fold_casework(merge(iter(first), iter(second)), terms=terms.terms, parties=terms.parties)


def counted(node: Node, origin: Origin) -> list[Counted]:
    """Return the receipted statements of one log."""
    store = node.services.store
    records = {one.index: one for one in store.iterate_leaves(origin)}
    return [
        Counted(
            statement=verified_leaf(origin, records[facts.index]),
            received_at=facts.received_at,
            marks=frozenset(records[facts.index].marks),
        )
        for facts in store.facts_of(origin)
        if facts.received_at is not None
    ]


def assert_follows(node: Node) -> None:
    """Require that every row and deadline is what the whole fold gives."""
    follow_all_casework(services=node.services)
    store, own = node.services.store, node.pair.own
    casework = whole(node)
    rows = {row.leaf_hash: row for row in store.cases_of(own)}
    assert rows.keys() == {hash_from_digest(leaf) for leaf in casework.cases}
    for leaf, case in casework.cases.items():
        row = rows[hash_from_digest(leaf)]
        assert row == case_row(case, casework=casework, own=own, last_at=row.last_at)
        expected = set(case_deadlines(case, casework=casework, own=own, at=row.last_at))
        found = {one for one in store.deadlines_of(own) if one.case == row.leaf_hash}
        assert found == expected
    assert rebuild_projections(check=True, services=node.services).differences == ()


def test_a_request_is_on_both_desks_once_it_is_receipted() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    leaf = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    assert follow_all_casework(services=cast.alice.services).cases == 0

    cast.join_lines()
    cast.wait(hours=1)
    cast.settle()

    for node, is_ours in ((cast.alice, True), (cast.bob, False)):
        assert_follows(node)
        (row,) = node.services.store.open_cases(limit=9)
        assert (row.leaf_hash, row.is_ours, row.state) == (
            hash_from_digest(leaf),
            is_ours,
            "delivered",
        )
        (answer,) = node.services.store.next_deadlines(limit=9)
        assert (answer.clock, answer.is_ours) == ("answer", not is_ours)


def test_following_twice_changes_nothing() -> None:
    cast = agreed_cast()
    ask(cast)

    first = follow_all_casework(services=cast.bob.services)
    mark = cast.bob.services.store.casework_mark(cast.bob.pair.own)
    second = follow_all_casework(services=cast.bob.services)

    assert (first.statements, first.cases) == (1, 1)
    assert (second.statements, second.cases) == (0, 0)
    assert cast.bob.services.store.casework_mark(cast.bob.pair.own) == mark


def test_the_mark_of_one_that_was_slower_writes_nothing() -> None:
    cast = agreed_cast()
    ask(cast)
    store = cast.bob.services.store
    before = store.casework_mark(cast.bob.pair.own)
    follow_casework(cast.bob.pair, services=cast.bob.services)
    rows = list(store.cases_of(cast.bob.pair.own))

    slower = replace(before, own_until=99)

    assert store.casework_mark(cast.bob.pair.own) != slower
    assert list(store.cases_of(cast.bob.pair.own)) == rows


def test_an_answered_request_is_open_no_more_and_nothing_is_due_of_the_responder() -> None:
    cast = agreed_cast()
    leaf = ask(cast)
    cast.bob.send("acknowledgement", ACKNOWLEDGED, body=DESK, ref=leaf)
    cast.bob.send("response", FULFILLED, body=TEXT, ref=leaf)
    cast.settle()

    for node in (cast.alice, cast.bob):
        assert_follows(node)
        store = node.services.store
        assert list(store.open_cases(limit=9)) == []
        assert list(store.deadlines_of(node.pair.own)) == []
        (row,) = store.cases_of(node.pair.own)
        assert (row.state, row.outcome) == ("responded", "fulfilled_full")


def test_a_store_that_lost_its_casework_finds_it_in_the_logs_again() -> None:
    cast = agreed_cast()
    leaf = ask(cast)
    cast.bob.send("status", ACCEPTED, body=TEXT, ref=leaf)
    cast.settle()
    follow_all_casework(services=cast.bob.services)
    store, own = cast.bob.services.store, cast.bob.pair.own
    rows = list(store.cases_of(own))
    store.replace_casework([])

    assert rebuild_projections(check=True, services=cast.bob.services).differences == ()

    assert list(store.cases_of(own)) == rows


def test_a_row_that_somebody_changed_is_named() -> None:
    cast = agreed_cast()
    leaf = ask(cast)
    follow_all_casework(services=cast.bob.services)
    store, own = cast.bob.services.store, cast.bob.pair.own
    (row,) = store.cases_of(own)
    _forge(store, replace(row, state="responded", is_open=False))

    (difference,) = rebuild_projections(check=True, services=cast.bob.services).differences

    assert leaf.removeprefix("sha256:") in difference
    rebuild_projections(check=False, services=cast.bob.services)
    assert list(store.cases_of(own)) == [row]


def _forge(store: Store, row: CaseRecord) -> None:
    mark: CaseworkMark = store.casework_mark(row.own)
    store.save_casework(CaseworkChange(before=mark, after=mark, cases=[row]))


@pytest.mark.parametrize("days", [1, 40])
def test_reminder_and_breach_are_noted_once_each_also_after_downtime(days: int) -> None:
    cast = agreed_cast()
    ask(cast)
    follow_all_casework(services=cast.bob.services)
    assert note_deadlines(services=cast.bob.services) == ()

    noted: list[NoticeRecord] = []
    for _ in range(40 // days):
        cast.wait(days=days)
        noted.extend(note_deadlines(services=cast.bob.services))

    assert [(one.kind, one.clock, one.is_ours) for one in noted] == [
        ("reminder", "answer", True),
        ("breach", "answer", True),
    ]
    due_at = noted[0].due_at
    assert [one.came_at for one in noted] == [
        due_at - timedelta(days=1),
        due_at + timedelta(seconds=1),
    ]
    assert note_deadlines(services=cast.bob.services) == ()


def test_a_breach_is_noted_once_also_if_the_answer_came_late_before_anybody_looked() -> None:
    cast = agreed_cast()
    leaf = ask(cast)
    for node in (cast.alice, cast.bob):
        follow_all_casework(services=node.services)
    cast.wait(days=40)
    cast.bob.send("response", FULFILLED, body=TEXT, ref=leaf)
    cast.settle()

    for node in (cast.alice, cast.bob):
        noted = [
            *follow_all_casework(services=node.services).notices,
            *note_deadlines(services=node.services),
        ]
        assert follow_all_casework(services=node.services).notices == []
        (breach,) = (one for one in node.services.store.notices(limit=9) if one.kind == "breach")
        assert (breach.clock, breach.is_ours) == ("answer", node is cast.bob)
        assert breach.came_at == breach.due_at + timedelta(seconds=1)
        assert breach in noted


def test_a_breach_is_noted_where_request_and_late_answer_are_learnt_of_together() -> None:
    cast = agreed_cast()
    leaf = ask(cast)
    cast.wait(days=40)
    cast.bob.send("response", FULFILLED, body=TEXT, ref=leaf)
    cast.settle()

    noted = follow_all_casework(services=cast.alice.services).notices

    assert [(one.kind, one.clock, one.is_ours) for one in noted] == [("breach", "answer", False)]


def test_a_breach_of_what_was_withdrawn_late_is_noted_and_of_what_came_in_time_none() -> None:
    cast = agreed_cast()
    late, early = ask(cast), ask(cast)
    withdrawal: JsonObject = {"reason": "other", "tlp": "amber"}
    cast.alice.send("withdrawal", withdrawal, body=TEXT, ref=early)
    cast.settle()
    cast.wait(days=40)
    cast.alice.send("withdrawal", withdrawal, body=TEXT, ref=late)
    cast.settle()

    follow_all_casework(services=cast.bob.services)

    assert [(one.kind, one.case) for one in cast.bob.services.store.notices(limit=9)] == [
        ("breach", hash_from_digest(late))
    ]


def test_a_duplicate_is_one_on_the_desk_as_in_the_fold_over_all() -> None:
    cast = agreed_cast()
    kept = ask(cast)
    cast.wait(hours=1)
    second, third = ask(cast), ask(cast)
    duplicate: JsonObject = {
        "step": "final",
        "outcome": "duplicate",
        "items": ["nil"],
        "tlp": "amber",
    }
    cast.bob.send("response", {**duplicate, "retained": kept}, body=TEXT, ref=second)
    with pytest.raises(IllegalMoveError):
        cast.bob.send("response", {**duplicate, "retained": third}, body=TEXT, ref=third)
    cast.settle()

    for node in (cast.alice, cast.bob):
        assert_follows(node)
        states = {row.leaf_hash: row.outcome for row in node.services.store.cases_of(node.pair.own)}
        assert states[hash_from_digest(second)] == "duplicate"
        assert states[hash_from_digest(third)] == ""


MOVES: dict[str, tuple[str, str, JsonObject, JsonObject]] = {
    "acknowledge": ("bob", "acknowledgement", ACKNOWLEDGED, DESK),
    "accept": ("bob", "status", ACCEPTED, TEXT),
    "update": ("bob", "status", {"step": "update", "tlp": "amber"}, TEXT),
    "answer": ("bob", "response", FULFILLED, TEXT),
    "enquire": ("alice", "status", {"step": "enquiry", "tlp": "amber"}, TEXT),
    "withdraw": ("alice", "withdrawal", {"reason": "other", "tlp": "amber"}, TEXT),
    "reopen": ("alice", "status", {"step": "reopened", "tlp": "amber"}, TEXT),
}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*MOVES, "ask", "deliver", "follow", "cut", "join"]),
            st.integers(0, 3),
        ),
        max_size=14,
    )
)
def test_whatever_is_said_lost_and_late_the_desk_equals_the_fold_over_both_logs(
    steps: list[tuple[str, int]],
) -> None:
    cast = agreed_cast()
    asked = [ask(cast)]
    for step, number in steps:
        cast.wait(minutes=7)
        _play(cast, step, number, asked)
    cast.join_lines()
    cast.settle()

    assert_follows(cast.alice)
    assert_follows(cast.bob)


def _play(cast: Cast, step: str, number: int, asked: list[Digest]) -> None:
    match step:
        case "ask":
            asked.append(cast.alice.send("request", REQUEST, body=REQUEST_BODY))
        case "deliver":
            cast.settle()
        case "follow":
            for node in (cast.alice, cast.bob):
                follow_all_casework(services=node.services)
        case "cut":
            cast.cut_lines()
        case "join":
            cast.join_lines()
        case _:
            party, type_, facts, body = MOVES[step]
            node = cast.alice if party == "alice" else cast.bob
            ref = asked[number % len(asked)]
            if node.services.store.facts(hash_from_digest(ref)) is not None:
                # What is illegal by what this side knows is not sent; what crosses still is.
                with suppress(IllegalMoveError):
                    node.send(type_, facts, body=body, ref=ref)


def test_a_confirmed_emergency_call_waits_for_its_request_in_writing_on_both_desks() -> None:
    cast = agreed_cast()
    made: JsonObject = {
        "step": "made",
        "basis": "emergency",
        "called_at": format_instant(cast.clock.now()),
        "criterion": "risk_to_life_or_safety",
        "tlp": "amber",
    }
    words: JsonObject = {"caller": "A", "callee": "B", "text": "Somebody is in danger."}
    call = cast.alice.send("call", made, body=words)
    cast.settle()
    cast.bob.send("call", {"step": "confirmed", "tlp": "amber"}, ref=call)
    cast.settle()
    waiting = [written_clocks(node) for node in (cast.alice, cast.bob)]
    cast.wait(hours=25)
    told = note_deadlines(services=cast.alice.services)
    cast.alice.send("request", REQUEST, body=REQUEST_BODY, ref=call)
    cast.settle()

    assert waiting == [[True], [False]]
    assert {(one.kind, one.clock) for one in told} >= {
        ("reminder", WRITTEN),
        ("breach", WRITTEN),
    }
    for node in (cast.alice, cast.bob):
        assert_follows(node)
        assert written_clocks(node) == []


def written_clocks(node: Node) -> list[bool]:
    """Whether we have to act, for each clock of a request in writing."""
    follow_all_casework(services=node.services)
    found = node.services.store.deadlines_of(node.pair.own)
    return [one.is_ours for one in found if one.clock == WRITTEN]

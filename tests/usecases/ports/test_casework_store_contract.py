"""What every store promises of casework; runs over memory, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

from servanda.usecases.ports.casework import (
    SHARED,
    CaseRecord,
    CaseStatement,
    CaseworkChange,
    CaseworkMark,
    DeadlineRecord,
    NoticeRecord,
)
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW, OWN


def case(name: int, *, due: int | None = None, is_open: bool = True) -> CaseRecord:
    return CaseRecord(
        leaf_hash=bytes([name]) * 32,
        own=OWN,
        is_ours=name % 2 == 0,
        kind="preservation",
        urgency="urgent",
        subject="cyber",
        state="accepted",
        is_open=is_open,
        generation=0,
        started_at=NOW + timedelta(hours=name),
        answered_at=None if is_open else NOW,
        outcome="" if is_open else "nil_return",
        is_held=False,
        due_at=None if due is None else NOW + timedelta(hours=due),
        expires_at=None,
        last_at=NOW,
    )


def statement(of: bytes, index: int, *, theirs: bool = False) -> CaseStatement:
    return CaseStatement(
        case=of,
        leaf_hash=bytes([index]) * 32,
        origin=OWN.reverse if theirs else OWN,
        index=index,
        received_at=NOW,
        marks=("clock_conflict",) if index == 2 else (),
    )


def deadline(of: int, due: int, clock: str = "answer") -> DeadlineRecord:
    return DeadlineRecord(
        case=bytes([of]) * 32,
        own=OWN,
        clock=clock,
        number=0,
        is_ours=True,
        started_at=NOW,
        due_at=NOW + timedelta(hours=due),
        is_provisional=True,
    )


def notice(of: int, came: int) -> NoticeRecord:
    return NoticeRecord(
        case=bytes([of]) * 32,
        own=OWN,
        kind="breach",
        clock="answer",
        number=0,
        is_ours=False,
        due_at=NOW,
        came_at=NOW + timedelta(hours=came),
        noted_at=NOW + timedelta(days=1),
    )


FIRST = CaseworkMark(own=OWN)


def test_casework_begins_with_nothing(store: Store) -> None:
    assert store.casework_mark(OWN) == FIRST
    assert store.case(b"\x01" * 32) is None
    assert list(store.cases_of(OWN)) == []
    assert list(store.deadlines_of(OWN)) == []


def test_a_change_is_stored_whole_and_moves_the_mark(store: Store) -> None:
    after = CaseworkMark(own=OWN, own_until=3, copy_until=4, waiting=(b"w" * 32, b"x" * 32))
    statements = [statement(b"\x01" * 32, 2, theirs=True), statement(SHARED, 1)]
    change = CaseworkChange(
        before=FIRST,
        after=after,
        statements=statements,
        cases=[case(1, due=3)],
        about=[b"\x01" * 32],
        deadlines=[deadline(1, 3)],
    )

    assert store.save_casework(change)

    assert store.casework_mark(OWN) == replace(after, version=1)
    assert store.case(b"\x01" * 32) == case(1, due=3)
    assert list(store.case_statements(OWN, [b"\x01" * 32])) == statements[:1]
    assert list(store.case_statements(OWN, [SHARED])) == statements[1:]
    assert list(store.deadlines_of(OWN)) == [deadline(1, 3)]


def test_of_two_that_do_the_same_work_one_writes(store: Store) -> None:
    after = CaseworkMark(own=OWN, own_until=3)
    first = CaseworkChange(before=FIRST, after=after, cases=[case(1)])
    second = CaseworkChange(before=FIRST, after=after, cases=[case(1, is_open=False)])

    assert store.save_casework(first)
    assert not store.save_casework(second)
    assert store.case(b"\x01" * 32) == case(1)

    read = store.casework_mark(OWN)
    third = replace(second, before=read, after=replace(read, own_until=4))
    assert store.save_casework(third)
    assert not store.save_casework(third)
    assert store.case(b"\x01" * 32) == case(1, is_open=False)


def test_rows_and_deadlines_of_what_is_touched_are_replaced_and_others_stay(store: Store) -> None:
    mark = CaseworkMark(own=OWN, own_until=1)
    store.save_casework(
        CaseworkChange(
            before=FIRST,
            after=mark,
            cases=[case(1), case(2)],
            about=[b"\x01" * 32, b"\x02" * 32],
            deadlines=[deadline(1, 3), deadline(1, 2, "update"), deadline(2, 1)],
        )
    )
    read = store.casework_mark(OWN)

    store.save_casework(
        CaseworkChange(
            before=read,
            after=replace(read, own_until=2),
            cases=[case(1, is_open=False)],
            about=[b"\x01" * 32],
            deadlines=[deadline(1, 9, "feedback")],
        )
    )

    assert list(store.cases_of(OWN)) == [case(1, is_open=False), case(2)]
    assert list(store.deadlines_of(OWN)) == [deadline(2, 1), deadline(1, 9, "feedback")]
    assert list(store.next_deadlines(limit=1)) == [deadline(2, 1)]
    assert list(store.deadlines_until(hours(1))) == [deadline(2, 1)]
    assert list(store.deadlines_until(hours(0))) == []


def hours(number: int) -> datetime:
    return NOW + timedelta(hours=number)


def test_open_requests_come_by_what_is_due_first_and_without_deadline_last(store: Store) -> None:
    cases = [case(1), case(2, due=5), case(3, due=2), case(4, due=1, is_open=False)]
    store.save_casework(
        CaseworkChange(before=FIRST, after=replace(FIRST, own_until=1), cases=cases)
    )

    assert list(store.open_cases(limit=9)) == [cases[2], cases[1], cases[0]]
    assert list(store.open_cases(limit=1)) == [cases[2]]


def test_a_notice_is_stored_once(store: Store) -> None:
    assert list(store.add_notices([notice(1, 1), notice(2, 2), notice(1, 1)])) == [
        notice(1, 1),
        notice(2, 2),
    ]
    later = replace(notice(1, 1), noted_at=NOW + timedelta(days=8))
    moved = replace(notice(1, 1), due_at=NOW + timedelta(hours=1))

    assert list(store.add_notices([later, moved])) == [moved]
    assert store.notices(limit=2)[0].case == notice(2, 2).case
    assert len(store.notices(limit=9)) == 3


def test_replacing_casework_leaves_the_notices(store: Store) -> None:
    store.add_notices([notice(1, 1)])
    store.save_casework(
        CaseworkChange(before=FIRST, after=replace(FIRST, own_until=9), cases=[case(1), case(2)])
    )

    store.replace_casework(
        [CaseworkChange(before=FIRST, after=replace(FIRST, own_until=2), cases=[case(1)])]
    )

    assert list(store.cases_of(OWN)) == [case(1)]
    assert store.casework_mark(OWN) == replace(FIRST, own_until=2, version=1)
    assert list(store.notices(limit=9)) == [notice(1, 1)]

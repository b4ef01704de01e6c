"""What every store promises of lists of requests; runs over memory, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from servanda.core.desk.case_filters import parse_filters
from servanda.core.desk.case_order import NO_CLOCK, CaseOrder, CasePlace
from servanda.core.identifiers import PartyId
from servanda.usecases.ports.case_lists import CaseSelection, ListedCase
from servanda.usecases.ports.casework import CaseRecord, CaseworkChange, CaseworkMark
from servanda.usecases.ports.records import FilingRecord
from servanda.usecases.ports.store import LogGrowth, StepCommit, Store
from tests.usecases.ports.test_casework_store_contract import case, deadline
from tests.usecases.store_samples import NOW, OWN, fact, leaf

CAROL = replace(OWN, to_party=PartyId("carol.example"))
ALL = range(1, 21)


def sample(name: int) -> CaseRecord:
    """Return one of twenty requests, in which each filter finds some and leaves some out."""
    return replace(
        case(name, is_open=name % 5 != 0),
        own=OWN,
        state=("accepted", "postponed", "acknowledged")[name % 3],
        kind=("preservation", "mitigation")[name % 2],
        urgency=("urgent", "routine")[name % 4 == 0],
        is_held=name % 3 == 1,
        started_at=NOW + timedelta(hours=name // 2),  # two of each second
        last_at=NOW - timedelta(hours=name % 7),
    )


@pytest.fixture(name="filled")
def _filled(store: Store) -> Store:
    """Twenty requests; all but each sixth have a clock, due in both directions from now."""
    clocks = [
        replace(deadline(name, (name * 7) % 11 - 5), is_ours=name % 3 == 0)
        for name in ALL
        if name % 6
    ]
    later = [replace(one, clock="update", due_at=one.due_at + timedelta(1)) for one in clocks]
    cases = [sample(name) for name in ALL]
    change = CaseworkChange(
        before=CaseworkMark(own=OWN),
        after=CaseworkMark(own=OWN, own_until=1),
        cases=cases,
        about=[one.leaf_hash for one in cases],
        deadlines=[*later, *clocks],
    )
    assert store.save_casework(change)
    theirs = replace(case(30), own=CAROL)
    assert store.save_casework(
        replace(
            change,
            before=CaseworkMark(own=CAROL),
            after=CaseworkMark(own=CAROL, own_until=1),
            cases=[theirs],
            about=[theirs.leaf_hash],
            deadlines=[],
        )
    )
    return store


def chosen(line: str = "", filed_as: str = "") -> CaseSelection:
    return CaseSelection(now=NOW, filters=parse_filters(line), filed_as=filed_as)


def names(rows: list[ListedCase]) -> set[int]:
    return {row.case.leaf_hash[0] for row in rows}


def found(store: Store, line: str) -> set[int]:
    return names(list(store.list_cases(chosen(line), order=CaseOrder.DUE, limit=100)))


@pytest.mark.parametrize("order", CaseOrder)
@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_pages_of_any_size_show_each_request_once_and_in_order(
    filled: Store, order: CaseOrder, size: int
) -> None:
    rows: list[ListedCase] = []
    while page := filled.list_cases(
        chosen(), order=order, after=rows[-1].place(order) if rows else None, limit=size
    ):
        assert len(page) <= size
        rows += page

    places = [(row.place(order).seconds, row.case.leaf_hash) for row in rows]
    assert names(rows) == {*ALL, 30}
    is_backwards = order in {CaseOrder.NEWEST, CaseOrder.CHANGED}
    assert all((one > next_) == is_backwards for one, next_ in pairwise(places))


def test_the_clock_that_runs_out_first_stands_in_the_row_and_none_comes_last(
    filled: Store,
) -> None:
    rows = filled.list_cases(chosen(), order=CaseOrder.DUE, limit=100)

    for row in rows:
        name = row.case.leaf_hash[0]
        if name == 30 or name % 6 == 0:
            assert row.next_clock is None
        else:
            assert row.next_clock is not None
            assert row.next_clock.clock == "answer"
            assert row.next_clock.due_at == NOW + timedelta(hours=(name * 7) % 11 - 5)
            assert row.next_clock.is_ours == (name % 3 == 0)
    without = [row.next_clock is None for row in rows]
    assert without == sorted(without)
    assert rows[-1].place(CaseOrder.DUE).seconds == NO_CLOCK


def test_each_filter_finds_what_it_says_and_with_not_the_rest(filled: Store) -> None:
    expected = {
        "is:open": {n for n in ALL if n % 5} | {30},
        "is:closed": {n for n in ALL if n % 5 == 0},
        "is:overdue": {n for n in ALL if n % 6 and (n * 7) % 11 < 5},
        "is:paused": {n for n in ALL if n % 3 == 1},
        "state:postponed": {n for n in ALL if n % 3 == 1},
        "kind:mitigation": {n for n in ALL if n % 2},
        "urgency:routine": {n for n in ALL if n % 4 == 0},
        "with:carol.example": {30},
        "with:aro_.example": set(),  # a sign of SQL that means itself
        "asked:us": {n for n in ALL if n % 2 == 0} | {30},
        "asked:them": {n for n in ALL if n % 2},
        "turn:us": {n for n in ALL if n % 6 and n % 3 == 0},
        "turn:them": {n for n in ALL if n % 6 and n % 3},
    }
    for line, wanted in expected.items():
        assert found(filled, line) == wanted, line
        assert found(filled, f"-{line}") == {*ALL, 30} - wanted, line


def test_values_of_one_name_are_alternatives_and_names_hold_together(filled: Store) -> None:
    either = found(filled, "state:accepted state:postponed")

    assert either == found(filled, "state:accepted") | found(filled, "state:postponed")
    assert found(filled, "is:open kind:mitigation -state:accepted") == (
        found(filled, "is:open")
        & found(filled, "kind:mitigation") - found(filled, "state:accepted")
    )


def test_counts_stop_where_they_are_told_to(filled: Store) -> None:
    assert filled.count_cases(chosen(), most=100) == 21
    assert filled.count_cases(chosen(), most=5) == 5
    assert filled.count_cases(chosen("with:mallory.example"), most=5) == 0


def test_a_clock_that_stops_leaves_the_row(filled: Store) -> None:
    read = filled.casework_mark(OWN)
    stopped = CaseworkChange(
        before=read, after=replace(read, own_until=2), cases=[sample(1)], about=[bytes([1]) * 32]
    )
    assert filled.save_casework(stopped)

    (row,) = [
        row
        for row in filled.list_cases(chosen(), order=CaseOrder.DUE, limit=100)
        if row.case.leaf_hash[0] == 1
    ]
    assert row.next_clock is None


def test_a_request_is_found_by_what_either_side_files_it_under(store: Store) -> None:
    request = leaf(0)
    filing = FilingRecord(
        leaf_hash=request.leaf_hash,
        origin=OWN,
        index=0,
        about=request.leaf_hash,
        file_number="AB 12/3",
        title="100 % of it",
        items=None,
    )
    growth = LogGrowth(origin=OWN, leaves=[request])
    store.commit(StepCommit(growths=[growth], new_facts=[fact(0)], filings=[filing]))
    mine = replace(case(1), leaf_hash=request.leaf_hash)
    change = CaseworkChange(
        before=CaseworkMark(own=OWN),
        after=CaseworkMark(own=OWN, own_until=1),
        cases=[mine, case(2)],
    )
    assert store.save_casework(change)

    for words, count in (("ab12", 1), ("100%", 1), ("1_2", 0), ("12%3", 0), ("", 2)):
        rows = store.list_cases(chosen(filed_as=words), order=CaseOrder.DUE, limit=9)
        assert len(rows) == count, words


def test_a_place_that_no_row_has_is_read_on_from(filled: Store) -> None:
    after = CasePlace(seconds=NO_CLOCK, leaf_hash=b"\xff" * 32)

    assert list(filled.list_cases(chosen(), order=CaseOrder.DUE, after=after, limit=9)) == []
    assert len(filled.list_cases(chosen(), order=CaseOrder.NEWEST, after=after, limit=9)) == 9
